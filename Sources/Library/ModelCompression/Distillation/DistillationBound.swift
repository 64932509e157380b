import NeuralNetworks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How much a student can lose against its teacher, each term measured on a sample.
///
/// The risk of a network is R = E[1 − p(y|x)], the error of a label drawn from its softmax at temperature 1. For every
/// x and y, the teacher's p(y) exceeds the student's by at most their total variation TV, and TV ≤ √(KL / 2)
/// (Pinsker, KL in nats), so that
///
///     R(student) − R(teacher) ≤ E[TV] ≤ √(E[KL] / 2).
///
/// Of a sample of n inputs drawn after the teacher was fixed, and a class of students whose functions x ↦ TV have
/// Rademacher complexity Rad, with probability 1 − δ for every student at once:
///
///     R(student) ≤ R(teacher) + √(mean KL / 2) + 2·Rad + √(ln(1/δ) / 2n).
///
/// It compares a student with a teacher, never with a student that learned from labels: it does not explain why soft
/// labels help.
///
/// - Source: Pinsker's inequality; uniform convergence after Bartlett and Mendelson, 2002.
public struct DistillationBound: Hashable, Sendable {
    /// R(teacher) on the sample; margin by Hoeffding's inequality, at confidence 1 − δ.
    public let teacherRisk: Estimate

    /// R(student) on the sample; margin by Hoeffding's inequality, at confidence 1 − δ.
    public let studentRisk: Estimate

    /// The mean total variation between teacher and student; margin by Hoeffding's inequality.
    public let meanTotalVariation: Estimate

    /// The mean KL(teacher ‖ student) in nats. It is not bounded, so its margin is 1.96 standard errors.
    public let meanDivergence: Estimate

    /// √(ln(1/δ) / 2n), the term for the confidence.
    public let confidenceTerm: Double

    /// √(mean KL / 2).
    public var pinskerTerm: Double { (meanDivergence.value / 2).squareRoot() }

    /// R(student) − R(teacher) on the sample, at most `meanTotalVariation`, at most `pinskerTerm`.
    public var riskGap: Double { studentRisk.value - teacherRisk.value }

    /// The right side of the inequality, for a class of students of this complexity.
    ///
    /// - Parameter complexity: the Rademacher complexity of the functions x ↦ TV(teacher, student) of the class.
    public func studentRiskBound(complexity: Double) -> Double {
        teacherRisk.value + pinskerTerm + 2 * complexity + confidenceTerm
    }

    /// Measures two networks on labelled examples that neither the teacher nor the bound has seen before.
    ///
    /// - Parameters:
    ///   - inputs: n examples, at least two.
    ///   - labels: the class of each.
    ///   - delta: δ, the probability that a margin or the bound fails, in `0..<1` and above 0.
    public init(teacher: Network, student: Network, on inputs: Tensor, labels: [UInt8], delta: Double = 0.05) {
        precondition(
            labels.count == inputs.rowCount && labels.count > 1, "\(labels.count) labels, \(inputs.rowCount) inputs")
        precondition(delta > 0 && delta < 1, "a probability of failure within 0...1; got \(delta)")
        let (teacherOutputs, studentOutputs) = (teacher.outputs(for: inputs), student.outputs(for: inputs))
        var (teacherRisks, studentRisks) = (0.0, 0.0)
        var variations = 0.0
        var divergences: [Double] = []
        for (example, label) in labels.enumerated() {
            let expected = logSoftmax(teacherOutputs.row(example))
            let given = logSoftmax(studentOutputs.row(example))
            teacherRisks += 1 - exp(expected[Int(label)])
            studentRisks += 1 - exp(given[Int(label)])
            variations += zip(expected, given).reduce(0) { $0 + abs(exp($1.0) - exp($1.1)) } / 2
            divergences.append(max(zip(expected, given).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }, 0))
        }
        let count = Double(labels.count)
        // Two-sided for the risks, so that they may be compared either way; one-sided in the bound.
        let hoeffding = (log(2 / delta) / (2 * count)).squareRoot()
        teacherRisk = Estimate(teacherRisks / count, margin: hoeffding)
        studentRisk = Estimate(studentRisks / count, margin: hoeffding)
        meanTotalVariation = Estimate(variations / count, margin: hoeffding)
        meanDivergence = Estimate(meanOf: divergences)
        confidenceTerm = (log(1 / delta) / (2 * count)).squareRoot()
    }
}

/// The logarithms of softmax(z); finite where the probabilities themselves are too small for a number.
private func logSoftmax(_ logits: ArraySlice<Float>) -> [Double] {
    let greatest = Double(logits.max() ?? 0)
    let logSum = log(logits.reduce(0.0) { $0 + exp(Double($1) - greatest) })
    return logits.map { Double($0) - greatest - logSum }
}
