/// A convolution of images with square kernels, step 1: in fact a correlation, as everywhere in this field.
///
/// Letters: C input channels, O output channels, K kernel height and width, H × W the input's extent, P pixels of zero
/// padding on each side, and H′ = H + 2P − K + 1, W′ likewise. The computation is a matrix product over "columns": for
/// each pixel of the output the C·K·K input pixels that its kernel covers. They are written out as a matrix of shape
/// `[C·K·K, H′·W′]` for each example, so that y = W·columns + c.
///
/// - Source: Chellapilla, Puri, Simard, "High Performance Convolutional Neural Networks for Document Processing", 2006.
public struct Convolution: Layer, Equatable {
    /// What its parameters' names begin with: `conv1` for `conv1.weight` and `conv1.bias`.
    public let name: String

    /// The number of input channels, C.
    public let inputs: Int

    /// The number of output channels, O.
    public let outputs: Int

    /// The height and width of the kernels, K.
    public let kernel: Int

    /// The number of zero pixels added on each side, P.
    public let padding: Int

    /// A layer from `inputs` to `outputs` channels.
    public init(_ name: String, inputs: Int, outputs: Int, kernel: Int, padding: Int = 0) {
        precondition(inputs > 0 && outputs > 0 && kernel > 0 && padding >= 0, "a convolution without extent")
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.kernel = kernel
        self.padding = padding
    }

    /// `weight`, shape `[O, C, K, K]`, and `bias`, shape `[O]`.
    public var parameterShapes: [ParameterShape] {
        [
            ParameterShape(name: "weight", shape: [outputs, inputs, kernel, kernel]),
            ParameterShape(name: "bias", shape: [outputs]),
        ]
    }

    /// `[O, H′, W′]` for an input of `[C, H, W]`.
    public func outputShape(for inputShape: [Int]) -> [Int] {
        precondition(
            inputShape.count == 3 && inputShape[0] == inputs,
            "\(name) takes [\(inputs), height, width], not \(inputShape)")
        let extents = inputShape.dropFirst().map { $0 + 2 * padding - kernel + 1 }
        precondition(extents.allSatisfy { $0 > 0 }, "\(name): a kernel of \(kernel) is larger than \(inputShape)")
        return [outputs] + extents
    }

    /// The columns, and their gradient.
    public func scratchCount(for inputShape: [Int]) -> Int { 2 * columnCount(Extents(self, inputShape)) }

    /// y = W·columns + c for each example.
    public func forward(_ buffers: LayerBuffers) {
        let extents = Extents(self, buffers.inputShape)
        let biases = buffers.parameters + outputs * patch
        for example in 0..<buffers.examples {
            let columns = buffers.scratch + example * 2 * columnCount(extents)
            writeColumns(of: buffers.input + example * buffers.inputCount, to: columns, extents)
            let output = buffers.output + example * buffers.outputCount
            for channel in 0..<outputs {
                (output + channel * extents.pixels).update(repeating: biases[channel], count: extents.pixels)
            }
            addProduct(
                Matrix(buffers.parameters, rows: outputs, columns: patch),
                Matrix(columns, rows: patch, columns: extents.pixels),
                to: output)
        }
    }

    /// ∂columns = Wᵀ·∂y, and ∂x adds up every column in which a pixel stood.
    public func propagate(_ buffers: LayerBuffers) {
        guard let outputGradient = buffers.outputGradient, let inputGradient = buffers.inputGradient else { return }
        let extents = Extents(self, buffers.inputShape)
        inputGradient.update(repeating: 0, count: buffers.examples * buffers.inputCount)
        // Every example uses the first one's room, which stays in the cache.
        let columns = buffers.scratch + columnCount(extents)
        for example in 0..<buffers.examples {
            setProduct(
                Matrix(buffers.parameters, rows: outputs, columns: patch).transposed,
                Matrix(outputGradient + example * buffers.outputCount, rows: outputs, columns: extents.pixels),
                in: columns)
            addColumns(columns, to: inputGradient + example * buffers.inputCount, extents)
        }
    }

    /// ∂W = Σ ∂y·columnsᵀ and ∂c = Σ ∂y over the batch and all pixels.
    public func differentiate(_ buffers: LayerBuffers, outputs range: Range<Int>) {
        guard let outputGradient = buffers.outputGradient, let gradient = buffers.parameterGradient else { return }
        let extents = Extents(self, buffers.inputShape)
        let weightGradient = gradient + range.lowerBound * patch
        weightGradient.update(repeating: 0, count: range.count * patch)
        let biasGradient = gradient + outputs * patch
        for channel in range { biasGradient[channel] = 0 }
        for example in 0..<buffers.examples {
            let rows = outputGradient + example * buffers.outputCount
            addProduct(
                Matrix(rows + range.lowerBound * extents.pixels, rows: range.count, columns: extents.pixels),
                Matrix(buffers.scratch + example * 2 * columnCount(extents), rows: patch, columns: extents.pixels)
                    .transposed,
                to: weightGradient)
            for channel in range {
                var sum = SIMD8<Float>.zero
                let row = rows + channel * extents.pixels
                for pixel in 0..<extents.pixels / 8 {
                    sum += UnsafeRawPointer(row + 8 * pixel).loadUnaligned(as: SIMD8<Float>.self)
                }
                for pixel in extents.pixels / 8 * 8..<extents.pixels { sum[0] += row[pixel] }
                biasGradient[channel] += sum.sum()
            }
        }
    }

    /// The number of input pixels under a kernel, C·K·K.
    private var patch: Int { inputs * kernel * kernel }

    private func columnCount(_ extents: Extents) -> Int { patch * extents.pixels }

    /// Writes the input pixel under each of the kernel's places, for each output pixel.
    private func writeColumns(
        of image: UnsafePointer<Float>, to columns: UnsafeMutablePointer<Float>, _ extents: Extents
    ) {
        forEachRun(extents) { column, pixel, count, zerosBefore, zerosAfter in
            let run = columns + column
            for index in 0..<zerosBefore { run[index] = 0 }
            copyRun(of: count, from: image + pixel, to: run + zerosBefore)
            for index in 0..<zerosAfter { run[zerosBefore + count + index] = 0 }
        }
    }

    /// Adds the gradient of each column's places to the input pixels that stood there.
    private func addColumns(_ columns: UnsafePointer<Float>, to image: UnsafeMutablePointer<Float>, _ extents: Extents)
    {
        forEachRun(extents) { column, pixel, count, zerosBefore, _ in
            let run = columns + column + zerosBefore
            for index in 0..<count { image[pixel + index] += run[index] }
        }
    }

    /// Calls `body` for each row of the output and place of the kernel: where the row's run of columns begins, at which
    /// pixel its part of the image begins, how many pixels that has, and how many places of padding lie on both sides.
    @inline(__always)
    private func forEachRun(_ extents: Extents, _ body: (Int, Int, Int, Int, Int) -> Void) {
        var column = 0
        for channel in 0..<inputs {
            for kernelRow in 0..<kernel {
                for kernelColumn in 0..<kernel {
                    let shift = kernelColumn - padding
                    let before = min(max(0, -shift), extents.outputWidth)
                    let after = min(max(0, extents.outputWidth + shift - extents.width), extents.outputWidth - before)
                    for outputRow in 0..<extents.outputHeight {
                        let row = outputRow + kernelRow - padding
                        if 0..<extents.height ~= row {
                            let pixel = (channel * extents.height + row) * extents.width + before + shift
                            body(column, pixel, extents.outputWidth - before - after, before, after)
                        } else {
                            body(column, 0, 0, extents.outputWidth, 0)
                        }
                        column += extents.outputWidth
                    }
                }
            }
        }
    }

    /// The extents of an image and of what the convolution makes of it.
    private struct Extents {
        let height: Int
        let width: Int
        let outputHeight: Int
        let outputWidth: Int

        /// H′·W′
        var pixels: Int { outputHeight * outputWidth }

        init(_ layer: Convolution, _ inputShape: [Int]) {
            height = inputShape[1]
            width = inputShape[2]
            outputHeight = height + 2 * layer.padding - layer.kernel + 1
            outputWidth = width + 2 * layer.padding - layer.kernel + 1
        }
    }
}

/// Copies `count` floats, four at a time: runs are so short that calling the system's copy would cost as much again.
@inline(__always)
private func copyRun(of count: Int, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    guard count >= 4 else {
        for index in 0..<count { target[index] = source[index] }
        return
    }
    var index = 0
    while index + 4 <= count {
        copyFour(from: source + index, to: target + index)
        index += 4
    }
    // The last four overlap the ones before.
    copyFour(from: source + count - 4, to: target + count - 4)
}

@inline(__always)
private func copyFour(from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let four = UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self)
    UnsafeMutableRawPointer(target).storeBytes(of: four, as: SIMD4<Float>.self)
}
