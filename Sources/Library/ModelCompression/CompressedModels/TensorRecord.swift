import EntropyCoding
import NeuralNetworks

/// How a tensor is stored: what the directory of a file says of it beside its name, type and shape.
struct TensorRecord: Hashable {
    /// What the blocks of a tensor hold.
    enum Layout: Int {
        /// Each block: a `PlaneBlock` of the elements.
        case planes = 1
        /// Each block: a `LevelBlock` that is 0 where an element is zero and else 1, and a `PlaneBlock` of the others.
        case sparsePlanes = 2
        /// Each block: a `LevelBlock` of the elements' levels in the palette.
        case levels = 3

        /// How many pieces a block has.
        var piecesPerBlock: Int { self == .sparsePlanes ? 2 : 1 }
    }

    let layout: Layout
    /// Bits per code, as the summary gives them.
    let bits: Int
    /// How many elements each block but the last holds.
    let blockLength: Int
    /// The patterns of the levels; empty for other layouts.
    let palette: Palette
    /// How many elements are zero.
    var zeros = 0
    /// The order-0 entropy of the codes.
    var entropyBits: Float = 0
    /// The lengths of all pieces of all blocks, in bytes.
    var pieceLengths: [Int] = []

    /// The number of blocks of a tensor with `count` elements.
    func blockCount(of count: Int) -> Int { count == 0 ? 0 : (count - 1) / blockLength + 1 }

    /// All bytes of the blocks.
    var blockBytes: Int { pieceLengths.reduce(0, +) }

    /// The most bytes that a piece for `count` elements of `size` bytes can have: more than any encoder writes.
    static func largestPiece(count: Int, size: Int) -> Int { count * max(size, 3) + 1 << 17 }
}

// The bits: γ(layout), γ(bits), γ(blockLength), γ(zeros + 1), the 32 bits of the entropy as a single-precision float;
// for levels γ(number of patterns + 1), γ(number of negative ones + 1), a bit that is set if level 0 occurs, and the
// patterns, as many bits each as an element has, highest first; then γ(length) of every piece.

extension TensorRecord {
    func write(to writer: inout BitWriter, type: ElementType) {
        writer.writeGamma(layout.rawValue)
        writer.writeGamma(bits)
        writer.writeGamma(blockLength)
        writer.writeGamma(zeros + 1)
        writer.write(UInt64(entropyBits.bitPattern), bits: 32)
        if layout == .levels {
            writer.writeGamma(palette.patterns.count + 1)
            writer.writeGamma(palette.negativeCount + 1)
            writer.write(palette.hasZero ? 1 : 0, bits: 1)
            for pattern in palette.patterns {
                if type.size == 8 { writer.write(pattern >> 32, bits: 32) }
                writer.write(type.size == 8 ? pattern & 0xFFFF_FFFF : pattern, bits: min(8 * type.size, 32))
            }
        }
        for length in pieceLengths { writer.writeGamma(length) }
    }

    /// Reads the record of a tensor whose blocks have at most `blockBytes` bytes together.
    ///
    /// - Complexity: memory for 2 `blockBytes` bytes or less, since no piece is shorter than four bytes.
    init(from reader: inout BitReader, of entry: SafetensorsHeader.Entry, blockBytes: Int) throws(DamagedStream) {
        let size = entry.type.size
        let start = reader.byteOffset
        guard let layout = Layout(rawValue: try reader.readGamma(upTo: 3)) else {
            throw DamagedStream(.valueOutOfRange, at: start)
        }
        self.layout = layout
        bits = try reader.readGamma(upTo: 64)
        blockLength = try reader.readGamma(
            upTo: layout == .levels ? LevelBlock.largestCount : Self.planeBlockLimit(size))
        zeros = try reader.readGamma(upTo: entry.count + 1) - 1
        entropyBits = Float(bitPattern: UInt32(try reader.read(bits: 32)))
        guard entropyBits.isFinite, entropyBits >= 0 else { throw DamagedStream(.valueOutOfRange, at: start) }
        if layout == .levels {
            let count = try reader.readGamma(upTo: Palette.largestCount + 1) - 1
            let negativeCount = try reader.readGamma(upTo: count + 1) - 1
            let hasZero = try reader.readBit() == 1
            var patterns: [UInt64] = []
            for _ in 0..<count { patterns.append(try reader.read(bits: 8 * size)) }
            palette = Palette(patterns: patterns, negativeCount: negativeCount, hasZero: hasZero)
        } else {
            palette = .empty
        }
        var left = blockBytes
        for block in 0..<blockCount(of: entry.count) {
            let count = min(blockLength, entry.count - block * blockLength)
            for _ in 0..<layout.piecesPerBlock {
                let place = reader.byteOffset
                let length = try reader.readGamma(upTo: Self.largestPiece(count: count, size: size))
                guard length > 4, length <= left else { throw DamagedStream(.valueOutOfRange, at: place) }
                left -= length
                pieceLengths.append(length)
            }
        }
    }

    /// The most elements of a block that is coded as planes.
    static func planeBlockLimit(_ elementSize: Int) -> Int {
        min(LevelBlock.largestCount, PlaneBlock.largestCount / elementSize)
    }
}

extension Palette {
    /// No patterns.
    static let empty = Palette(patterns: [], negativeCount: 0, hasZero: false)
}
