import Glibc

/// The hyperbolic tangent, y = tanh x, with derivative 1 − y².
public struct Tanh: Layer, Equatable {
    /// The hyperbolic tangent; it has no parameters.
    public init() {}

    /// The shape of the input.
    public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

    /// y = tanh x.
    public func forward(_ buffers: LayerBuffers) {
        for index in 0..<buffers.examples * buffers.inputCount { buffers.output[index] = tanhf(buffers.input[index]) }
    }

    /// ∂x = ∂y·(1 − y²).
    public func propagate(_ buffers: LayerBuffers) {
        guard let outputGradient = buffers.outputGradient, let inputGradient = buffers.inputGradient else { return }
        for index in 0..<buffers.examples * buffers.inputCount {
            let output = buffers.output[index]
            inputGradient[index] = outputGradient[index] * (1 - output * output)
        }
    }
}
