import EntropyCoding
import NeuralNetworks

extension CompressedModel {
    /// The model in memory.
    ///
    /// - Throws: ``CompressedModelError`` if the file is damaged.
    /// - Complexity: O(weights); memory for twice the tensors, and some 32 MiB for each thread.
    public func decoded(threads: Int = 2) throws -> SafetensorsFile {
        var tensors: [StoredTensor] = []
        var bytes: [UInt8] = []
        try decodeBlocks(threads: threads) { tensor, block in
            bytes += block
            let entry = directory.header.entries[tensor]
            if bytes.count == entry.range.count {
                tensors.append(
                    StoredTensor(name: entry.name, type: entry.type, shape: entry.shape, bytes: bytes[...]))
                bytes = []
            }
        }
        return SafetensorsFile(tensors: tensors, metadata: directory.header.metadata)
    }

    /// Writes the safetensors file to `path`; what was there is replaced by the complete file or not at all.
    ///
    /// - Parameter progress: is told, now and then, the name of a tensor and the fraction that is done; what it throws
    ///   ends the work.
    /// - Throws: ``CompressedModelError`` if the file is damaged or cannot be written.
    /// - Complexity: O(weights); memory for some 32 MiB for each thread, whatever the model's size.
    public func decompress(
        to path: String, threads: Int = 2, progress: @escaping (String, Double) throws -> Void = { _, _ in }
    ) throws {
        do {
            let file = try ReplacementFile(replacing: path)
            defer { file.discard() }
            try file.write(directory.headerBytes, at: 0)
            var (current, written, total) = (-1, 0, 0)
            try decodeBlocks(threads: threads) { tensor, block in
                if tensor != current { (current, written) = (tensor, 0) }
                let entry = directory.header.entries[tensor]
                try file.write(block, at: entry.range.lowerBound + written)
                written += block.count
                total += block.count
                try progress(entry.name, Double(total) / Double(max(originalByteCount, 1)))
            }
            try file.finish()
        } catch let failure as ReplacementFile.Failure {
            throw CompressedModelError(file: path, offset: 0, problem: .unwritable(reason: failure.reason))
        }
    }

    /// Hands on the elements of all blocks, tensor after tensor; of a tensor without elements one empty block.
    private func decodeBlocks(threads: Int, _ receive: @escaping (Int, [UInt8]) throws -> Void) throws {
        let jobs = OrderedJobs<(Int, [UInt8])>(threads: threads) { try receive($0.0, $0.1) }
        var offset = Directory.signature.count
        for (tensor, (entry, record)) in zip(directory.header.entries, directory.records).enumerated() {
            if entry.count == 0 { try jobs.add { (tensor, []) } }
            for block in 0..<record.blockCount(of: entry.count) {
                let count = min(record.blockLength, entry.count - block * record.blockLength)
                let pieces = record.layout.piecesPerBlock
                let lengths = record.pieceLengths[block * pieces..<(block + 1) * pieces]
                let start = offset
                try jobs.add { (tensor, try decode(lengths, from: start, of: record, count: count, entry.type)) }
                offset += lengths.reduce(0, +)
            }
        }
        try jobs.finish()
    }

    /// The elements of the block whose pieces begin at byte `start`.
    private func decode(
        _ lengths: ArraySlice<Int>, from start: Int, of record: TensorRecord, count: Int, _ type: ElementType
    ) throws -> [UInt8] {
        var offset = start
        func next<Value>(
            _ piece: Int, _ decode: ([UInt8]) throws(DamagedStream) -> Value
        ) throws -> Value {
            let length = lengths[lengths.startIndex + piece]
            let bytes = try source.read(offset..<offset + length, of: name)
            do throws(DamagedStream) {
                defer { offset += length }
                return try decode(bytes)
            } catch {
                throw CompressedModelError(
                    file: name, offset: start + lengths.prefix(piece).reduce(0, +) + error.byteOffset,
                    problem: .damaged(error.fault))
            }
        }
        let elements: [UInt8]?
        switch record.layout {
        case .planes:
            elements = try next(0, PlaneBlock.decode)
        case .levels:
            elements = type.word.bytes(of: try next(0, LevelBlock.decode), in: record.palette)
        case .sparsePlanes:
            let mask = try next(0, LevelBlock.decode)
            elements = type.word.joined(mask: mask, rest: try next(1, PlaneBlock.decode))
        }
        guard let elements, elements.count == count * type.size else {
            throw CompressedModelError(file: name, offset: start, problem: .damaged(.valueOutOfRange))
        }
        return elements
    }
}
