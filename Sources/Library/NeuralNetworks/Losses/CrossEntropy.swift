import Glibc

/// Softmax cross-entropy: −log p of the right class, in nats, where p = softmax(outputs).
public struct CrossEntropy: Loss {
    /// The right class of each example.
    public let labels: [UInt8]

    /// The loss against `labels`.
    public init(_ labels: [UInt8]) {
        self.labels = labels
    }

    /// The number of labels.
    public var exampleCount: Int { labels.count }

    /// Σ −log pₗ with derivative p − onehot(l); large outputs neither overflow nor lose the sum.
    public func evaluate(outputs: Span<Float>, examples: Span<Int>, gradient: inout MutableSpan<Float>) -> Double {
        guard examples.count > 0 else { return 0 }
        let classes = outputs.count / examples.count
        var sum = 0.0
        for row in 0..<examples.count {
            let start = row * classes
            let label = Int(labels[examples[row]])
            precondition(label < classes, "label \(label) of example \(examples[row]) among \(classes) classes")
            let logSum = softmax(outputs.extracting(start..<start + classes), into: &gradient, at: start)
            sum += logSum - Double(outputs[start + label])
            gradient[start + label] -= 1
        }
        return sum
    }
}

/// Writes softmax(`row` / temperature) to `probabilities` from `start` on; returns log Σ exp(row / temperature).
///
/// The greatest element is subtracted first, so that no exponential overflows.
func softmax(
    _ row: Span<Float>, temperature: Float = 1, into probabilities: inout MutableSpan<Float>, at start: Int
) -> Double {
    var greatest = row[0]
    for index in 1..<row.count { greatest = max(greatest, row[index]) }
    var sum: Float = 0
    for index in 0..<row.count {
        let exponential = expf((row[index] - greatest) / temperature)
        probabilities[start + index] = exponential
        sum += exponential
    }
    for index in 0..<row.count { probabilities[start + index] /= sum }
    return Double(greatest / temperature) + log(Double(sum))
}
