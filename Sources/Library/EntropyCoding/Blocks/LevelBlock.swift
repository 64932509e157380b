// N: number of levels in a block; C: number of columns of their matrix; R: length of a row of neighbours.

/// Levels as bytes that say themselves how they are coded, by whichever coder made them fewest, under a checksum.
///
/// A large array is split into blocks of at most ``largestCount`` levels. A block is decoded by itself: on any thread,
/// and with memory that its bytes alone do not set, but that constant does.
///
///     let block = LevelBlock.encode(levels, columns: 784, rowLengths: [784, 28])
///     block.coder                                     // .weights(columns: 784, rowLength: 28)
///     try LevelBlock.decode(block.bytes) == levels
public struct LevelBlock: Hashable, Sendable {
    /// The most levels of one block: 2²⁰, which is 4 MiB of levels.
    public static let largestCount = 1 << 20

    /// How a block's levels are coded.
    public enum Coder: Hashable, Sendable {
        /// ``HuffmanCode``.
        case huffman
        /// ``RANSCode``.
        case rANS
        /// ``WeightArrayCode`` of this geometry.
        case weights(columns: Int, rowLength: Int)
    }

    /// How the levels are coded.
    public let coder: Coder
    /// The whole block.
    public let bytes: [UInt8]

    /// The block of `levels`.
    ///
    /// - Parameters:
    ///   - levels: shape `[N]`, N ≤ 2²⁰, each above −2³¹.
    ///   - columns: C, see ``WeightArrayCode``.
    ///   - rowLengths: the lengths of rows to try; the best is found on the first 2¹⁶ levels. If there are none, only
    ///     levels that span more than 2¹⁶ numbers are coded as weights, which they must be.
    /// - Complexity: O(N · (1 + number of row lengths / 16)).
    public static func encode(_ levels: [Int32], columns: Int, rowLengths: [Int]) -> LevelBlock {
        precondition(levels.count <= largestCount, "A block holds at most 2^20 levels, not \(levels.count)")
        var best: LevelBlock?
        func consider(_ block: LevelBlock) {
            if block.bytes.count < best?.bytes.count ?? .max { best = block }
        }
        let lowest = levels.min() ?? 0
        let fitsAnAlphabet = Int(levels.max() ?? 0) - Int(lowest) < 1 << 16
        if fitsAnAlphabet {
            let symbols = levels.map { UInt16(truncatingIfNeeded: Int($0) - Int(lowest)) }
            let message = counts(of: symbols)
            let huffman = HuffmanCode(counts: message)
            consider(
                LevelBlock(
                    .huffman, of: levels.count, lowest: lowest, description: huffman.serialized,
                    content: huffman.encode(symbols)))
            let rANS = RANSCode(counts: message)
            consider(
                LevelBlock(
                    .rANS, of: levels.count, lowest: lowest, description: rANS.frequencies.serialized,
                    content: rANS.encode(symbols)))
        }
        let rows = fitsAnAlphabet || !rowLengths.isEmpty ? rowLengths : [columns]
        let sample = levels.count <= 1 << 16 ? levels : Array(levels[..<(1 << 16)])
        let sampled = rows.map { row in
            let code = WeightArrayCode(columns: columns, rowLength: row)
            return (code, code.encode(sample))
        }
        if let (code, bytes) = sampled.min(by: { $0.1.count < $1.1.count }) {
            // Of a geometry larger than the array only the beginning is ever used.
            let size = max(1, levels.count)
            consider(
                LevelBlock(
                    .weights(columns: min(size, code.columns), rowLength: min(size, code.rowLength)),
                    of: levels.count, lowest: 0, description: [],
                    content: sample.count == levels.count ? bytes : code.encode(levels)))
        }
        guard let best else { preconditionFailure("Levels that fit no alphabet are coded as weights") }
        return best
    }

    // The bytes: γ(coder + 1), γ(N + 1); for weights γ(C), γ(R); for the others the lowest level as γ of 2 l + 1 or
    // −2 l, and γ(length of the description + 1); zero bits up to a whole byte; the description; the stream; the
    // checksum of all this.
    private init(_ coder: Coder, of count: Int, lowest: Int32, description: [UInt8], content: [UInt8]) {
        var writer = BitWriter()
        switch coder {
        case .weights(let columns, let rowLength):
            writer.writeGamma(1)
            writer.writeGamma(count + 1)
            writer.writeGamma(columns)
            writer.writeGamma(rowLength)
        case .rANS, .huffman:
            writer.writeGamma(coder == .rANS ? 2 : 3)
            writer.writeGamma(count + 1)
            writer.writeGamma(lowest >= 0 ? 2 * Int(lowest) + 1 : -2 * Int(lowest))
            writer.writeGamma(description.count + 1)
        }
        self.coder = coder
        bytes = Checksum.sealed(writer.finish() + description + content)
    }

    /// The levels of the block `bytes`.
    ///
    /// - Parameter bytes: from anywhere; nothing is believed of them.
    /// - Throws: ``DamagedStream`` if they are not a block. Damage to a block goes unnoticed once in 2³² times.
    /// - Complexity: O(N + length of `bytes`); memory for at most 24 MiB, and three times the length of `bytes`.
    public static func decode(_ bytes: [UInt8]) throws(DamagedStream) -> [Int32] {
        var reader = BitReader(try Checksum.opened(bytes))
        let coder = try reader.readGamma(upTo: 3)
        let count = try reader.readGamma(upTo: largestCount + 1) - 1
        if coder == 1 {
            let columns = try reader.readGamma(upTo: max(1, count))
            let rowLength = try reader.readGamma(upTo: max(1, count))
            return try WeightArrayCode(columns: columns, rowLength: rowLength).decode(
                reader.restOfBytes(), count: count)
        }
        let zigzag = try reader.readGamma(upTo: 1 << 32)
        let lowest = zigzag % 2 == 1 ? zigzag / 2 : -zigzag / 2
        let descriptionCount = try reader.readGamma(upTo: bytes.count + 1) - 1
        let rest = try reader.restOfBytes()
        let place = bytes.count - rest.count - 4
        guard descriptionCount <= rest.count else { throw DamagedStream(.truncated, at: bytes.count - 4) }
        let description = Array(rest[..<descriptionCount])
        let content = Array(rest[descriptionCount...])
        let symbols: [UInt16]
        let highest: Int
        if coder == 2 {
            let frequencies = try SymbolFrequencies(serialized: description)
            highest = frequencies.alphabetSize - 1
            symbols = try RANSCode(frequencies: frequencies).decode(content, count: count)
        } else {
            let code = try HuffmanCode(serialized: description)
            highest = code.alphabetSize - 1
            symbols = try code.decode(content, count: count)
        }
        guard lowest + highest <= Int(Int32.max) else { throw DamagedStream(.valueOutOfRange, at: place) }
        return symbols.map { Int32(lowest + Int($0)) }
    }
}

extension BitReader {
    /// The bytes after the one that holds the last bit read.
    ///
    /// - Throws: ``DamagedStream`` if the bits that fill that byte are not zero.
    mutating func restOfBytes() throws(DamagedStream) -> [UInt8] {
        let place = byteOffset
        guard try read(bits: (8 - bitOffset % 8) % 8) == 0 else { throw DamagedStream(.badEnding, at: place) }
        return bytesFrom(byteOffset)
    }
}
