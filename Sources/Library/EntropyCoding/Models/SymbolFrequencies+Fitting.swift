extension SymbolFrequencies {
    /// The model for messages in which symbol `i` occurs `counts[i]` times.
    ///
    /// Every symbol that occurs gets a frequency of at least 1, and the others a share of M as near to its count's as
    /// whole numbers allow (Webster's method of apportionment). That is, but for rounding in the last unit, the choice
    /// with least cross-entropy: the next unit belongs to the symbol that gains most by it, and count × log((f + 1)/f)
    /// is about count / (f + ½).
    ///
    /// - Parameters:
    ///   - counts: shape `[n]`, n ≤ 65,536; none negative, with sum below 2⁵³. Without any symbol there is a model too,
    ///     which can code the empty message only.
    ///   - precision: the base-2 logarithm of M, in `0...20`, with M at least the number of symbols that occur; when
    ///     left out, the least from 12 on with which a message costs at most 0.05 % more than its entropy, or 20.
    /// - Complexity: O(n) for a given precision.
    public init(counts: [Int], precision: Int? = nil) {
        let used = counts.count { $0 > 0 }
        precondition(counts.count <= Self.largestAlphabet, "An alphabet has at most 65,536 symbols")
        precondition(counts.allSatisfy { $0 >= 0 }, "A symbol cannot occur less than 0 times")
        if let precision {
            precondition((0...Self.largestPrecision).contains(precision), "Precision must be in 0...20")
            precondition(used <= 1 << precision, "\(used) symbols cannot share \(1 << precision) numbers")
            self.init(checked: Self.apportioned(counts, total: 1 << precision), precision: precision)
            return
        }
        let limit = entropy(ofCounts: counts) * 1.0005
        var candidate = 12
        while used > 1 << candidate { candidate += 1 }
        var model = Self(checked: Self.apportioned(counts, total: 1 << candidate), precision: candidate)
        while candidate < Self.largestPrecision, model.crossEntropy(ofCounts: counts) > limit {
            candidate += 1
            model = Self(checked: Self.apportioned(counts, total: 1 << candidate), precision: candidate)
        }
        self = model
    }

    /// Whole numbers in proportion to `counts` with sum `total`, at least 1 for every count above 0.
    private static func apportioned(_ counts: [Int], total: Int) -> [Int] {
        guard counts.contains(where: { $0 > 0 }) else { return counts }
        func shares(_ scale: Double) -> [Int] {
            counts.map { $0 == 0 ? 0 : max(1, Int(Double($0) * scale + 0.5)) }
        }
        // The sum of rounded shares grows with the scale: halve the bracket until no number lies between.
        var low = 0.0
        var high = Double(total)
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { break }
            if shares(middle).reduce(0, +) <= total { low = middle } else { high = middle }
        }
        // Symbols with equal counts step up together; the first of them take what is left.
        var result = shares(low)
        var left = total - result.reduce(0, +)
        for (symbol, share) in shares(high).enumerated() where left > 0 && share > result[symbol] {
            let added = min(left, share - result[symbol])
            result[symbol] += added
            left -= added
        }
        return result
    }
}
