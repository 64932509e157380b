extension Network {
    /// The outputs for `inputs`, before any softmax: shape `[n]` + `outputShape`.
    ///
    /// - Parameter inputs: n examples, shape `[n, …]` with as many scalars per example as `inputShape`.
    /// - Complexity: one multiplication per example and weight of a dense layer; memory for 500 examples at a time.
    public func outputs(for inputs: Tensor) -> Tensor {
        var scalars: [Float] = []
        scalars.reserveCapacity(inputs.rowCount * outputShape.reduce(1, *))
        forEachBatch(of: inputs, size: 500) { workspace, rows in
            let output = workspace.output
            scalars.append(contentsOf: UnsafeBufferPointer(start: output.start, count: rows.count * output.width))
        }
        return Tensor(shape: [inputs.rowCount] + outputShape, scalars: scalars)
    }

    /// The output of every layer for `inputs`, in order; the input of layer `k > 0` is element `k − 1`.
    ///
    /// - Parameter inputs: n examples, shape `[n, …]`.
    /// - Returns: a tensor of shape `[n]` + the layer's output shape for each layer.
    public func activations(for inputs: Tensor) -> [Tensor] {
        var scalars = [[Float]](repeating: [], count: layers.count)
        forEachBatch(of: inputs, size: 500) { workspace, rows in
            for layer in layers.indices {
                let output = workspace.activation(layer + 1)
                scalars[layer].append(
                    contentsOf: UnsafeBufferPointer(start: output.start, count: rows.count * output.width))
            }
        }
        return zip(shapes.dropFirst(), scalars).map { Tensor(shape: [inputs.rowCount] + $0, scalars: $1) }
    }

    /// The class with the greatest output for each of `inputs`; the first one where several are equal.
    ///
    /// For networks of at most 256 outputs.
    public func predictions(for inputs: Tensor) -> [UInt8] {
        let outputs = outputs(for: inputs)
        return (0..<outputs.rowCount).map { UInt8(indexOfGreatest(outputs.row($0))) }
    }

    /// The fraction of `data` whose class is predicted correctly, in `0...1`.
    public func accuracy(on data: LabeledImages) -> Double {
        evaluate(on: data).accuracy
    }

    /// Accuracy and mean cross-entropy on `data`.
    public func evaluate(on data: LabeledImages) -> Evaluation {
        evaluate(inputs: data.images, labels: data.labels)
    }

    /// Accuracy and mean cross-entropy on `inputs`, shape `[n, …]`, with their right classes.
    public func evaluate(inputs: Tensor, labels: [UInt8]) -> Evaluation {
        precondition(inputs.rowCount == labels.count, "\(inputs.rowCount) inputs with \(labels.count) labels")
        var (correct, sum) = (0, 0.0)
        let loss = CrossEntropy(labels)
        let gradient = Block(count: 500 * outputShape.reduce(1, *))
        forEachBatch(of: inputs, size: 500) { workspace, rows in
            let output = workspace.output
            for row in rows {
                let scores = UnsafeBufferPointer(
                    start: output.start + (row - rows.lowerBound) * output.width, count: output.width)
                if indexOfGreatest(scores) == Int(labels[row]) { correct += 1 }
            }
            sum += evaluateLoss(loss, output: output, examples: Array(rows), gradient: gradient.start)
        }
        return Evaluation(correct: correct, count: labels.count, meanLoss: sum / Double(labels.count))
    }

    /// The mean of `loss` over `inputs`, shape `[n, …]`, one row per target of the loss.
    public func meanLoss(of loss: some Loss, on inputs: Tensor) -> Double {
        precondition(inputs.rowCount == loss.exampleCount, "\(inputs.rowCount) inputs, \(loss.exampleCount) targets")
        var sum = 0.0
        let gradient = Block(count: 500 * outputShape.reduce(1, *))
        forEachBatch(of: inputs, size: 500) { workspace, rows in
            sum += evaluateLoss(loss, output: workspace.output, examples: Array(rows), gradient: gradient.start)
        }
        return sum / Double(inputs.rowCount)
    }

    /// Runs the network forward on `inputs`, `size` rows at a time.
    private func forEachBatch(of inputs: Tensor, size: Int, _ body: (Workspace, Range<Int>) -> Void) {
        let width = inputShape.reduce(1, *)
        precondition(inputs.count == inputs.rowCount * width, "inputs of shape \(inputs.shape) for \(inputShape)")
        let workspace = Workspace(self, capacity: min(size, inputs.rowCount), gradients: false)
        inputs.scalars.withUnsafeBufferPointer { scalars in
            guard let first = scalars.baseAddress else { return }
            for start in stride(from: 0, to: inputs.rowCount, by: size) {
                let rows = start..<min(start + size, inputs.rowCount)
                workspace.input.update(from: first + start * width, count: rows.count * width)
                workspace.forward(0..<rows.count)
                body(workspace, rows)
            }
        }
    }
}

/// How well a network does on labelled examples.
public struct Evaluation: Sendable, Equatable {
    /// The number of examples whose class was predicted correctly.
    public let correct: Int

    /// The number of examples.
    public let count: Int

    /// The mean cross-entropy in nats.
    public let meanLoss: Double

    /// The fraction predicted correctly, in `0...1`.
    public var accuracy: Double { Double(correct) / Double(count) }
}

/// The index of the greatest of `scores`, relative to the first; the first one where several are equal.
private func indexOfGreatest(_ scores: some RandomAccessCollection<Float>) -> Int {
    var (best, bestIndex) = (-Float.infinity, 0)
    for (index, score) in scores.enumerated() where score > best { (best, bestIndex) = (score, index) }
    return bestIndex
}

/// Calls `loss` on outputs in memory.
func evaluateLoss(
    _ loss: any Loss, output: (start: UnsafeMutablePointer<Float>, width: Int), examples: [Int],
    gradient: UnsafeMutablePointer<Float>
) -> Double {
    examples.withUnsafeBufferPointer { evaluateLoss(loss, output: output, examples: $0, gradient: gradient) }
}

/// Calls `loss` on outputs in memory.
func evaluateLoss(
    _ loss: any Loss, output: (start: UnsafeMutablePointer<Float>, width: Int), examples: UnsafeBufferPointer<Int>,
    gradient: UnsafeMutablePointer<Float>
) -> Double {
    let count = examples.count * output.width
    let outputs = UnsafeBufferPointer(start: output.start, count: count)
    var span = UnsafeMutableBufferPointer(start: gradient, count: count).mutableSpan
    return loss.evaluate(outputs: outputs.span, examples: examples.span, gradient: &span)
}
