/// How a sparse tensor says where its non-zeros are, and what that costs.
public enum PatternOverhead: Hashable, Sendable {
    /// Positions are not stored: right for a dense tensor, a flattering omission for a sparse one.
    case notStored
    /// One bit per weight.
    case bitmask
    /// An index of `indexBits` bits per non-zero, and a pointer of `pointerBits` bits per row and one more:
    /// compressed sparse rows.
    case csr(rows: Int, indexBits: Int, pointerBits: Int = 32)
    /// The number of zeros since the last non-zero, in `indexBits` bits per entry.
    ///
    /// A gap too long for the field takes filler entries, each a zero that is stored with a value of its own; their
    /// value bits count as overhead.
    /// - Source: Han, Mao, Dally, "Deep Compression", 2016.
    case relativeIndices(bits: Int)
    /// The place of each non-zero within its group of `size` weights, in ⌈log₂ size⌉ bits: N:M sparsity.
    ///
    /// Right where every group has the same number of non-zeros, so that this number need not be stored.
    case groups(size: Int)
    /// The least that any code can need if every weight is zero independently of the others: the entropy of the
    /// density per weight.
    case entropyBound

    /// The bits for `kept` non-zeros among `count` weights that lie anywhere, all places equally likely.
    ///
    /// For `relativeIndices` this is the expected number, for gaps that follow a geometric distribution.
    ///
    /// - Parameter bitsPerValue: what a stored value costs, for the fillers of relative indices.
    public func bits(count: Int, kept: Int, bitsPerValue: Double) -> Double {
        precondition(kept >= 0 && kept <= count, "\(kept) of \(count) weights cannot be non-zero")
        switch self {
        case .notStored:
            return 0
        case .bitmask:
            return Double(count)
        case .csr(let rows, let indexBits, let pointerBits):
            precondition(
                rows > 0 && indexBits > 0 && pointerBits > 0, "CSR needs rows, index bits and pointer bits above 0")
            return Double(kept) * Double(indexBits) + Double(rows + 1) * Double(pointerBits)
        case .relativeIndices(let indexBits):
            guard kept > 0 else { return 0 }
            let zeros = 1 - Double(kept) / Double(count)
            let longGap = power(zeros, 1 << checked(indexBits))
            let fillers = Double(kept) * longGap / (1 - longGap)
            return relativeBits(indexBits: indexBits, kept: kept, fillers: fillers, bitsPerValue: bitsPerValue)
        case .groups(let size):
            precondition(size > 1, "a group has at least 2 weights; got \(size)")
            return Double(kept) * Double(Int.bitWidth - (size - 1).leadingZeroBitCount)
        case .entropyBound:
            return Double(count) * Sparsity(kept: kept, of: count).patternEntropy
        }
    }

    /// The bits for the positions that a mask keeps, fillers counted one by one.
    ///
    /// - Complexity: O(n / 64 + kept) for relative indices, else O(1).
    public func bits(of mask: Mask, bitsPerValue: Double) -> Double {
        guard case .relativeIndices(let indexBits) = self else {
            return bits(count: mask.count, kept: mask.keptCount, bitsPerValue: bitsPerValue)
        }
        return relativeBits(
            indexBits: indexBits, kept: mask.keptCount, fillers: Double(mask.fillerCount(indexBits: indexBits)),
            bitsPerValue: bitsPerValue)
    }

    private func relativeBits(indexBits: Int, kept: Int, fillers: Double, bitsPerValue: Double) -> Double {
        (Double(kept) + fillers) * Double(indexBits) + fillers * bitsPerValue
    }
}

extension Mask {
    /// The filler entries that relative indices of `indexBits` bits need: one for every `2^indexBits` zeros in a row
    /// before a kept weight.
    ///
    /// - Complexity: O(n / 64 + kept).
    public func fillerCount(indexBits: Int) -> Int {
        let span = 1 << checked(indexBits)
        var fillers = 0
        var next = 0
        forEachKept { index in
            fillers += (index - next) / span
            next = index + 1
        }
        return fillers
    }
}

private func checked(_ indexBits: Int) -> Int {
    precondition((1...32).contains(indexBits), "a relative index has 1 to 32 bits; got \(indexBits)")
    return indexBits
}

/// `base` to a positive integer power, by repeated squaring.
private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var rest = exponent
    while rest > 0 {
        if rest & 1 == 1 { result *= square }
        square *= square
        rest >>= 1
    }
    return result
}
