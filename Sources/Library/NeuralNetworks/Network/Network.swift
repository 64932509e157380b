/// A sequence of layers with the numbers that training found for them.
///
///     var generator = Xoshiro256(seed: 1)
///     let network = Network(
///         inputShape: [784],
///         layers: [Dense("fc1", inputs: 784, outputs: 300), ReLU(), Dense("fc2", inputs: 300, outputs: 10)],
///         using: &generator)
///     network["fc1.weight"].value.shape   // [300, 784]
///
/// A value: `let start = network` keeps the state of now, whatever happens to `network` later.
public struct Network: Sendable {
    /// The shape of one example.
    public let inputShape: [Int]

    /// The layers, in order of computation.
    public let layers: [any Layer]

    /// The parameters of all layers, in order: `fc1.weight`, `fc1.bias`, `fc2.weight`, ….
    ///
    /// Values and masks may change; names, shapes and order are those of the layers, which is checked at every use.
    public var parameters: [Parameter]

    /// The network with these parameters, which must be those that the layers need, in order.
    public init(inputShape: [Int], layers: [any Layer], parameters: [Parameter]) {
        self.inputShape = inputShape
        self.layers = layers
        self.parameters = parameters
        checkParameters()
        precondition(Set(parameters.map(\.name)).count == parameters.count, "two parameters share a name")
        _ = shapes
    }

    /// The network with random weights, drawn in order from `generator`, and biases of 0.
    public init(
        inputShape: [Int], layers: [any Layer], initialization: Initialization = .glorotNormal,
        using generator: inout some RandomNumberGenerator
    ) {
        var parameters: [Parameter] = []
        for layer in layers {
            for needed in layer.parameterShapes {
                let value = initialization.tensor(for: needed, using: &generator)
                parameters.append(Parameter(name: "\(layer.name).\(needed.name)", value: value))
            }
        }
        self.init(inputShape: inputShape, layers: layers, parameters: parameters)
    }

    /// The parameter called `name`; a name that is not there is the caller's mistake.
    public subscript(name: String) -> Parameter {
        get { parameters[index(of: name)] }
        _modify { yield &parameters[index(of: name)] }
    }

    /// The number of scalars of all parameters, pruned ones included.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

    /// The shape of the output for one example.
    public var outputShape: [Int] { shapes[layers.count] }

    /// The shape of one example before each layer, then after the last.
    var shapes: [[Int]] {
        layers.reduce(into: [inputShape]) { shapes, layer in
            shapes.append(layer.outputShape(for: shapes[shapes.count - 1]))
        }
    }

    private func index(of name: String) -> Int {
        guard let index = parameters.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no parameter \(name) among \(parameters.map(\.name))")
        }
        return index
    }

    /// Stops the program if the parameters are not those of the layers; not at every change, which would be slow.
    func checkParameters() {
        var index = 0
        for layer in layers {
            for needed in layer.parameterShapes {
                precondition(
                    index < parameters.count && parameters[index].name == "\(layer.name).\(needed.name)"
                        && parameters[index].value.shape == needed.shape,
                    "parameter \(index) must be \(layer.name).\(needed.name), shape \(needed.shape)")
                index += 1
            }
        }
        precondition(index == parameters.count, "\(parameters.count) parameters for layers that have \(index)")
    }
}
