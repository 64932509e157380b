import NeuralNetworks

extension ModelSummary {
    /// What the file at `path` holds, a compressed model or a safetensors file.
    ///
    /// Nothing is decoded, but all checksums of a compressed model are compared, and zeros and bytes of a safetensors file
    /// counted.
    ///
    /// - Throws: ``CompressedModelError`` or `SafetensorsError`.
    /// - Complexity: O(bytes of the file); memory for its header and some MiB.
    public init(ofFileAt path: String) throws {
        let source = try SafetensorsReader.open(path)
        if try CompressedModel.isCompressed(source, name: path) {
            self = try CompressedModel(source, name: path).summary()
        } else {
            self = try ModelSummary(of: SafetensorsReader(source, name: path))
        }
    }

    private init(of model: SafetensorsReader) throws {
        self.init(
            originalBytes: model.source.count, bytes: model.source.count,
            tensors: try model.header.entries.map { entry in
                var zeros = 0
                var counts = [Int](repeating: 0, count: 256 * entry.type.size)
                // A multiple of every element's size.
                for start in stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: 1 << 22) {
                    let end = min(start + (1 << 22), entry.range.upperBound)
                    try model.source.read(start..<end, of: model.name).withUnsafeBytes { bytes in
                        zeros += entry.type.word.countZeros(of: bytes, ignoring: entry.type.signBitOfZero)
                        entry.type.word.countPlanes(of: bytes, in: &counts)
                    }
                }
                return Tensor(
                    name: entry.name, shape: entry.shape, type: entry.type, zeros: zeros, bits: 8 * entry.type.size,
                    coder: "none", entropyBits: BlockEncoder.entropyOfPlanes(counts), bytes: entry.range.count)
            })
    }
}
