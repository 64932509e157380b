/// A fully connected layer: y = x·Wᵀ + c, with weights W of shape `[o, i]` and biases c of shape `[o]`.
public struct Dense: Layer, Equatable {
    /// What its parameters' names begin with: `fc1` for `fc1.weight` and `fc1.bias`.
    public let name: String

    /// The number of inputs per example, i.
    public let inputs: Int

    /// The number of outputs per example, o.
    public let outputs: Int

    /// A layer from `inputs` to `outputs` numbers per example.
    public init(_ name: String, inputs: Int, outputs: Int) {
        precondition(inputs > 0 && outputs > 0, "a dense layer from \(inputs) to \(outputs)")
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
    }

    /// `weight`, shape `[o, i]`, and `bias`, shape `[o]`.
    public var parameterShapes: [ParameterShape] {
        [ParameterShape(name: "weight", shape: [outputs, inputs]), ParameterShape(name: "bias", shape: [outputs])]
    }

    /// `[o]`, for inputs of any shape with i scalars.
    public func outputShape(for inputShape: [Int]) -> [Int] {
        precondition(inputShape.reduce(1, *) == inputs, "\(name) takes \(inputs) inputs, not \(inputShape)")
        return [outputs]
    }

    /// y = x·Wᵀ + c.
    public func forward(_ buffers: LayerBuffers) {
        let biases = buffers.parameters + outputs * inputs
        for example in 0..<buffers.examples {
            (buffers.output + example * outputs).update(from: biases, count: outputs)
        }
        addProduct(
            Matrix(buffers.input, rows: buffers.examples, columns: inputs),
            Matrix(buffers.parameters, rows: outputs, columns: inputs).transposed,
            to: buffers.output)
    }

    /// ∂x = ∂y·W.
    public func propagate(_ buffers: LayerBuffers) {
        guard let outputGradient = buffers.outputGradient, let inputGradient = buffers.inputGradient else { return }
        setProduct(
            Matrix(outputGradient, rows: buffers.examples, columns: outputs),
            Matrix(buffers.parameters, rows: outputs, columns: inputs),
            in: inputGradient)
    }

    /// ∂W = ∂yᵀ·x and ∂c = Σ ∂y over the batch.
    public func differentiate(_ buffers: LayerBuffers, outputs range: Range<Int>) {
        guard let outputGradient = buffers.outputGradient, let gradient = buffers.parameterGradient else { return }
        setProduct(
            Matrix(outputGradient + range.lowerBound, rows: buffers.examples, columns: range.count, stride: outputs)
                .transposed,
            Matrix(buffers.input, rows: buffers.examples, columns: inputs),
            in: gradient + range.lowerBound * inputs)
        let biasGradient = gradient + outputs * inputs
        for output in range { biasGradient[output] = 0 }
        for example in 0..<buffers.examples {
            let row = outputGradient + example * outputs
            for output in range { biasGradient[output] += row[output] }
        }
    }
}
