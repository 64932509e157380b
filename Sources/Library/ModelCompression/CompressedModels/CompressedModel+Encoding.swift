import EntropyCoding
import NeuralNetworks

extension CompressedModel {
    /// Compresses a model in memory.
    ///
    /// - Returns: the bytes of the compressed file; the same for the same model and options, whatever the threads.
    /// - Throws: ``CompressedModelError`` if a tensor that should change holds NaN or infinity.
    /// - Complexity: O(weights).
    public static func encode(
        _ file: SafetensorsFile, options: CompressionOptions = CompressionOptions()
    ) throws -> [UInt8] {
        try encode(SafetensorsReader(ByteSource(file.encoded), name: "model"), options: options)
    }

    /// Compresses a model of any source in memory.
    package static func encode(_ model: SafetensorsReader, options: CompressionOptions) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let encoder = ModelEncoder(model, options: options, progress: { _, _ in }) { bytes += $0 }
        _ = try encoder.run()
        return bytes
    }

    /// Compresses the safetensors file at one path to a file at another, which is replaced by the complete file or not at
    /// all.
    ///
    /// - Parameter progress: is told, now and then, the name of a tensor and the fraction that is done; what it throws
    ///   ends the work.
    /// - Returns: what the file holds.
    /// - Throws: `SafetensorsError` if the model cannot be read, ``CompressedModelError`` if it cannot be pruned or
    ///   quantized, or not be written.
    /// - Complexity: O(weights); memory for the largest tensor, and some 32 MiB for each thread.
    @discardableResult
    public static func compress(
        _ path: String, to output: String, options: CompressionOptions,
        progress: @escaping (String, Double) throws -> Void = { _, _ in }
    ) throws -> ModelSummary {
        let source = try SafetensorsReader.open(path)
        guard try !isCompressed(source, name: path) else {
            throw CompressedModelError(file: path, offset: 0, problem: .compressedAlready)
        }
        let model = try SafetensorsReader(source, name: path)
        do {
            let file = try ReplacementFile(replacing: output)
            defer { file.discard() }
            var offset = 0
            let encoder = ModelEncoder(model, options: options, progress: progress) { bytes in
                try file.write(bytes, at: offset)
                offset += bytes.count
            }
            let summary = try encoder.run()
            try file.finish()
            return summary
        } catch let failure as ReplacementFile.Failure {
            throw CompressedModelError(file: output, offset: 0, problem: .unwritable(reason: failure.reason))
        }
    }
}

/// Prunes, quantizes and codes a model, tensor by tensor, and writes the compressed file piece by piece.
private final class ModelEncoder {
    private let model: SafetensorsReader
    private let options: CompressionOptions
    private let progress: (String, Double) throws -> Void
    private let write: ([UInt8]) throws -> Void

    private var entries: [SafetensorsHeader.Entry] { model.header.entries }
    private var records: [TensorRecord] = []
    private var statistics: [Statistics] = []
    private var written = 0

    /// What the blocks of a tensor add up to.
    private struct Statistics {
        var counts: [Int] = []
        var zeroPatterns = 0
        var coders = CoderCounts()
    }

    init(
        _ model: SafetensorsReader, options: CompressionOptions,
        progress: @escaping (String, Double) throws -> Void, write: @escaping ([UInt8]) throws -> Void
    ) {
        self.model = model
        self.options = options
        self.progress = progress
        self.write = write
    }

    func run() throws -> ModelSummary {
        try emit(Directory.signature)
        var modelCut = try cutOfModel()
        let total = max(entries.reduce(0) { $0 + $1.range.count }, 1)
        var done = 0
        let jobs = OrderedJobs<(Int, EncodedBlock)>(threads: options.threads) { [unowned self] result in
            try receive(result.1, of: result.0)
            let entry = entries[result.0]
            let length = records[result.0].blockLength * entry.type.size
            done += min(length, entry.range.count)
            try progress(entry.name, min(Double(done) / Double(total), 1))
        }
        for (tensor, entry) in entries.enumerated() {
            try progress(entry.name, min(Double(done) / Double(total), 1))
            let (encoder, bits) = try encoder(of: entry, modelCut: &modelCut)
            let record = encoder.record(bits: bits)
            records.append(record)
            statistics.append(Statistics())
            for block in 0..<record.blockCount(of: entry.count) {
                try jobs.add { (tensor, encoder.encode(block)) }
            }
        }
        try jobs.finish()
        for (tensor, entry) in entries.enumerated() { finishRecord(tensor, count: entry.count) }
        let directory = Directory(
            headerBytes: model.headerBytes, header: model.header, originalBytes: model.source.count, records: records)
        let bytes = directory.serialized
        try emit(bytes)
        try emit(withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Array($0) })
        return ModelSummary(
            originalBytes: model.source.count, bytes: written,
            tensors: entries.indices.map { .init(entries[$0], records[$0], statistics[$0].coders) })
    }

    private func emit(_ bytes: [UInt8]) throws {
        try write(bytes)
        written += bytes.count
    }

    private func receive(_ block: EncodedBlock, of tensor: Int) throws {
        for (index, piece) in block.pieces.enumerated() {
            try emit(piece)
            records[tensor].pieceLengths.append(piece.count)
            if index == 0, records[tensor].layout != .planes { statistics[tensor].coders.add(piece) }
        }
        records[tensor].zeros += block.zeros
        statistics[tensor].zeroPatterns += block.zeroPatterns
        if statistics[tensor].counts.isEmpty {
            statistics[tensor].counts = block.counts
        } else {
            for (index, count) in block.counts.enumerated() { statistics[tensor].counts[index] += count }
        }
    }

    private func finishRecord(_ tensor: Int, count: Int) {
        let found = statistics[tensor]
        let bits =
            switch records[tensor].layout {
            case .levels: Double(count) * entropy(ofCounts: found.counts)
            case .planes: BlockEncoder.entropyOfPlanes(found.counts)
            case .sparsePlanes:
                BlockEncoder.entropyOfPlanes(found.counts)
                    + Double(count) * entropy(ofCounts: [found.zeroPatterns, count - found.zeroPatterns])
            }
        records[tensor].entropyBits = Float(bits)
    }

    /// The format of the weights that may be changed; nil for tensors that are kept.
    private func changedFormat(of entry: SafetensorsHeader.Entry) -> (any WeightFormat.Type)? {
        guard options.sparsity != nil || options.bits != nil, entry.shape.count >= 2, !options.keeps(entry.name)
        else { return nil }
        return entry.type.weightFormat
    }

    /// The cut over all tensors that may be changed, if there is one for all.
    private func cutOfModel() throws -> MagnitudeCut? {
        guard let sparsity = options.sparsity, options.scope == .model else { return nil }
        let changed = entries.compactMap { entry in changedFormat(of: entry).map { (entry, $0) } }
        let total = changed.reduce(0) { $0 + $1.0.count }
        for (entry, format) in changed {
            try model.bytes(of: entry).withUnsafeBytes { try check(format.survey($0), of: entry) }
        }
        return try MagnitudeCut(pruning: sparsity.prunedCount(of: total), of: total) { [model] body in
            for (entry, format) in changed {
                try model.bytes(of: entry).withUnsafeBytes { body(format, $0) }
            }
        }
    }

    private func check(_ survey: WeightSurvey, of entry: SafetensorsHeader.Entry) throws {
        guard let index = survey.firstNotFinite else { return }
        throw CompressedModelError(
            file: model.name, offset: entry.range.lowerBound + index * entry.type.size,
            problem: .notFinite(tensor: entry.name))
    }

    /// The encoder of a tensor, pruned and quantized where that is asked for, and the bits of its codes.
    private func encoder(
        of entry: SafetensorsHeader.Entry, modelCut: inout MagnitudeCut?
    ) throws -> (BlockEncoder, bits: Int) {
        var bytes = try model.bytes(of: entry)
        let width = 8 * entry.type.size
        guard let format = changedFormat(of: entry), entry.count > 0 else {
            return (BlockEncoder(exactly: entry, bytes: bytes), width)
        }
        var survey = bytes.withUnsafeBytes { format.survey($0) }
        try check(survey, of: entry)
        if let sparsity = options.sparsity {
            let pruned = sparsity.prunedCount(of: entry.count)
            var cut =
                modelCut
                ?? bytes.withUnsafeBytes { bytes in
                    MagnitudeCut(pruning: pruned, of: entry.count) { $0(format, bytes) }
                }
            bytes.withUnsafeMutableBytes { format.prune($0, below: &cut) }
            if modelCut != nil { modelCut = cut }
            survey = bytes.withUnsafeBytes { format.survey($0) }
        }
        guard let bits = options.bits else { return (BlockEncoder(exactly: entry, bytes: bytes), width) }
        let quantization = bytes.withUnsafeBytes { bytes in
            WeightQuantization(
                of: bytes, type: entry.type, format: format, survey: survey, bits: bits, codebook: options.codebook,
                keepsOthersFromZero: options.sparsity != nil)
        }
        return (
            BlockEncoder(entry, bytes: bytes, layout: .levels, levels: .quantized(quantization, format)), bits
        )
    }
}
