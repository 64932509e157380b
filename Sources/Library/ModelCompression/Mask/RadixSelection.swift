/// Finds the k-th least of n numbers by the digits of their keys, most significant first.
///
/// Three digits of 11, 11 and 10 bits: two passes over all numbers, then over those that share the first digit.
struct RadixSelection<Order: SaliencyOrder> {
    private var histogram = [Int](repeating: 0, count: 2048)
    private var candidates: [UInt32] = []

    /// The cut that prunes exactly `count` of all numbers.
    ///
    /// - Precondition: `0 <= count <= n`, and no number is NaN.
    mutating func cut(pruning count: Int, of layers: [UnsafeBufferPointer<Float>]) -> SelectionCut {
        let total = layers.reduce(0) { $0 + $1.count }
        precondition(count >= 0 && count <= total, "\(count) of \(total) weights cannot be pruned")
        countLeadingDigits(of: layers)
        guard count < total else { return .everything }

        var rank = count
        let leading = UInt32(digit(holding: &rank))
        gather(leading: leading, of: layers, count: histogram[Int(leading)])

        let middle = UInt32(nextDigit(shift: 10, prefix: leading, prefixShift: 21, rank: &rank))
        let last = UInt32(nextDigit(shift: 0, prefix: leading << 11 | middle, prefixShift: 10, rank: &rank))
        let key = leading << 21 | middle << 10 | last
        return SelectionCut(key: Int32(bitPattern: key ^ 0x8000_0000), tiesToPrune: rank)
    }

    /// Digits are taken from keys that are not negative.
    @inline(__always)
    private static func unsignedKey(_ value: Float) -> UInt32 { UInt32(bitPattern: Order.key(value)) ^ 0x8000_0000 }

    private mutating func countLeadingDigits(of layers: [UnsafeBufferPointer<Float>]) {
        clearHistogram()
        let valid = Order.validKeys
        var isNaNFree = true
        histogram.withUnsafeMutableBufferPointer { histogram in
            for layer in layers {
                for value in layer {
                    isNaNFree = isNaNFree && valid.contains(Order.key(value))
                    histogram[Int(Self.unsignedKey(value) >> 21)] &+= 1
                }
            }
        }
        precondition(isNaNFree, "NaN has no rank among weights")
    }

    private mutating func gather(leading: UInt32, of layers: [UnsafeBufferPointer<Float>], count: Int) {
        candidates = [UInt32](unsafeUninitializedCapacity: count + 1) { buffer, filled in
            for layer in layers {
                for value in layer {
                    let key = Self.unsignedKey(value)
                    // Written always and counted only on a match: no branch to mispredict.
                    buffer[filled] = key
                    filled &+= key >> 21 == leading ? 1 : 0
                }
            }
        }
    }

    private mutating func nextDigit(shift: UInt32, prefix: UInt32, prefixShift: UInt32, rank: inout Int) -> Int {
        clearHistogram()
        let mask: UInt32 = shift == 0 ? 1023 : 2047
        for key in candidates where key >> prefixShift == prefix {
            histogram[Int(key >> shift & mask)] += 1
        }
        return digit(holding: &rank)
    }

    /// The digit at which the running count of numbers passes `rank`, which becomes the rank within that digit.
    private func digit(holding rank: inout Int) -> Int {
        for (digit, count) in histogram.enumerated() {
            if rank < count { return digit }
            rank -= count
        }
        preconditionFailure("the rank lies beyond the counted numbers")
    }

    private mutating func clearHistogram() {
        for index in histogram.indices { histogram[index] = 0 }
    }
}
