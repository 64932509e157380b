// n: number of different symbols (the alphabet).

/// The cross-entropy of `p` coded with the model `q`, in bits per symbol: what a perfect coder spends on symbols that
/// follow `p` when it believes `q`.
///
///     crossEntropy(of: [0.5, 0.5], codedWith: [0.25, 0.75])   // 1.2075
///
/// It is infinite if `q` holds a symbol for impossible that `p` does not.
///
/// - Parameters:
///   - p: shape `[n]`, a distribution: each in `0...1`, with sum 1 to within 10⁻⁶.
///   - q: shape `[n]`, likewise.
/// - Complexity: O(n).
public func crossEntropy(of p: [Double], codedWith q: [Double]) -> Double {
    requireDistribution(p)
    requireDistribution(q)
    precondition(p.count == q.count, "Distributions over \(p.count) and \(q.count) symbols cannot be compared")
    var bits = 0.0
    for (p, q) in zip(p, q) where p > 0 { bits -= p * binaryLogarithm(q) }
    // `0 - 0` and not `-0`, so that the entropy of a certain event prints as 0.
    return bits + 0
}

/// The Kullback–Leibler divergence D(p ‖ q), in bits per symbol: what is lost by coding `p` with a code made for `q`.
///
/// It is zero exactly if the distributions are equal, and not symmetric.
///
///     klDivergence(of: [0.5, 0.5], from: [0.25, 0.75])   // 0.2075
///
/// - Parameters:
///   - p: shape `[n]`, a distribution: each in `0...1`, with sum 1 to within 10⁻⁶.
///   - q: shape `[n]`, likewise.
/// - Complexity: O(n).
/// - Source: Kullback, Leibler, "On Information and Sufficiency", 1951.
public func klDivergence(of p: [Double], from q: [Double]) -> Double {
    requireDistribution(p)
    requireDistribution(q)
    precondition(p.count == q.count, "Distributions over \(p.count) and \(q.count) symbols cannot be compared")
    var bits = 0.0
    for (p, q) in zip(p, q) where p > 0 {
        if q == 0 { return .infinity }
        bits += p * binaryLogarithm(p / q)
    }
    return bits
}

/// The cross-entropy, in bits per symbol, of a message with these counts under a model with these frequencies.
///
/// - Parameters:
///   - counts: shape `[n]`, how often each symbol occurs; none negative.
///   - frequencies: shape `[n]`, the model's share of each symbol, in any unit; none negative.
/// - Returns: 0 for an empty message, infinity if a symbol occurs that the model excludes.
/// - Complexity: O(n).
public func crossEntropy(ofCounts counts: [Int], codedWith frequencies: [Int]) -> Double {
    precondition(counts.count == frequencies.count, "Every symbol needs a count and a frequency")
    let total = Double(counts.reduce(0, +))
    let share = Double(frequencies.reduce(0, +))
    var bits = 0.0
    for (count, frequency) in zip(counts, frequencies) where count > 0 {
        if frequency == 0 { return .infinity }
        bits += Double(count) / total * binaryLogarithm(share / Double(frequency))
    }
    return bits
}

private func requireDistribution(_ probabilities: [Double]) {
    var sum = 0.0
    for probability in probabilities {
        precondition((0...1).contains(probability), "\(probability) is not a probability")
        sum += probability
    }
    precondition(abs(sum - 1) <= 1e-6, "Probabilities must have sum 1, not \(sum)")
}
