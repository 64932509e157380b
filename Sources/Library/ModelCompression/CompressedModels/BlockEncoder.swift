import EntropyCoding
import NeuralNetworks

/// A block of a tensor in its coded form, and what it adds to the tensor's statistics.
struct EncodedBlock {
    let pieces: [[UInt8]]
    let zeros: Int
    /// How often each level occurs, from the lowest on; or how often each byte of each plane does.
    let counts: [Int]
    /// How many elements have no bit set.
    let zeroPatterns: Int

    var byteCount: Int { pieces.reduce(0) { $0 + $1.count } }
}

/// Codes the blocks of one tensor.
struct BlockEncoder {
    /// What the levels of elements are found with.
    enum Levels {
        /// None are needed.
        case none
        /// Every element's pattern is in the palette.
        case exact(Palette, PatternTable)
        /// Weights become the values of a quantization.
        case quantized(WeightQuantization, any WeightFormat.Type)
    }

    let entry: SafetensorsHeader.Entry
    /// The elements; those of pruned weights are zero.
    let bytes: [UInt8]
    let levels: Levels
    let layout: TensorRecord.Layout
    let blockLength: Int

    init(_ entry: SafetensorsHeader.Entry, bytes: [UInt8], layout: TensorRecord.Layout, levels: Levels) {
        self.entry = entry
        self.bytes = bytes
        self.layout = layout
        self.levels = levels
        let limit = layout == .levels ? LevelBlock.largestCount : TensorRecord.planeBlockLimit(entry.type.size)
        let columns = Self.columns(of: entry)
        // Whole rows where they fit.
        let aligned = columns <= limit ? limit / columns * columns : limit
        blockLength = max(1, min(aligned, entry.count))
    }

    /// An empty record for the tensor.
    func record(bits: Int) -> TensorRecord {
        let palette: Palette =
            switch levels {
            case .none: .empty
            case .exact(let palette, _): palette
            case .quantized(let quantization, _): quantization.palette
            }
        return TensorRecord(layout: layout, bits: bits, blockLength: blockLength, palette: palette)
    }

    /// Codes the block of this number.
    func encode(_ block: Int) -> EncodedBlock {
        let type = entry.type
        let elements = block * blockLength..<min((block + 1) * blockLength, entry.count)
        let range = elements.lowerBound * type.size..<elements.upperBound * type.size
        return bytes.withUnsafeBytes { bytes in
            let part = UnsafeRawBufferPointer(rebasing: bytes[range])
            switch layout {
            case .planes:
                return EncodedBlock(
                    pieces: [PlaneBlock.encode(Array(part), elementWidth: type.size)],
                    zeros: type.word.countZeros(of: part, ignoring: type.signBitOfZero), counts: planeCounts(of: part),
                    zeroPatterns: 0)
            case .sparsePlanes:
                let (mask, rest) = type.word.split(part)
                return EncodedBlock(
                    pieces: [encodeLevels(mask), PlaneBlock.encode(rest, elementWidth: type.size)],
                    zeros: type.word.countZeros(of: part, ignoring: type.signBitOfZero),
                    counts: rest.withUnsafeBytes { planeCounts(of: $0) },
                    zeroPatterns: elements.count - rest.count / type.size)
            case .levels:
                return encodeLevels(of: part)
            }
        }
    }

    private func encodeLevels(of part: UnsafeRawBufferPointer) -> EncodedBlock {
        let (found, palette): ([Int32], Palette) =
            switch levels {
            case .exact(let palette, let table): (entry.type.word.levels(of: part, in: table), palette)
            case .quantized(let quantization, let format):
                (format.levels(of: part, in: quantization), quantization.palette)
            case .none: preconditionFailure("levels of a tensor without a palette")
            }
        var counts = [Int](repeating: 0, count: palette.patterns.count + 1)
        for level in found { counts[Int(level) + palette.negativeCount] += 1 }
        let negativeZero = palette.patterns.firstIndex(of: entry.type.signBitOfZero)
        var zeros = counts[palette.negativeCount]
        if let negativeZero { zeros += counts[Int(palette.level(ofIndex: negativeZero)) + palette.negativeCount] }
        return EncodedBlock(pieces: [encodeLevels(found)], zeros: zeros, counts: counts, zeroPatterns: 0)
    }

    private func encodeLevels(_ levels: [Int32]) -> [UInt8] {
        LevelBlock.encode(levels, columns: Self.columns(of: entry), rowLengths: rowLengths).bytes
    }

    private func planeCounts(of part: UnsafeRawBufferPointer) -> [Int] {
        var counts = [Int](repeating: 0, count: 256 * entry.type.size)
        entry.type.word.countPlanes(of: part, in: &counts)
        return counts
    }

    /// The elements that belong to one output.
    private static func columns(of entry: SafetensorsHeader.Entry) -> Int {
        entry.shape.count < 2 ? max(entry.count, 1) : max(entry.count / max(entry.shape[0], 1), 1)
    }

    /// The distances at which neighbours may be alike: a whole output, the inner dimensions, and the width of an image
    /// where the inputs are as many as a square image has pixels.
    private var rowLengths: [Int] {
        let columns = Self.columns(of: entry)
        var lengths = [columns]
        func add(_ length: Int) {
            if length > 1, !lengths.contains(length) { lengths.append(length) }
        }
        var product = 1
        for extent in entry.shape.dropFirst().reversed() {
            product *= extent
            add(product)
        }
        let side = Int(Double(columns).squareRoot().rounded())
        if side >= 8, side * side == columns { add(side) }
        return Array(lengths.prefix(4))
    }
}

extension ElementType {
    /// The sign bit, where a number with no other bit set is zero.
    var signBitOfZero: UInt64 { isFloatingPoint ? signBit : 0 }
}
