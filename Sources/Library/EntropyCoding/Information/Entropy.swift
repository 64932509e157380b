// n: number of different symbols (the alphabet); N: number of symbols in a message.

/// The Shannon entropy of a message, in bits per symbol: no code that gives each symbol its own probability is shorter
/// on average.
///
///     entropy(of: [0, 0, 1, 2])   // 1.5
///
/// An empty message has entropy 0.
///
/// - Complexity: O(N) expected time, O(n) memory.
/// - Source: Shannon, "A Mathematical Theory of Communication", 1948.
public func entropy<Symbols: Sequence>(of symbols: Symbols) -> Double where Symbols.Element: Hashable {
    var counts: [Symbols.Element: Int] = [:]
    for symbol in symbols { counts[symbol, default: 0] += 1 }
    // A dictionary's order changes from run to run, and with it the last bit of a sum.
    return entropy(ofCounts: counts.values.sorted())
}

/// The Shannon entropy, in bits per symbol, of a message in which symbol `i` occurs `counts[i]` times.
///
///     entropy(ofCounts: [2, 1, 1])   // 1.5
///
/// Symbols that do not occur change nothing; a message of no symbols has entropy 0.
///
/// - Parameter counts: shape `[n]`, none negative.
/// - Complexity: O(n).
public func entropy(ofCounts counts: [Int]) -> Double {
    let total = Double(counts.reduce(0, +))
    var bits = 0.0
    for count in counts {
        precondition(count >= 0, "A symbol cannot occur \(count) times")
        if count > 0 { bits += Double(count) / total * binaryLogarithm(total / Double(count)) }
    }
    return bits
}

/// The Shannon entropy of a probability distribution, in bits per symbol.
///
/// - Parameter probabilities: shape `[n]`, each in `0...1`, with sum 1 to within 10⁻⁶.
/// - Complexity: O(n).
public func entropy(ofProbabilities probabilities: [Double]) -> Double {
    crossEntropy(of: probabilities, codedWith: probabilities)
}

/// The entropy H(p) of a choice between two symbols with probabilities `p` and 1 − `p`, in bits.
///
/// It is the least average cost of a pruning mask of density `p`, per weight.
///
///     binaryEntropy(0.1)   // 0.469
///
/// - Parameter p: in `0...1`.
public func binaryEntropy(_ p: Double) -> Double {
    precondition((0...1).contains(p), "\(p) is not a probability")
    if p == 0 || p == 1 { return 0 }
    return -p * binaryLogarithm(p) - (1 - p) * binaryLogarithm(1 - p)
}

/// How often each symbol of the alphabet `0 ..< alphabetSize` occurs.
///
///     counts(of: [0, 2, 2], alphabetSize: 3)   // [1, 0, 2]
///
/// - Parameters:
///   - symbols: shape `[N]`, each in `0 ..< alphabetSize`.
///   - alphabetSize: n; when left out, one more than the largest symbol.
/// - Complexity: O(N + n).
@specialized(where Symbol == UInt8)
@specialized(where Symbol == UInt16)
@specialized(where Symbol == Int)
public func counts<Symbol: FixedWidthInteger>(of symbols: [Symbol], alphabetSize: Int? = nil) -> [Int] {
    let size = alphabetSize ?? symbols.max().map { Int($0) + 1 } ?? 0
    var counts = [Int](repeating: 0, count: size)
    for symbol in symbols { counts[Int(symbol)] += 1 }
    return counts
}
