// n: size of the alphabet; M = 2^precision: sum of all frequencies.

/// A fixed model: frequencies that sum to a power of two, stored beside the stream that was coded with them.
///
///     let model = SymbolFrequencies(counts: [3, 1], precision: 2)
///     model.frequencies                  // [3, 1]
///     model.interval(of: 1)              // start 3, width 1
public struct SymbolFrequencies: SymbolModel, Hashable, Sendable {
    /// No model is finer: a table with an entry for each of M numbers must stay small.
    public static let largestPrecision = 20
    /// No alphabet is larger: what two bytes can tell apart.
    public static let largestAlphabet = 1 << 16

    /// The frequency of each symbol, shape `[n]`: with sum 2^precision, or all 0.
    public let frequencies: [Int]
    /// The base-2 logarithm of the sum of all frequencies.
    public let precision: Int
    /// The sum of the frequencies before each symbol, shape `[n + 1]`.
    private let starts: [UInt32]
    /// For each 256th of the numbers, the symbol that owns its first one; shape `[257]`.
    private let guide: [UInt16]

    /// The model with these frequencies.
    ///
    /// - Parameter frequencies: shape `[n]`, n ≤ 65,536; none negative, with a sum of 2^p for a p in `0...20`.
    public init(frequencies: [Int]) {
        let total = frequencies.reduce(0, +)
        precondition(frequencies.count <= Self.largestAlphabet, "An alphabet has at most 65,536 symbols")
        precondition(frequencies.allSatisfy { $0 >= 0 }, "Frequencies are not negative")
        precondition(total > 0 && total & (total - 1) == 0, "Frequencies must sum to a power of two, not \(total)")
        precondition(total <= 1 << Self.largestPrecision, "Frequencies must sum to at most 2^20, not \(total)")
        self.init(checked: frequencies, precision: total.trailingZeroBitCount)
    }

    init(checked frequencies: [Int], precision: Int) {
        self.frequencies = frequencies
        self.precision = precision
        var starts: [UInt32] = [0]
        starts.reserveCapacity(frequencies.count + 1)
        var start: UInt32 = 0
        for frequency in frequencies {
            start += UInt32(frequency)
            starts.append(start)
        }
        self.starts = starts
        var symbol = 0
        guide = (0...256).map { part in
            let number = UInt32((part << precision) >> 8)
            while symbol + 1 < frequencies.count, starts[symbol + 1] <= number { symbol += 1 }
            return UInt16(symbol)
        }
    }

    /// The size of the alphabet, n, symbols that never occur included.
    public var alphabetSize: Int { frequencies.count }

    /// 2^precision.
    public var total: UInt32 { 1 << UInt32(precision) }

    /// The share of `symbol`.
    ///
    /// - Complexity: O(1).
    public func interval(of symbol: Int) -> SymbolInterval {
        precondition(frequencies[symbol] > 0, "Symbol \(symbol) has no probability in this model")
        return SymbolInterval(start: starts[symbol], width: UInt32(frequencies[symbol]))
    }

    /// The symbol that owns `number`.
    ///
    /// - Complexity: O(log n).
    public func symbol(owning number: UInt32) -> Int {
        precondition(number < total, "\(number) belongs to no symbol")
        // The last symbol that starts at or before the number; those that never occur own nothing and come before it.
        let part = (Int(number) << 8) >> precision
        var low = Int(guide[part])
        var high = Int(guide[part + 1]) + 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= number { low = middle } else { high = middle }
        }
        return low
    }

    /// What a perfect coder spends with this model, in bits per symbol, on messages with these counts.
    ///
    /// - Parameter counts: shape `[n]`.
    public func crossEntropy(ofCounts counts: [Int]) -> Double {
        EntropyCoding.crossEntropy(ofCounts: counts, codedWith: frequencies)
    }
}
