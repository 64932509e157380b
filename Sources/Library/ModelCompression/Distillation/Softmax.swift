#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The probabilities exp(z/T) / Σ exp(z/T) of logits z at temperature T.
///
/// The greatest logit is subtracted first, so that no logit, however large, overflows.
///
///     softmax([5, 2, 1, 0], temperature: 4)   // [0.470, 0.222, 0.173, 0.135]
///
/// - Parameters:
///   - logits: shape `[classes]`, not empty, finite.
///   - temperature: above 0; 1 is the plain softmax, greater is softer.
/// - Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", 2015.
public func softmax(_ logits: [Float], temperature: Double = 1) -> [Float] {
    precondition(temperature > 0, "a temperature is above 0; got \(temperature)")
    guard let greatest = logits.max() else { preconditionFailure("softmax of no logits") }
    let exponentials = logits.map { exp((Double($0) - Double(greatest)) / temperature) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { Float($0 / sum) }
}
