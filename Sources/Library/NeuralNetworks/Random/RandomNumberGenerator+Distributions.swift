import Glibc

// Written out here, since the standard library may change its algorithms, and a seed must keep its meaning.
extension RandomNumberGenerator {
    /// A number uniformly distributed in `0..<1`, a multiple of 2⁻⁵³.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// An integer uniformly distributed in `0..<bound`, for a positive `bound`.
    ///
    /// - Source: Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019.
    public mutating func uniformInteger(below bound: Int) -> Int {
        precondition(bound > 0, "no integer is below \(bound)")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// A number of the normal distribution with mean 0 and standard deviation 1.
    ///
    /// - Source: Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958.
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    /// Puts `elements` in an order of which all are equally likely.
    ///
    /// - Complexity: O(n) for n elements.
    /// - Source: Durstenfeld, "Algorithm 235: Random permutation", 1964.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        elements.withUnsafeMutableBufferPointer { shuffle($0) }
    }

    mutating func shuffle<Element>(_ elements: UnsafeMutableBufferPointer<Element>) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, uniformInteger(below: last + 1))
        }
    }
}
