import NeuralNetworks

/// The few values that the weights of a tensor become, and which weight becomes which.
///
/// Where weights are pruned, or were zero before, zero is one of the values. Where weights are pruned, no other weight
/// becomes zero: so as many are zero as were pruned.
struct WeightQuantization {
    /// The most weights that k-means looks at; of more it looks at as many at equal distances.
    static let sampleLimit = 1 << 20

    /// The values, as patterns of the tensor's type.
    let palette: Palette
    /// The values halfway between neighbours, ascending.
    let cuts: [Double]
    /// The level of each value, ascending.
    let levels: [Int32]

    /// The quantization of weights to at most 2^`bits` values.
    ///
    /// - Parameters:
    ///   - bytes: the weights, pruned ones zero; all finite.
    ///   - keepsOthersFromZero: whether weights other than zero must not become zero.
    /// - Complexity: O(n); memory for 16 bytes times ``sampleLimit`` or less.
    init(
        of bytes: UnsafeRawBufferPointer, type: ElementType, format: any WeightFormat.Type, survey: WeightSurvey,
        bits: Int, codebook: CompressionOptions.CodebookChoice, keepsOthersFromZero: Bool
    ) {
        let others = bytes.count / type.size - survey.zeros
        let scale = Self.scale(forGreatest: survey.greatest, of: type)
        var values: [Double] = []
        if others > 0 {
            let count = 1 << bits - (survey.zeros > 0 ? 1 : 0)
            // A sum of the largest doubles is infinite, but no mean is above the greatest.
            let mean = min(survey.sumOfMagnitudes / Double(others), survey.greatest)
            if codebook == .kMeans || bits == 1 && survey.zeros > 0 {
                let stride = (others + Self.sampleLimit - 1) / Self.sampleLimit
                let sample = format.sample(bytes, stride: stride, scale: scale)
                values = Self.kMeans(of: sample, levels: count).map { Double($0) / scale }
            } else {
                // A symmetric quantizer asks its weights only for their greatest magnitude, or at one bit for the mean.
                let extent = Float((bits == 1 ? mean : survey.greatest) * scale)
                let grid = UniformQuantizer(bits: bits).quantize([extent]).codebooks[0]
                values = grid.levels.map { Double($0) / scale }
            }
            if keepsOthersFromZero {
                values.removeAll { format.rounded($0).value == 0 }
                if values.isEmpty { values = [mean] }
            }
        }
        var rounded: [Double: UInt64] = [:]
        for value in values {
            let (value, pattern) = format.rounded(value)
            rounded[value] = pattern
        }
        let ascending = rounded.sorted { $0.key < $1.key }
        let palette = Palette(
            of: ascending.map(\.value) + (survey.zeros > 0 ? [0] : []), type: type)
        let indices = Dictionary(uniqueKeysWithValues: palette.patterns.enumerated().map { ($1, $0) })
        self.palette = palette
        levels = ascending.map { entry in indices[entry.value].map { palette.level(ofIndex: $0) } ?? 0 }
        cuts = zip(ascending, ascending.dropFirst()).map { $0.key / 2 + $1.key / 2 }
    }

    /// The levels that k-means finds from a linear or from a dense start, whichever are nearer to the weights.
    ///
    /// Of pruned weights a linear start puts many levels into the gap around zero, and a dense one few to the rare large
    /// weights.
    private static func kMeans(of sample: [Float], levels: Int) -> [Float] {
        let found = [CentroidStart.linear, .density].map { Codebook.kMeans(of: sample, levels: levels, start: $0) }
        let errors = found.map { $0.meanSquaredErrors.last ?? 0 }
        return (errors[1] < errors[0] ? found[1] : found[0]).codebook.levels
    }

    /// A power of two that brings the greatest magnitude of doubles near 1, where single precision holds it; else 1.
    private static func scale(forGreatest greatest: Double, of type: ElementType) -> Double {
        guard type == .float64, greatest > 0 else { return 1 }
        return Double(sign: .plus, exponent: min(max(-greatest.exponent, -1000), 1000), significand: 1)
    }
}
