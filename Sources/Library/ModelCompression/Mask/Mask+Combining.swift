extension Mask {
    /// The mask that keeps what both masks keep.
    public func intersection(_ other: Mask) -> Mask { combined(with: other, &) }

    /// The mask that keeps what either mask keeps.
    public func union(_ other: Mask) -> Mask { combined(with: other, |) }

    /// The mask that keeps what exactly one of the two masks keeps.
    public func symmetricDifference(_ other: Mask) -> Mask { combined(with: other, ^) }

    /// The mask that keeps what this mask prunes.
    public var inverted: Mask { Mask.keepingAll(count).symmetricDifference(self) }

    /// Whether every weight that this mask keeps is kept by `other` too.
    public func isSubset(of other: Mask) -> Bool {
        precondition(count == other.count, "masks of \(count) and of \(other.count) weights cannot be compared")
        return zip(words, other.words).allSatisfy { $0 & ~$1 == 0 }
    }

    /// The Jaccard overlap of two masks: weights kept by both per weight kept by either; 1 if neither keeps any.
    ///
    /// Two random masks of density d overlap by d / (2 - d) on average, for large n.
    public func overlap(with other: Mask) -> Double {
        let either = union(other).keptCount
        return either == 0 ? 1 : Double(intersection(other).keptCount) / Double(either)
    }

    private func combined(with other: Mask, _ operation: (UInt64, UInt64) -> UInt64) -> Mask {
        precondition(count == other.count, "masks of \(count) and of \(other.count) weights cannot be combined")
        return Mask(count: count, words: zip(words, other.words).map(operation))
    }
}

extension Mask {
    /// Sets every pruned weight to `+0` and leaves the others as they are.
    ///
    /// - Parameter weights: shape `[n]`.
    /// - Complexity: O(n).
    public func apply(to weights: inout [Float]) {
        weights.withUnsafeMutableBufferPointer { apply(to: $0) }
    }

    /// Sets every pruned weight to `+0` and leaves the others as they are.
    ///
    /// - Parameter weights: shape `[n]`.
    /// - Complexity: O(n).
    public func apply(to weights: UnsafeMutableBufferPointer<Float>) {
        precondition(weights.count == count, "a mask of \(count) weights cannot be applied to \(weights.count)")
        for (position, word) in words.enumerated() where word != .max {
            let start = position << 6
            for offset in 0..<min(64, count - start) where word >> UInt64(offset) & 1 == 0 {
                weights[start + offset] = 0
            }
        }
    }

    /// The weights with every pruned one replaced by `+0`.
    public func applied(to weights: [Float]) -> [Float] {
        var masked = weights
        apply(to: &masked)
        return masked
    }
}
