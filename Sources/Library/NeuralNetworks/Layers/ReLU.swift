/// The rectifier, y = max(x, 0), with derivative 0 at 0; NaN stays NaN.
public struct ReLU: Layer, Equatable {
    /// The rectifier; it has no parameters.
    public init() {}

    /// The shape of the input.
    public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

    /// y = max(x, 0).
    public func forward(_ buffers: LayerBuffers) {
        let (input, output) = (buffers.input, buffers.output)
        for index in 0..<buffers.examples * buffers.inputCount {
            output[index] = input[index] <= 0 ? 0 : input[index]
        }
    }

    /// ∂x = ∂y where y > 0 or NaN, else 0.
    public func propagate(_ buffers: LayerBuffers) {
        guard let outputGradient = buffers.outputGradient, let inputGradient = buffers.inputGradient else { return }
        let output = buffers.output
        for index in 0..<buffers.examples * buffers.inputCount {
            // All bits set where y > 0, no branch: read as an integer, a positive float is positive.
            let isPassed = (0 &- Int32(bitPattern: output[index].bitPattern)) >> 31
            inputGradient[index] = Float(
                bitPattern: outputGradient[index].bitPattern & UInt32(bitPattern: isPassed))
        }
    }
}
