import EntropyCoding
import NeuralNetworks

/// What soft targets hold beyond the right class, and what they do not.
///
/// Entropy measures how soft the targets are, not what they tell: at a high temperature every target is close to
/// uniform, with the greatest entropy and no information about the input.
public struct DarkKnowledge: Hashable, Sendable {
    /// The mean entropy of the targets, in bits.
    public let meanEntropy: Double

    /// The mutual information between the example and a label drawn from its target, in bits: the entropy of the mean
    /// target minus the mean entropy.
    public let mutualInformation: Double

    /// The mean probability of all classes but the right one.
    public let wrongClassShare: Double

    /// The mean target of the examples of each class, shape `[classes][classes]`: which classes look alike to the
    /// teacher. A class without examples has a row of zeros.
    public let classSimilarity: [[Double]]

    /// Measures targets against the right classes of their examples.
    ///
    /// - Complexity: O(n · classes).
    public init(_ targets: SoftTargets, labels: [UInt8]) {
        precondition(
            labels.count == targets.count && !labels.isEmpty, "\(labels.count) labels, \(targets.count) targets")
        let classes = targets.classes
        var (entropies, wrong) = (0.0, 0.0)
        var mean = [Double](repeating: 0, count: classes)
        var similarity = [[Double]](repeating: mean, count: classes)
        var occurrences = [Int](repeating: 0, count: classes)
        for (example, label) in labels.enumerated() {
            let target = normalized(targets[example].map { Double($0) })
            entropies += entropy(ofProbabilities: target)
            wrong += 1 - target[Int(label)]
            occurrences[Int(label)] += 1
            for (index, probability) in target.enumerated() {
                mean[index] += probability
                similarity[Int(label)][index] += probability
            }
        }
        let count = Double(labels.count)
        meanEntropy = entropies / count
        mutualInformation = max(entropy(ofProbabilities: normalized(mean)) - entropies / count, 0)
        wrongClassShare = wrong / count
        classSimilarity = zip(similarity, occurrences).map { row, count in row.map { $0 / Double(max(count, 1)) } }
    }
}

extension Network {
    /// The share of `inputs` for which this network and another predict the same class, in `0...1`.
    ///
    /// - Parameter inputs: n examples, at least one.
    public func agreement(with other: Network, on inputs: Tensor) -> Double {
        let pairs = zip(predictions(for: inputs), other.predictions(for: inputs))
        return Double(pairs.filter { $0 == $1 }.count) / Double(inputs.rowCount)
    }
}

/// Floats that sum to 1 up to their rounding, as doubles that sum to 1.
func normalized(_ values: [Double]) -> [Double] {
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
}
