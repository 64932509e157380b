/// The memory of a network at work on batches: parameters, activations and gradients, allocated once.
///
/// Every layer's numbers lie in one block of floats each, so that a step allocates nothing. `LayerBuffers` of any part
/// of the batch point into these blocks.
final class Workspace {
    let layers: [any Layer]
    let capacity: Int

    /// All parameters, one after another.
    let parameters: Block<Float>
    /// Where the parameters of each layer lie.
    let blocks: [[ParameterBlock]]
    /// The parameters' gradients, as `parameters`.
    let gradients: Block<Float>

    /// One parameter among all: the floats of output k are `start + k · countPerOutput` and those after it.
    struct ParameterBlock {
        let start: Int
        let outputs: Int
        let countPerOutput: Int
    }

    private let inputShapes: [[Int]]
    private let widths: [Int]
    private let activations: [Block<Float>]
    private let activationGradients: [Block<Float>]
    private let scratch: [Block<Float>]
    private let scratchWidths: [Int]
    private let hasGradients: Bool

    /// Room for `capacity` examples; without `gradients`, for the forward pass only.
    init(_ network: Network, capacity: Int, gradients hasGradients: Bool) {
        self.hasGradients = hasGradients
        let shapes = network.shapes
        layers = network.layers
        self.capacity = capacity
        inputShapes = shapes
        widths = shapes.map { $0.reduce(1, *) }
        scratchWidths = zip(network.layers, shapes).map { $0.scratchCount(for: $1) }
        var count = 0
        blocks = network.layers.map { layer in
            layer.parameterShapes.map { shape in
                defer { count += shape.count }
                return ParameterBlock(
                    start: count, outputs: shape.shape[0], countPerOutput: shape.count / shape.shape[0])
            }
        }
        parameters = Block(count: count)
        gradients = Block(count: hasGradients ? count : 0)
        activations = widths.map { Block(count: $0 * capacity) }
        activationGradients = widths.enumerated().map { Block(count: hasGradients && $0 > 0 ? $1 * capacity : 0) }
        scratch = scratchWidths.map { Block(count: $0 * capacity) }
        load(network)
    }

    /// The input of the batch, one row per example, to be filled before `forward`.
    var input: UnsafeMutablePointer<Float> { activations[0].start }

    /// The output of each layer; element 0 is the input of the network.
    func activation(_ index: Int) -> (start: UnsafeMutablePointer<Float>, width: Int) {
        (activations[index].start, widths[index])
    }

    /// The output of the network.
    var output: (start: UnsafeMutablePointer<Float>, width: Int) { activation(layers.count) }

    /// The derivative of the loss by the output of the network.
    var outputGradient: UnsafeMutablePointer<Float> { activationGradients[layers.count].start }

    /// Takes the parameters of `network`.
    func load(_ network: Network) {
        network.checkParameters()
        var position = parameters.start
        for parameter in network.parameters {
            parameter.value.scalars.withUnsafeBufferPointer { values in
                guard let first = values.baseAddress else { return }
                position.update(from: first, count: values.count)
            }
            position += parameter.value.count
        }
    }

    /// Writes the parameters to `network`.
    func store(to network: inout Network) {
        var position = 0
        for index in network.parameters.indices {
            let count = network.parameters[index].value.count
            network.parameters[index].value.scalars = parameters.array(position..<position + count)
            position += count
        }
    }

    /// Computes all layers for the examples in `rows` of the batch.
    func forward(_ rows: Range<Int>) {
        for index in layers.indices {
            layers[index].forward(buffers(layer: index, rows: rows))
        }
    }

    /// Carries `outputGradient` back through all layers for the examples in `rows` of the batch.
    func propagate(_ rows: Range<Int>) {
        for index in layers.indices.dropFirst().reversed() {
            layers[index].propagate(buffers(layer: index, rows: rows))
        }
    }

    /// Computes the gradient of the parameters of layer `index`, for a range of its outputs.
    func differentiate(layer index: Int, examples: Int, outputs: Range<Int>) {
        layers[index].differentiate(buffers(layer: index, rows: 0..<examples), outputs: outputs)
    }

    /// Computes the gradient of all parameters.
    func differentiate(examples: Int) {
        for index in layers.indices where !blocks[index].isEmpty {
            differentiate(layer: index, examples: examples, outputs: 0..<blocks[index][0].outputs)
        }
    }

    private func buffers(layer index: Int, rows: Range<Int>) -> LayerBuffers {
        let parameterStart = blocks[index].first?.start ?? 0
        let (inputs, outputs) = (widths[index], widths[index + 1])
        return LayerBuffers(
            examples: rows.count, inputShape: inputShapes[index], inputCount: inputs, outputCount: outputs,
            parameters: UnsafePointer(parameters.start + parameterStart),
            input: UnsafePointer(activations[index].start + rows.lowerBound * inputs),
            output: activations[index + 1].start + rows.lowerBound * outputs,
            scratch: scratch[index].start + rows.lowerBound * scratchWidths[index],
            parameterGradient: hasGradients ? gradients.start + parameterStart : nil,
            inputGradient: index > 0 && hasGradients
                ? activationGradients[index].start + rows.lowerBound * inputs : nil,
            outputGradient: hasGradients
                ? UnsafePointer(activationGradients[index + 1].start + rows.lowerBound * outputs) : nil)
    }
}
