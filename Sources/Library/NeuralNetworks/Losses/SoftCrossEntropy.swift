/// Cross-entropy against soft targets q, in nats: −T²·Σ q·log p, where p = softmax(outputs / T).
///
/// The factor T² keeps the size of the gradient independent of the temperature T.
///
/// - Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", 2015, section 2.
public struct SoftCrossEntropy: Loss {
    /// A distribution over the classes for each example, shape `[n, classes]`; each row adds up to 1.
    public let targets: Tensor

    /// The temperature T, above 0.
    public let temperature: Float

    /// The loss against `targets`, shape `[n, classes]`, that were made at the same temperature.
    public init(_ targets: Tensor, temperature: Float = 1) {
        precondition(targets.shape.count == 2, "soft targets have shape [n, classes], not \(targets.shape)")
        precondition(temperature > 0, "temperature \(temperature)")
        self.targets = targets
        self.temperature = temperature
    }

    /// The number of rows of the targets.
    public var exampleCount: Int { targets.rowCount }

    /// −T²·Σ q·log p with derivative T·(p − q).
    public func evaluate(outputs: Span<Float>, examples: Span<Int>, gradient: inout MutableSpan<Float>) -> Double {
        guard examples.count > 0 else { return 0 }
        let classes = outputs.count / examples.count
        precondition(targets.shape[1] == classes, "targets for \(targets.shape[1]) classes, outputs for \(classes)")
        var sum = 0.0
        for row in 0..<examples.count {
            let (start, target) = (row * classes, examples[row] * classes)
            let logSum = softmax(
                outputs.extracting(start..<start + classes), temperature: temperature, into: &gradient, at: start)
            for index in 0..<classes {
                let probability = targets.scalars[target + index]
                // A target of 0 costs nothing, also where the output is −∞.
                if probability != 0 {
                    sum += Double(probability) * (logSum - Double(outputs[start + index] / temperature))
                }
                gradient[start + index] = temperature * (gradient[start + index] - probability)
            }
        }
        return sum * Double(temperature) * Double(temperature)
    }
}
