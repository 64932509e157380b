extension Saliency {
    /// Wanda: |w_oi| · ‖x_i‖₂, the weight times the norm of what reaches it over all calibration inputs.
    ///
    /// For a convolution x_i runs over all pixels that a place of the kernel covers, padding left out.
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
        case let convolution as Convolution:
            return convolution.patchNorms(inputs)
        default:
            preconditionFailure("Wanda is not defined for layer \(name)")
        }
    }
}

extension Convolution {
    /// The norm of what each place of the kernel is multiplied by, shape `[C, K, K]`.
    ///
    /// - Parameter inputs: shape `[n, C, H, W]`.
    fileprivate func patchNorms(_ inputs: Tensor) -> [Float] {
        let (height, width) = (inputs.shape[2], inputs.shape[3])
        var sums = [Double](repeating: 0, count: self.inputs * kernel * kernel)
        for image in 0..<inputs.rowCount {
            for channel in 0..<self.inputs {
                let start = (image * self.inputs + channel) * height * width
                for (place, position) in kernelPlaces.enumerated() {
                    let rows = covered(height, from: position.row)
                    let columns = covered(width, from: position.column)
                    for row in rows {
                        for column in columns {
                            let value = Double(inputs.scalars[start + row * width + column])
                            sums[channel * kernel * kernel + place] += value * value
                        }
                    }
                }
            }
        }
        return sums.map { Float($0.squareRoot()) }
    }

    private var kernelPlaces: [(row: Int, column: Int)] {
        (0..<kernel).flatMap { row in (0..<kernel).map { (row, $0) } }
    }

    /// The pixels of an extent that a place of the kernel meets as the kernel moves over the padded image.
    private func covered(_ extent: Int, from place: Int) -> Range<Int> {
        let first = max(place - padding, 0)
        return first..<max(min(extent + padding - kernel + place + 1, extent), first)
    }
}
