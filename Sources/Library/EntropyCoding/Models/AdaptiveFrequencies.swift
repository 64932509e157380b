// n: size of the alphabet.

/// A model that starts with all symbols alike and counts those that come.
///
/// It needs no table beside the stream, and it follows symbols whose frequencies drift: whenever the counts reach their
/// limit, all are halved.
///
///     var model = AdaptiveFrequencies(alphabetSize: 3)
///     model.update(with: 1)
///     model.interval(of: 1).width   // 33, of 35
///
/// - Source: the tree of partial sums is from Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994.
public struct AdaptiveFrequencies: AdaptiveSymbolModel, Hashable, Sendable {
    /// What one occurrence adds to a count that begins at 1. With more than 1, the first symbols teach it faster.
    public static let increment: UInt32 = 32
    /// The counts are halved before their sum grows beyond this.
    public static let limit: UInt32 = 1 << 22

    private var counts: [UInt32]
    /// `tree[i]` is the sum of the counts of the `i & −i` symbols before `i`; shape `[n + 1]`.
    private var tree: [UInt32]
    /// The sum of all counts.
    public private(set) var total: UInt32

    /// A model that has seen nothing.
    ///
    /// - Parameter alphabetSize: n, in `1...65,536`.
    public init(alphabetSize: Int) {
        precondition((1...1 << 16).contains(alphabetSize), "An alphabet has 1...65,536 symbols, not \(alphabetSize)")
        counts = [UInt32](repeating: 1, count: alphabetSize)
        tree = []
        total = 0
        rebuild()
    }

    /// The share of `symbol`.
    ///
    /// - Complexity: O(log n).
    public func interval(of symbol: Int) -> SymbolInterval {
        var start: UInt32 = 0
        var node = symbol
        while node > 0 {
            start += tree[node]
            node &= node - 1
        }
        return SymbolInterval(start: start, width: counts[symbol])
    }

    /// The symbol that owns `number`.
    ///
    /// - Complexity: O(log n).
    public func symbol(owning number: UInt32) -> Int {
        precondition(number < total, "\(number) belongs to no symbol")
        var left = number
        var before = 0
        var step = 1 << (Int.bitWidth - 1 - counts.count.leadingZeroBitCount)
        while step > 0 {
            if before + step <= counts.count, tree[before + step] <= left {
                before += step
                left -= tree[before]
            }
            step >>= 1
        }
        return before
    }

    /// Counts one more `symbol`.
    ///
    /// - Complexity: O(log n), amortized.
    public mutating func update(with symbol: Int) {
        counts[symbol] += Self.increment
        total += Self.increment
        if total > Self.limit {
            for symbol in counts.indices { counts[symbol] = (counts[symbol] + 1) / 2 }
            return rebuild()
        }
        var node = symbol + 1
        while node < tree.count {
            tree[node] += Self.increment
            node += node & -node
        }
    }

    private mutating func rebuild() {
        tree = [0] + counts
        for node in 1..<tree.count where node + (node & -node) < tree.count {
            tree[node + (node & -node)] += tree[node]
        }
        total = counts.reduce(0, +)
    }
}
