/// The greatest of each square window of a channel; windows touch and do not overlap.
///
/// Rows and columns that fill no window are left out. Where several are equal, the first in row-major order gets the
/// gradient; NaN counts as greatest.
public struct MaxPooling: Layer, Equatable {
    /// The height and width of a window, and the distance from one to the next.
    public let size: Int

    /// Windows of `size` × `size`.
    public init(size: Int) {
        precondition(size > 0, "a window of \(size)")
        self.size = size
    }

    /// `[channels, height / size, width / size]` for an input of `[channels, height, width]`.
    public func outputShape(for inputShape: [Int]) -> [Int] {
        precondition(inputShape.count == 3, "pooling needs [channels, height, width], not \(inputShape)")
        return [inputShape[0], inputShape[1] / size, inputShape[2] / size]
    }

    /// For each output, where in the example its input was found.
    public func scratchCount(for inputShape: [Int]) -> Int { outputShape(for: inputShape).reduce(1, *) }

    /// y = the greatest of each window.
    public func forward(_ buffers: LayerBuffers) {
        let (channels, height, width) = (buffers.inputShape[0], buffers.inputShape[1], buffers.inputShape[2])
        let (rows, columns) = (height / size, width / size)
        var output = 0
        for example in 0..<buffers.examples {
            let input = buffers.input + example * buffers.inputCount
            for channel in 0..<channels {
                for row in 0..<rows {
                    for column in 0..<columns {
                        let start = (channel * height + row * size) * width + column * size
                        var (best, greatest) = (start, input[start])
                        for y in 0..<size {
                            for position in start + y * width..<start + y * width + size {
                                // Two selections and no branch, which would be guessed wrong half of the time.
                                let value = input[position]
                                let isGreater = value > greatest || value.isNaN
                                best = isGreater ? position : best
                                greatest = isGreater ? value : greatest
                            }
                        }
                        buffers.output[output] = greatest
                        buffers.scratch[output] = Float(bitPattern: UInt32(truncatingIfNeeded: best))
                        output += 1
                    }
                }
            }
        }
    }

    /// ∂x = ∂y at the input that was greatest, else 0.
    public func propagate(_ buffers: LayerBuffers) {
        guard let outputGradient = buffers.outputGradient, let inputGradient = buffers.inputGradient else { return }
        inputGradient.update(repeating: 0, count: buffers.examples * buffers.inputCount)
        for example in 0..<buffers.examples {
            let gradient = inputGradient + example * buffers.inputCount
            for output in example * buffers.outputCount..<(example + 1) * buffers.outputCount {
                gradient[Int(buffers.scratch[output].bitPattern)] += outputGradient[output]
            }
        }
    }
}
