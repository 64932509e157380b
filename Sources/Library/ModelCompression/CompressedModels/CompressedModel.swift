import EntropyCoding
import NeuralNetworks

/// A model in a compressed file: the tensors of a safetensors file, each coded in the fewest bytes that were found.
///
///     let bytes = try CompressedModel.encode(file, options: CompressionOptions(sparsity: 0.9, bits: 4))
///     let model = try CompressedModel(bytes: bytes, name: "memory")
///     try model.summary().ratio       // 25.1
///     try model.decoded()["fc1.weight"]
///
/// The file is exact: what is lost is lost before, when weights are pruned and quantized. Decoding gives back the
/// safetensors file byte for byte, header and all, with the changed weights in their places. `FORMAT.md` beside this file
/// says what a file consists of.
public struct CompressedModel: Sendable {
    /// The file, as it is named in errors.
    public let name: String

    let source: ByteSource
    let directory: Directory

    /// Opens the file at `path` and reads its directory.
    ///
    /// - Throws: ``CompressedModelError``, or `SafetensorsError` if the file cannot be read.
    public init(path: String) throws {
        try self.init(SafetensorsReader.open(path), name: path)
    }

    /// Reads the directory of a file of these bytes; `name` stands for it in errors.
    ///
    /// - Throws: ``CompressedModelError``.
    public init(bytes: [UInt8], name: String) throws {
        try self.init(ByteSource(bytes), name: name)
    }

    init(_ source: ByteSource, name: String) throws {
        self.name = name
        self.source = source
        func failure(_ offset: Int, _ problem: CompressedModelError.Problem) -> CompressedModelError {
            CompressedModelError(file: name, offset: offset, problem: problem)
        }
        let signature = try source.read(0..<min(8, source.count), of: name)
        if signature.count == 8, signature.dropLast() == Directory.signature.dropLast() {
            guard signature.last == Directory.version else {
                throw failure(7, .unknownVersion(Int(signature.last ?? 0)))
            }
        } else {
            let isBeginning = !signature.isEmpty && Directory.signature.starts(with: signature)
            throw failure(isBeginning ? signature.count : 0, isBeginning ? .incomplete : .foreign)
        }
        guard source.count >= 16 else { throw failure(source.count, .incomplete) }
        let end = source.count - 8
        let trailer = try source.read(end..<source.count, of: name)
        let length = trailer.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(end - 8) else { throw failure(end, .incomplete) }
        let start = end - Int(length)
        let bytes = try source.read(start..<end, of: name)
        do throws(Directory.Failure) {
            directory = try Directory(bytes, from: start)
        } catch {
            throw failure(error.offset, error.problem)
        }
    }

    /// Whether a file begins as a compressed model does.
    static func isCompressed(_ source: ByteSource, name: String) throws -> Bool {
        let beginning = try source.read(0..<min(4, source.count), of: name)
        return !beginning.isEmpty && Directory.signature.starts(with: beginning)
    }

    /// The bytes of the file.
    public var byteCount: Int { source.count }

    /// The bytes of the safetensors file in it.
    public var originalByteCount: Int { directory.originalBytes }

    /// What the file holds; the checksums of all blocks are compared, but no block is decoded.
    ///
    /// - Throws: ``CompressedModelError`` if a block is damaged.
    /// - Complexity: O(bytes of the file); memory for one block.
    public func summary() throws -> ModelSummary {
        var offset = Directory.signature.count
        var tensors: [ModelSummary.Tensor] = []
        for (entry, record) in zip(directory.header.entries, directory.records) {
            var coders = CoderCounts()
            for (index, length) in record.pieceLengths.enumerated() {
                let piece = try source.read(offset..<offset + length, of: name)
                guard Checksum.of(piece.dropLast(4)) == piece.suffix(4).littleEndianWord else {
                    throw CompressedModelError(
                        file: name, offset: offset + length - 4, problem: .damaged(.badChecksum))
                }
                if record.layout == .levels || index % 2 == 0 && record.layout == .sparsePlanes {
                    coders.add(piece)
                }
                offset += length
            }
            tensors.append(ModelSummary.Tensor(entry, record, coders))
        }
        return ModelSummary(originalBytes: originalByteCount, bytes: byteCount, tensors: tensors)
    }
}

extension ByteSource {
    /// The bytes in `range`; a failure becomes an error that names the file.
    func read(_ range: Range<Int>, of name: String) throws(SafetensorsError) -> [UInt8] {
        do throws(Failure) { return try read(range) } catch { throw SafetensorsError(error, file: name) }
    }
}

/// How many blocks of levels were coded by which coder.
struct CoderCounts {
    private var counts: [Int: Int] = [:]

    /// Counts a `LevelBlock`, which says its coder in its first bits.
    mutating func add(_ block: [UInt8]) {
        var reader = BitReader(Array(block.prefix(1)))
        counts[(try? reader.readGamma(upTo: 3)) ?? 0, default: 0] += 1
    }

    /// The names of the coders, the one of most blocks first.
    var names: String {
        let names = [1: "context", 2: "rANS", 3: "Huffman"]
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { names[$0.key] ?? "unknown" }
            .joined(separator: "+")
    }
}

extension ModelSummary.Tensor {
    init(_ entry: SafetensorsHeader.Entry, _ record: TensorRecord, _ coders: CoderCounts) {
        var writer = BitWriter()
        record.write(to: &writer, type: entry.type)
        let coder =
            switch record.layout {
            case .planes: "planes"
            case .sparsePlanes: "zeros \(coders.names), planes"
            case .levels: coders.names
            }
        self.init(
            name: entry.name, shape: entry.shape, type: entry.type, zeros: record.zeros, bits: record.bits,
            coder: entry.count == 0 ? "none" : coder, entropyBits: Double(record.entropyBits),
            bytes: record.blockBytes + (writer.bitCount + 7) / 8)
    }
}
