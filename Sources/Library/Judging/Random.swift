/// A seeded source of randomness for inputs: the same seed gives the same inputs on every machine.
///
/// - Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014 (SplitMix64).
public struct Random: RandomNumberGenerator {
    private var state: UInt64

    /// A source that starts from a seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A whole number of a range, each equally likely.
    public mutating func int(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(bitPattern: Int64(range.upperBound)) &- UInt64(bitPattern: Int64(range.lowerBound))
        guard width < .max else { return Int(truncatingIfNeeded: next()) }
        // The high word of a product is uniform up to 2^-64 of a chance for each number, which no test can see.
        return range.lowerBound &+ Int(truncatingIfNeeded: next().multipliedFullWidth(by: width + 1).high)
    }

    /// A number of a range, uniform.
    public mutating func double(_ range: ClosedRange<Double> = 0...1) -> Double {
        let unit = Double(next() >> 11) * 0x1p-53
        return min(range.upperBound, range.lowerBound + unit * (range.upperBound - range.lowerBound))
    }

    /// A number that is bell-shaped about 0 with variance 1: the sum of twelve uniform ones, less 6; within ±6.
    public mutating func normal() -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + double() }
    }

    /// True with a probability.
    public mutating func bool(_ probability: Double = 0.5) -> Bool { double() < probability }

    /// One of some things, each equally likely.
    ///
    /// - Precondition: there is at least one.
    public mutating func element<Element>(of elements: [Element]) -> Element {
        precondition(!elements.isEmpty, "there is nothing to choose from")
        return elements[int(0...elements.count - 1)]
    }

    /// As many things as asked for.
    public mutating func array<Element>(
        count: Int, of element: (inout Random) throws -> Element
    ) rethrows -> [Element] {
        try (0..<count).map { _ in try element(&self) }
    }

    /// A mask of any density: at least one weight is kept, and every order of magnitude of their number is as likely.
    ///
    /// - Precondition: `count` is 1 or more.
    public mutating func mask(count: Int) -> [Bool] {
        precondition(count > 0, "a mask that keeps a weight has one at least")
        // Halving the range some times makes few as likely as many.
        let most = max(1, count >> int(0...Int.bitWidth - 1 - count.leadingZeroBitCount))
        return mask(count: count, keeping: int(max(1, most / 2)...most))
    }

    /// A mask that keeps so many weights, each choice of them equally likely.
    ///
    /// - Complexity: O(count).
    /// - Source: Knuth, "The Art of Computer Programming", volume 2, algorithm S, selection sampling.
    public mutating func mask(count: Int, keeping kept: Int) -> [Bool] {
        precondition(0...count ~= kept, "of \(count) weights, \(kept) cannot be kept")
        var left = kept
        return (0..<count).map { index in
            guard left > 0, int(1...count - index) <= left else { return false }
            left -= 1
            return true
        }
    }
}
