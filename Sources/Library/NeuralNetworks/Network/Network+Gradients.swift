extension Network {
    /// The gradient of the mean of `loss` over `inputs` by each parameter, in the order and shapes of `parameters`.
    ///
    /// Pruned scalars have a gradient too: what the loss would do if they came back.
    ///
    /// - Parameter inputs: n examples, shape `[n, …]`, one row per target of the loss.
    /// - Complexity: three times the multiplications of the forward pass; memory for 500 examples at a time.
    public func gradients(of loss: some Loss, on inputs: Tensor) -> [Tensor] {
        precondition(inputs.rowCount == loss.exampleCount, "\(inputs.rowCount) inputs, \(loss.exampleCount) targets")
        let width = inputShape.reduce(1, *)
        precondition(inputs.count == inputs.rowCount * width, "inputs of shape \(inputs.shape) for \(inputShape)")
        let workspace = Workspace(self, capacity: min(500, inputs.rowCount), gradients: true)
        var sums = [Double](repeating: 0, count: parameterCount)
        for start in stride(from: 0, to: inputs.rowCount, by: 500) {
            let rows = start..<min(start + 500, inputs.rowCount)
            inputs.scalars.withUnsafeBufferPointer { scalars in
                guard let first = scalars.baseAddress else { return }
                workspace.input.update(from: first + start * width, count: rows.count * width)
            }
            workspace.forward(0..<rows.count)
            _ = evaluateLoss(
                loss, output: workspace.output, examples: Array(rows), gradient: workspace.outputGradient)
            workspace.propagate(0..<rows.count)
            workspace.differentiate(examples: rows.count)
            for index in sums.indices { sums[index] += Double(workspace.gradients.start[index]) }
        }
        var position = 0
        return parameters.map { parameter in
            let slice = sums[position..<position + parameter.value.count]
            position += parameter.value.count
            return Tensor(shape: parameter.value.shape, scalars: slice.map { Float($0 / Double(inputs.rowCount)) })
        }
    }
}
