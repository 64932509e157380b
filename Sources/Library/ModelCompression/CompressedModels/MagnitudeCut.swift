import NeuralNetworks

/// Where the weights of several tensors, taken in order, are cut by magnitude: those below `key` are pruned, and the
/// first `tiesToPrune` of those equal to it.
///
/// The same choice as ``Mask/magnitude(ofLayers:sparsity:)``, for tensors that need not be in memory together and may
/// have different types: magnitudes are compared as doubles, which hold all of them exactly.
struct MagnitudeCut {
    private let key: UInt64
    private var tiesToPrune: Int

    /// Sixteen bits of a key, `index` digits of that size above the least.
    struct Digit {
        let index: UInt64

        @inline(__always)
        func value(in key: UInt64) -> Int { Int(truncatingIfNeeded: key &>> (16 &* index) & 0xFFFF) }

        /// The bits above this digit.
        @inline(__always)
        func higherDigits(of key: UInt64) -> UInt64 { index == 3 ? 0 : key &>> (16 &* (index &+ 1)) }
    }

    /// The bits of a magnitude, which grow with it.
    @inline(__always)
    static func key(of value: Double) -> UInt64 { value.bitPattern & (1 << 63 - 1) }

    /// The cut that prunes `count` weights of all tensors together.
    ///
    /// - Parameters:
    ///   - count: in `0...total`.
    ///   - total: the number of all weights.
    ///   - forEachTensor: calls its argument with the type and the bytes of one tensor after the other; it is called up
    ///     to four times.
    /// - Complexity: O(total), 512 KiB of memory.
    init(
        pruning count: Int, of total: Int,
        forEachTensor: ((any WeightFormat.Type, UnsafeRawBufferPointer) -> Void) throws -> Void
    ) rethrows {
        precondition((0...total).contains(count), "\(count) of \(total) weights cannot be pruned")
        guard count < total else {
            // Above every magnitude.
            (key, tiesToPrune) = (.max, 0)
            return
        }
        guard count > 0 else {
            (key, tiesToPrune) = (0, 0)
            return
        }
        var prefix: UInt64 = 0
        var rank = count
        for index in (0..<UInt64(4)).reversed() {
            let digit = Digit(index: index)
            var counts = [Int](repeating: 0, count: 1 << 16)
            try forEachTensor { $0.countDigits(of: $1, digit: digit, prefix: prefix, in: &counts) }
            var value = 0
            while rank >= counts[value] {
                rank -= counts[value]
                value += 1
            }
            prefix = prefix << 16 | UInt64(value)
        }
        (key, tiesToPrune) = (prefix, rank)
    }

    /// Whether a weight with this key is kept; the weights must be asked for in order.
    @inline(__always)
    mutating func keeps(_ other: UInt64) -> Bool {
        guard other == key, tiesToPrune > 0 else { return other >= key }
        tiesToPrune &-= 1
        return false
    }
}
