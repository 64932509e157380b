extension Saliency {
    /// Wanda: |w_oi| · ‖x_i‖₂, the weight times the norm of what reaches it over all calibration inputs.
    ///
    /// Meant for pruning without retraining, and for scope `.perRow`: the norms compare weights of the same output.
    ///
    /// - Parameter inputs: n calibration examples.
    /// - Complexity: a forward pass over `inputs`.
    /// - Source: Sun, Liu, Bair, Kolter, "A Simple and Effective Pruning Approach for Large Language Models", 2024.
    public static func wanda(on inputs: Tensor) -> Saliency {
        Saliency("Wanda") { network in
            let outputs = network.activations(for: inputs)
            return network.layers.enumerated().flatMap { index, layer -> [[Float]] in
                guard layer.parameterShapes.contains(where: { $0.shape.count >= 2 }) else { return [] }
                let norms = layer.inputNorms(index == 0 ? inputs : outputs[index - 1])
                return [
                    network["\(layer.name).weight"].value.scalars.enumerated().map { position, weight in
                        abs(weight) * norms[position % norms.count]
                    }
                ]
            }
        }
    }
}

extension Layer {
    /// The Euclidean norm, over all examples, of what each weight of one output is multiplied by.
    fileprivate func inputNorms(_ inputs: Tensor) -> [Float] {
        switch self {
        case is Dense:
            let width = inputs.count / inputs.rowCount
            var sums = [Double](repeating: 0, count: width)
            for (index, value) in inputs.scalars.enumerated() { sums[index % width] += Double(value) * Double(value) }
            return sums.map { Float($0.squareRoot()) }
        default:
            preconditionFailure("Wanda is not defined for layer \(name)")
        }
    }
}
