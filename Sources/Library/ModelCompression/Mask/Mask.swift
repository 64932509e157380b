/// Which of `n` weights a network keeps.
///
/// A mask holds one bit per weight. It only ever shrinks under the operations that prune (`pruning(_:leastOf:)`,
/// `intersection(_:)`), which is what makes the masks of an iterative schedule nested.
///
///     let mask = Mask.magnitude(of: [3, -1, 2, 0], sparsity: 0.5)
///     mask.bits                        // [true, false, true, false]
///     mask.applied(to: [3, -1, 2, 0])  // [3, 0, 2, 0]
public struct Mask: Hashable, Sendable {
    /// The number of weights that the mask is for, kept or not.
    public let count: Int

    /// The number of weights that the mask keeps.
    public let keptCount: Int

    /// Bit `i % 64` of word `i / 64` is set where weight `i` is kept; bits at and beyond `count` are clear.
    package let words: [UInt64]

    package init(count: Int, words: [UInt64]) {
        precondition(words.count == (count + 63) / 64, "\(count) weights do not fit \(words.count) words")
        self.count = count
        self.words = words
        keptCount = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// The mask that keeps the weights whose bit is true.
    ///
    /// - Complexity: O(n).
    public init(_ bits: [Bool]) {
        self.init(count: bits.count) { bits[$0] }
    }

    /// The mask of `count` weights that keeps those for which `isKept` returns true.
    ///
    /// - Complexity: O(n) calls.
    public init(count: Int, keepingWhere isKept: (Int) throws -> Bool) rethrows {
        precondition(count >= 0, "a count of weights cannot be negative; got \(count)")
        var words = [UInt64](repeating: 0, count: (count + 63) / 64)
        for index in 0..<count where try isKept(index) {
            words[index >> 6] |= 1 << UInt64(index & 63)
        }
        self.init(count: count, words: words)
    }

    /// The mask that keeps every one of `count` weights.
    public static func keepingAll(_ count: Int) -> Mask {
        precondition(count >= 0, "a count of weights cannot be negative; got \(count)")
        var words = [UInt64](repeating: .max, count: (count + 63) / 64)
        if count & 63 != 0 { words[words.count - 1] = (1 << UInt64(count & 63)) - 1 }
        return Mask(count: count, words: words)
    }

    /// The number of weights that the mask prunes.
    public var prunedCount: Int { count - keptCount }

    /// The fraction of the weights that the mask prunes; of no weights, 0.
    public var sparsity: Sparsity { Sparsity(kept: keptCount, of: count) }

    /// The fraction of the weights that the mask keeps; of no weights, 1.
    public var density: Double { count == 0 ? 1 : Double(keptCount) / Double(count) }

    /// Whether weight `index` is kept.
    public subscript(index: Int) -> Bool {
        precondition(index >= 0 && index < count, "weight \(index) of a mask of \(count) weights")
        return words[index >> 6] >> UInt64(index & 63) & 1 == 1
    }

    /// One Boolean per weight, true where it is kept.
    public var bits: [Bool] { (0..<count).map { self[$0] } }

    /// The indices of the kept weights, ascending.
    ///
    /// - Complexity: O(n / 64 + kept).
    public var keptIndices: [Int] {
        var indices: [Int] = []
        indices.reserveCapacity(keptCount)
        forEachKept { indices.append($0) }
        return indices
    }

    /// Calls `body` with the index of every kept weight, ascending.
    public func forEachKept(_ body: (Int) throws -> Void) rethrows {
        for (position, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                try body(position << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }

    /// What is wrong with the stored bits, or nil.
    package var brokenInvariant: String? {
        guard words.count == (count + 63) / 64 else { return "\(words.count) words for \(count) weights" }
        if count & 63 != 0, let last = words.last, last >> UInt64(count & 63) != 0 {
            return "a bit is set beyond the last of \(count) weights"
        }
        let kept = words.reduce(0) { $0 + $1.nonzeroBitCount }
        return kept == keptCount ? nil : "\(kept) bits are set, but \(keptCount) weights are said to be kept"
    }
}

extension Mask: CustomStringConvertible {
    /// For example `26620 of 266200 weights kept`.
    public var description: String { "\(keptCount) of \(count) weights kept" }
}
