import NeuralNetworks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// α · cross-entropy + (1 − α) · T² · KL(teacher ‖ student), both softmaxes of the second term at temperature T.
///
/// The gradient of the divergence by a logit is (q − p) / T, and q − p itself shrinks like 1 / T: without the factor T²
/// a soft teacher would hardly be heard. With it, both terms keep their balance at every temperature.
///
/// - Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", 2015.
public struct DistillationLoss: Loss {
    /// What the teacher says.
    public let targets: SoftTargets

    /// The right classes; empty if they are not used.
    public let labels: [UInt8]

    /// α, the share of the cross-entropy with the right classes, in `0...1`.
    public let hardShare: Double

    /// The loss against soft targets and labels.
    ///
    /// - Parameters:
    ///   - labels: one for each target.
    ///   - hardShare: α in `0...1`.
    public init(_ targets: SoftTargets, labels: [UInt8], hardShare: Double) {
        precondition((0...1).contains(hardShare), "the share of hard labels lies in 0...1; got \(hardShare)")
        precondition(
            labels.count == targets.count || (labels.isEmpty && hardShare == 0),
            "\(labels.count) labels for \(targets.count) soft targets")
        precondition(labels.allSatisfy { Int($0) < targets.classes }, "a label outside of \(targets.classes) classes")
        self.targets = targets
        self.labels = labels
        self.hardShare = hardShare
    }

    /// The loss against soft targets alone: the transfer set needs no labels.
    public init(_ targets: SoftTargets) { self.init(targets, labels: [], hardShare: 0) }

    /// The number of soft targets.
    public var exampleCount: Int { targets.count }

    /// The sum over `examples`, in nats; the gradient by logit z is α·(q₁ − e) + (1 − α)·T·(q_T − p_T).
    public func evaluate(outputs: Span<Float>, examples: Span<Int>, gradient: inout MutableSpan<Float>) -> Double {
        let classes = targets.classes
        precondition(outputs.count == examples.count * classes, "outputs for other than \(classes) classes")
        let temperature = targets.temperature
        let softShare = 1 - hardShare
        var sum = 0.0
        for row in 0..<examples.count {
            let start = row * classes
            let logits = outputs.extracting(start..<start + classes)
            let target = examples[row] * classes
            let (softGreatest, softLogSum) = logSumOfExponentials(logits, temperature: temperature)
            for index in 0..<classes {
                let logProbability = (Double(logits[index]) - softGreatest) / temperature - softLogSum
                let expected = Double(targets.probabilities.scalars[target + index])
                if expected > 0 {
                    sum += softShare * temperature * temperature * expected * (log(expected) - logProbability)
                }
                gradient[start + index] = Float(softShare * temperature * (exp(logProbability) - expected))
            }
            guard hardShare > 0 else { continue }
            let label = Int(labels[examples[row]])
            let (greatest, logSum) = logSumOfExponentials(logits, temperature: 1)
            for index in 0..<classes {
                let logProbability = Double(logits[index]) - greatest - logSum
                if index == label { sum -= hardShare * logProbability }
                gradient[start + index] += Float(hardShare * (exp(logProbability) - (index == label ? 1 : 0)))
            }
        }
        return sum
    }
}

/// The greatest logit, and the logarithm of Σ exp((z − greatest) / T).
private func logSumOfExponentials(_ logits: Span<Float>, temperature: Double) -> (greatest: Double, logSum: Double) {
    var greatest = -Double.infinity
    for index in 0..<logits.count { greatest = max(greatest, Double(logits[index])) }
    var sum = 0.0
    for index in 0..<logits.count { sum += exp((Double(logits[index]) - greatest) / temperature) }
    return (greatest, log(sum))
}
