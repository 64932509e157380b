import ModelCompression
import Testing

@Suite struct UniformQuantizerTests {
    private static let all = (1...8).flatMap { bits in
        [UniformQuantizer.Range.symmetric, .asymmetric].map { UniformQuantizer(bits: bits, range: $0) }
    }

    @Test func theExampleOfTheDocumentation() {
        let quantized = UniformQuantizer(bits: 4).quantize([0.7, -0.33, 0.02, 0])
        let values = quantized.dequantized()
        for (value, expected) in zip(values, [0.7, -0.3, 0, 0] as [Float]) { #expect(abs(value - expected) < 1e-6) }
        #expect(quantized.codes == [14, 4, 7, 7])
        #expect(quantized.codebooks[0].levels.count == 15)
        #expect(quantized.codebooks[0].bitsPerCode == 4)
    }

    @Test func asymmetricUsesEveryLevelAndKeepsZero() {
        let quantized = UniformQuantizer(bits: 2, range: .asymmetric).quantize([-1, 0, 1, 2])
        #expect(quantized.codes == [0, 1, 2, 3])
        #expect(quantized.dequantized() == [-1, 0, 1, 2])
    }

    @Test func oneSymmetricBitIsSignTimesMeanMagnitude() {
        let quantized = UniformQuantizer(bits: 1).quantize([1, -2, 3, -2])
        #expect(quantized.dequantized() == [2, -2, 2, -2])
    }

    /// Every weight sits at the nearest level, zero at zero, and what is read back is the codebook, bit for bit.
    @Test(arguments: all) func weightsGoToTheNearestLevel(of quantizer: UniformQuantizer) {
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: seed)
            let magnitude = [Float(1), 0x1p-146, 0x1p-130, 1e30][seed % 4]
            let shift = quantizer.range == .asymmetric ? Float.random(in: -1...1, using: &generator) : 0
            var weights = (0..<64).map { _ in (Float.random(in: -1...1, using: &generator) + shift) * magnitude }
            weights[5] = 0
            weights[6] = -0.0
            let quantized = quantizer.quantize(weights)
            let levels = quantized.codebooks[0].levels
            let values = quantized.dequantized()
            let (least, greatest) = (weights.min() ?? 0, weights.max() ?? 0)
            let widest =
                quantizer.range == .symmetric
                ? max(-least, greatest) * 2 / Float(levels.count - 1)
                : (max(greatest, 0) - min(least, 0)) / Float(levels.count - 1)
            let finest = widest < .leastNormalMagnitude ? widest + 0x1p-149 : widest
            let step = levels.count > 1 ? levels[1] - levels[0] : 0
            for (index, weight) in weights.enumerated() {
                let value = values[index]
                #expect(value.bitPattern == levels[Int(quantized.codes[index])].bitPattern, "seed \(seed)")
                if weight == 0 && levels.count > 2 { #expect(value == 0, "seed \(seed)") }
                // Half a step is the distance of a tie, which float arithmetic decides either way.
                let nearest = levels.map { abs($0 - weight) }.min() ?? 0
                #expect(abs(value - weight) <= max(nearest + step * 1e-5, nearest.nextUp), "seed \(seed): \(weight)")
                if levels.count > 2 {
                    // The grid is as fine as its bits allow, and among the denormals a float coarser.
                    #expect(abs(value - weight) <= finest * 0.501, "seed \(seed): \(weight)")
                }
            }
        }
    }

    @Test(arguments: all) func weightsThatAreAllZeroStayZero(under quantizer: UniformQuantizer) {
        #expect(quantizer.quantize([0, 0, -0.0]).dequantized() == [0, 0, 0])
        #expect(quantizer.quantize([]).dequantized() == [])
    }

    @Test func channelsAreQuantizedAsIfAlone() {
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: seed)
            let rows = Int.random(in: 1...6, using: &generator)
            let columns = Int.random(in: 1...40, using: &generator)
            let weights = (0..<rows * columns).map {
                Float($0 / columns + 1) * Float.random(in: -1...1, using: &generator)
            }
            let quantizer = Self.all[seed % Self.all.count]
            let together = quantizer.quantize(weights, channels: rows)
            let apart = (0..<rows).map { quantizer.quantize(Array(weights[$0 * columns..<($0 + 1) * columns])) }
            #expect(together.codes == apart.flatMap(\.codes), "seed \(seed)")
            #expect(together.codebooks == apart.flatMap(\.codebooks), "seed \(seed)")
            #expect(together.dequantized() == apart.flatMap { $0.dequantized() }, "seed \(seed)")
        }
    }

    @Test func moreBitsErrLess() {
        var generator = SeededGenerator(seed: 7)
        let weights = (0..<1000).map { _ in Float.random(in: -1...1, using: &generator) }
        let errors = (2...8).map { UniformQuantizer(bits: $0).quantize(weights).meanSquaredError(from: weights) }
        // Uniform weights: the squared error is step²/12, with 2/(2^bits - 2) for the step.
        for (bits, error) in zip(2..., errors) {
            let step = 2 / Double(1 << bits - 2)
            #expect(abs(error / (step * step / 12) - 1) < 0.15, "\(bits) bits")
        }
    }
}
