/// Rounds weights to equally spaced levels.
///
///     let quantizer = UniformQuantizer(bits: 4, range: .symmetric)
///     let quantized = quantizer.quantize([0.7, -0.33, 0.02, 0])
///     quantized.dequantized()   // [0.7, -0.3, 0, 0]
///
/// - Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
///   Inference", 2018.
public struct UniformQuantizer: Hashable, Sendable {
    /// How the levels lie around zero. Zero itself is a level wherever there are at least three, so that pruned
    /// weights stay zero.
    public enum Range: Hashable, Sendable {
        /// `2^bits - 1` levels from `-m` to `m`, where m is the greatest magnitude. At one bit, where no level is left
        /// for zero, `-a` and `a` with the mean magnitude a, which is the pair of least squared error.
        case symmetric
        /// `2^bits` levels across the range of the weights and zero, shifted so that zero is one of them. Half a step
        /// at either end may fall outside.
        case asymmetric
    }

    /// Bits per code, in `1...8`.
    public let bits: Int

    /// How the levels lie around zero.
    public let range: Range

    /// - Precondition: `bits` in `1...8`.
    public init(bits: Int, range: Range = .symmetric) {
        precondition((1...8).contains(bits), "uniform quantization takes 1 to 8 bits; got \(bits)")
        self.bits = bits
        self.range = range
    }

    /// Quantizes all weights with one codebook.
    ///
    /// - Parameter weights: shape `[n]`, finite.
    /// - Returns: each weight at its nearest level.
    /// - Complexity: O(n).
    public func quantize(_ weights: [Float]) -> QuantizedWeights { quantize(weights, channels: 1) }

    /// Quantizes each channel with a codebook of its own.
    ///
    /// - Parameters:
    ///   - weights: shape `[channels, n / channels]`, finite.
    ///   - channels: divides the number of weights; the rows of a dense layer, the filters of a convolution.
    /// - Complexity: O(n).
    public func quantize(_ weights: [Float], channels: Int) -> QuantizedWeights {
        precondition(
            channels > 0 && weights.count.isMultiple(of: channels),
            "\(weights.count) weights cannot be divided into \(channels) channels")
        let length = weights.count / channels
        var codes: [UInt8] = []
        codes.reserveCapacity(weights.count)
        var codebooks: [Codebook] = []
        for channel in 0..<channels {
            let part = weights[channel * length..<(channel + 1) * length]
            let grid = Grid(of: part, quantizer: self)
            for weight in part { codes.append(grid.code(of: weight)) }
            codebooks.append(grid.codebook)
        }
        return QuantizedWeights(codes: codes, codebooks: codebooks)
    }
}

/// Levels `step · (code - zeroCode)`, or `±step` at one symmetric bit.
private struct Grid {
    private let step: Float
    private let zeroCode: Int
    private let levelCount: Int
    private let isSignOnly: Bool

    init(of weights: ArraySlice<Float>, quantizer: UniformQuantizer) {
        var least: Float = 0
        var greatest: Float = 0
        var magnitudes = 0.0
        for weight in weights {
            precondition(weight.isFinite, "\(weight) cannot be quantized")
            least = min(least, weight)
            greatest = max(greatest, weight)
            magnitudes += Double(abs(weight))
        }
        isSignOnly = quantizer.range == .symmetric && quantizer.bits == 1
        switch quantizer.range {
        case .symmetric where isSignOnly:
            levelCount = 2
            zeroCode = 0
            step = Float(magnitudes / Double(max(weights.count, 1)))
        case .symmetric:
            zeroCode = 1 << (quantizer.bits - 1) - 1
            levelCount = 2 * zeroCode + 1
            step = Grid.step(Double(max(-least, greatest)), over: zeroCode)
        case .asymmetric:
            levelCount = 1 << quantizer.bits
            step = Grid.step(Double(greatest) - Double(least), over: levelCount - 1)
            zeroCode = step == 0 ? 0 : min(levelCount - 1, Int((-Double(least) / Double(step)).rounded()))
        }
    }

    /// Rounded up among the denormals, where the nearest float may be so much smaller that the range falls short.
    private static func step(_ width: Double, over steps: Int) -> Float {
        let step = Float(width / Double(steps))
        return step < .leastNormalMagnitude && Double(step) * Double(steps) < width ? step.nextUp : step
    }

    func code(of weight: Float) -> UInt8 {
        if isSignOnly { return weight < 0 ? 0 : 1 }
        guard step > 0 else { return UInt8(zeroCode) }
        let nearest = (Double(weight) / Double(step)).rounded(.toNearestOrEven) + Double(zeroCode)
        return UInt8(min(max(nearest, 0), Double(levelCount - 1)))
    }

    var codebook: Codebook {
        if isSignOnly { return Codebook(levels: [-step, step]) }
        return Codebook(levels: (0..<levelCount).map { Float(Double(step) * Double($0 - zeroCode)) })
    }
}
