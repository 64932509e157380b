/// The mean over an example's outputs of (output − target)².
public struct MeanSquaredError: Loss {
    /// The target of each example, shape `[n, …]` with as many scalars per row as the network has outputs.
    public let targets: Tensor

    /// The loss against `targets`, shape `[n, …]`.
    public init(_ targets: Tensor) {
        self.targets = targets
    }

    /// The number of rows of the targets.
    public var exampleCount: Int { targets.rowCount }

    /// Σ mean (y − t)² with derivative 2 (y − t) / o.
    public func evaluate(outputs: Span<Float>, examples: Span<Int>, gradient: inout MutableSpan<Float>) -> Double {
        guard examples.count > 0 else { return 0 }
        let width = outputs.count / examples.count
        precondition(targets.count == targets.rowCount * width, "targets \(targets.shape) for \(width) outputs")
        var sum = 0.0
        for row in 0..<examples.count {
            for column in 0..<width {
                let index = row * width + column
                let difference = outputs[index] - targets.scalars[examples[row] * width + column]
                gradient[index] = 2 * difference / Float(width)
                sum += Double(difference) * Double(difference)
            }
        }
        return sum / Double(width)
    }
}
