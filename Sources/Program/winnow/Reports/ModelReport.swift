import ModelCompression

/// What `--json` prints of a model file, as the contract fixes it.
struct ModelReport: Encodable {
    struct TensorReport: Encodable {
        let name: String
        let shape: [Int]
        let dtype: String
        let weights: Int
        let zeros: Int
        let bits: Int
        let coder: String
        let entropyBits: Double
        let bytes: Int
        let bitsPerWeight: Double
    }

    let format: Int
    let originalBytes: Int
    let bytes: Int
    let ratio: Double
    let tensors: [TensorReport]

    init(_ summary: ModelSummary) {
        format = 1
        originalBytes = summary.originalBytes
        bytes = summary.bytes
        ratio = summary.ratio
        tensors = summary.tensors.map { tensor in
            TensorReport(
                name: tensor.name, shape: tensor.shape, dtype: tensor.type.rawValue, weights: tensor.weights,
                zeros: tensor.zeros, bits: tensor.bits, coder: tensor.coder, entropyBits: tensor.entropyBits,
                bytes: tensor.bytes, bitsPerWeight: tensor.bitsPerWeight)
        }
    }
}
