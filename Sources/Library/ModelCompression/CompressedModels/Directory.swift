import EntropyCoding
import NeuralNetworks

/// What stands at the end of a compressed model file: the header of the model, and where and how each tensor is stored.
///
/// The whole file is the signature, the pieces of all blocks of all tensors without gaps, the directory, and the length
/// of the directory in eight little-endian bytes. `FORMAT.md` beside this file says it byte by byte.
struct Directory {
    /// What a file begins with: seven bytes that no text and no safetensors file begins with, and the version.
    static let signature: [UInt8] = [0x89] + Array("WNW".utf8) + [0x0D, 0x0A, 0x1A, version]
    static let version: UInt8 = 1

    /// The bytes that the safetensors file begins with: the header's length and the header.
    let headerBytes: [UInt8]
    /// What they say.
    let header: SafetensorsHeader
    /// The bytes of the whole safetensors file.
    let originalBytes: Int
    /// A record for each tensor, in the order of the header.
    let records: [TensorRecord]

    /// The directory's bytes: γ(originalBytes), γ(length of the header + 1), γ(length) of its blocks, zero bits up to a
    /// whole byte, the blocks, the records, zero bits up to a whole byte, and the checksum of all this.
    var serialized: [UInt8] {
        let text = headerBytes.dropFirst(8)
        let blocks = stride(from: text.startIndex, to: text.endIndex, by: LevelBlock.largestCount).map { start in
            let part = text[start..<min(start + LevelBlock.largestCount, text.endIndex)]
            return LevelBlock.encode(part.map { Int32($0) }, columns: 1, rowLengths: []).bytes
        }
        var sizes = BitWriter()
        sizes.writeGamma(originalBytes)
        sizes.writeGamma(text.count + 1)
        for block in blocks { sizes.writeGamma(block.count) }
        var rest = BitWriter()
        for (entry, record) in zip(header.entries, records) { record.write(to: &rest, type: entry.type) }
        return Checksum.sealed(sizes.finish() + blocks.joined() + rest.finish())
    }
}

extension Directory {
    /// Where in a file something is wrong.
    struct Failure: Error {
        let offset: Int
        let problem: CompressedModelError.Problem

        init(_ damage: DamagedStream, from start: Int) {
            offset = start + damage.byteOffset
            problem = .damaged(damage.fault)
        }

        init(offset: Int, problem: CompressedModelError.Problem) {
            self.offset = offset
            self.problem = problem
        }
    }

    /// Reads the directory whose bytes are these, which begin at byte `start` of the file.
    ///
    /// - Complexity: memory for 32 times the header, which is 32 MiB at most, and twice the bytes before `start`.
    init(_ bytes: [UInt8], from start: Int) throws(Failure) {
        guard bytes.count >= 4, Checksum.of(bytes.dropLast(4)) == bytes.suffix(4).littleEndianWord else {
            throw Failure(offset: start + max(bytes.count - 4, 0), problem: .damaged(.badChecksum))
        }
        var place = 0
        do throws(DamagedStream) {
            var sizes = BitReader(Array(bytes.dropLast(4)))
            originalBytes = try sizes.readGamma(upTo: 1 << 56 - 1)
            let textCount = try sizes.readGamma(upTo: SafetensorsHeader.largestTextCount + 1) - 1
            let blockLimit = LevelBlock.largestCount
            var lengths: [Int] = []
            for _ in 0..<(textCount + blockLimit - 1) / blockLimit {
                lengths.append(try sizes.readGamma(upTo: TensorRecord.largestPiece(count: blockLimit, size: 1)))
            }
            place = (sizes.bitOffset + 7) / 8
            var text = withUnsafeBytes(of: UInt64(textCount).littleEndian) { Array($0) }
            for length in lengths {
                guard length <= bytes.count - 4 - place else {
                    throw DamagedStream(.truncated, at: bytes.count - 4 - place)
                }
                for level in try LevelBlock.decode(Array(bytes[place..<place + length])) {
                    guard let byte = UInt8(exactly: level) else { throw DamagedStream(.valueOutOfRange, at: 0) }
                    text.append(byte)
                }
                place += length
            }
            guard text.count == textCount + 8 else { throw DamagedStream(.valueOutOfRange, at: 0) }
            headerBytes = text
        } catch {
            throw Failure(error, from: start + place)
        }
        do throws(SafetensorsHeader.Failure) {
            header = try SafetensorsHeader(of: headerBytes, fileSize: originalBytes)
        } catch {
            throw Failure(offset: start, problem: .malformedHeader("at its byte \(error.offset): \(error.problem)"))
        }
        do throws(DamagedStream) {
            var reader = BitReader(Array(bytes[place..<bytes.count - 4]))
            var left = start - Self.signature.count
            var records: [TensorRecord] = []
            for entry in header.entries {
                let record = try TensorRecord(from: &reader, of: entry, blockBytes: left)
                left -= record.blockBytes
                records.append(record)
            }
            try reader.finish()
            guard left == 0 else { throw DamagedStream(.trailingBytes, at: bytes.count - 4 - place) }
            self.records = records
        } catch {
            throw Failure(error, from: start + place)
        }
    }
}

extension ArraySlice<UInt8> {
    /// The number that the bytes spell, least significant first; at most four of them.
    var littleEndianWord: UInt32 { reversed().reduce(0) { $0 << 8 | UInt32($1) } }
}
