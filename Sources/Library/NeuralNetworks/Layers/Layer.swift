// Dimension letters of this folder: b examples of a batch, i inputs and o outputs per example.

/// One step of a network: a function of its input and its parameters, with the derivatives of both.
///
/// A layer describes the computation and holds no numbers; parameters belong to the network and activations to whoever
/// runs it. `Dense` is the one to read first. The three functions on buffers are called for part of a batch or part of
/// the outputs, from several threads at once, and must give the same bits however the work is divided.
public protocol Layer: Sendable {
    /// What its parameters' names begin with; empty if it has none.
    var name: String { get }

    /// Its parameters, in the order in which they lie in `LayerBuffers.parameters`.
    var parameterShapes: [ParameterShape] { get }

    /// The shape of one example's output, given that of its input.
    func outputShape(for inputShape: [Int]) -> [Int]

    /// The floats of scratch memory that it needs per example, kept from the forward to the backward pass.
    func scratchCount(for inputShape: [Int]) -> Int

    /// Writes `output`, shape `[b, o]`, from `input`, shape `[b, i]`.
    func forward(_ buffers: LayerBuffers)

    /// Writes `inputGradient`, shape `[b, i]`, from `outputGradient`, shape `[b, o]`, and what the forward pass left.
    func propagate(_ buffers: LayerBuffers)

    /// Writes the parameters' gradient, summed over the batch, for `outputs`, a range of their first dimension.
    func differentiate(_ buffers: LayerBuffers, outputs: Range<Int>)
}

extension Layer {
    /// No name: the layer has no parameters.
    public var name: String { "" }

    /// No parameters.
    public var parameterShapes: [ParameterShape] { [] }

    /// No scratch memory.
    public func scratchCount(for inputShape: [Int]) -> Int { 0 }

    /// Nothing to do without parameters.
    public func differentiate(_ buffers: LayerBuffers, outputs: Range<Int>) {}

    /// The number of scalars of all parameters.
    public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.count } }
}

/// Where a layer finds the numbers of the examples it is to work on; everything is row major, one row per example.
///
/// The pointers are valid during the call. Those of gradients are set in the backward pass only.
public struct LayerBuffers {
    /// The number of examples, b.
    public var examples: Int

    /// The shape of one example's input.
    public var inputShape: [Int]

    /// The number of inputs per example, i.
    public var inputCount: Int

    /// The number of outputs per example, o.
    public var outputCount: Int

    /// The layer's parameters one after another, in the order of `parameterShapes`.
    public var parameters: UnsafePointer<Float>

    /// Shape `[b, i]`.
    public var input: UnsafePointer<Float>

    /// Shape `[b, o]`.
    public var output: UnsafeMutablePointer<Float>

    /// `scratchCount` floats per example.
    public var scratch: UnsafeMutablePointer<Float>

    /// The derivative of the loss by `parameters`, in the same order.
    public var parameterGradient: UnsafeMutablePointer<Float>?

    /// The derivative of the loss by `input`; nil for the first layer.
    public var inputGradient: UnsafeMutablePointer<Float>?

    /// The derivative of the loss by `output`.
    public var outputGradient: UnsafePointer<Float>?
}
