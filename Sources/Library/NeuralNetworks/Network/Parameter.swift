/// A named tensor that training changes, with an optional mask of what it may change.
///
/// The first dimension counts the outputs of the layer: shape `[outputs, inputs]` for the weights of a dense layer,
/// `[outputs]` for biases.
public struct Parameter: Sendable, Equatable {
    /// The layer's name and the parameter's, as in `fc1.weight`.
    public let name: String

    /// The current values.
    public var value: Tensor {
        get { storedValue }
        // Not didSet, which would copy all numbers at every change of one.
        _modify {
            yield &storedValue
            precondition(storedValue.shape == shape, "\(name) has shape \(shape), not \(storedValue.shape)")
        }
    }

    /// Which scalars are kept, in the order of `value.scalars`; nil keeps all.
    ///
    /// Setting a mask makes every pruned scalar +0, and training leaves it +0 after every step.
    public var mask: [Bool]? {
        didSet { applyMask() }
    }

    private var storedValue: Tensor
    private let shape: [Int]

    /// The parameter `name` with a value, of which the scalars outside of `mask` become 0.
    public init(name: String, value: Tensor, mask: [Bool]? = nil) {
        self.name = name
        storedValue = value
        self.shape = value.shape
        self.mask = mask
        applyMask()
    }

    /// Whether this is a weight (two or more dimensions), in contrast to a bias.
    public var isWeight: Bool { value.shape.count >= 2 }

    /// Makes the scalars outside of `mask` +0, after `value` was changed by other means than training.
    public mutating func applyMask() {
        guard let mask else { return }
        precondition(mask.count == value.count, "\(name) has \(value.count) scalars, its mask \(mask.count)")
        value.scalars.withUnsafeMutableBufferPointer { scalars in
            for index in mask.indices where !mask[index] { scalars[index] = 0 }
        }
    }
}

/// The name and shape of a parameter that a layer needs; the first dimension counts the layer's outputs.
public struct ParameterShape: Sendable, Equatable {
    /// The name within the layer, as in `weight`.
    public let name: String

    /// The extents: `[outputs, inputs]`, `[outputs, channels, height, width]`, or `[outputs]` for biases.
    public let shape: [Int]

    /// A parameter called `name` within its layer.
    public init(name: String, shape: [Int]) {
        precondition(!shape.isEmpty, "a parameter has at least the dimension of its outputs")
        self.name = name
        self.shape = shape
    }

    /// The number of scalars.
    public var count: Int { shape.reduce(1, *) }

    /// The number of inputs that one output adds up.
    public var fanIn: Int { shape.dropFirst().reduce(1, *) }

    /// The number of outputs that one input reaches.
    public var fanOut: Int { shape[0] * shape.dropFirst(2).reduce(1, *) }
}
