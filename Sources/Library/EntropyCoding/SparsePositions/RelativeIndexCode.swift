// b: bits of an index field; v: bits of a value field. The gap of a position is the number of places left out since the
// one before.

/// Sparse weights as pairs of a gap and a value in fields of fixed width, with fillers where a gap is too large.
///
/// A gap field holds 0 ..< 2^b. A larger gap needs fillers: a full gap field beside the value 0, which skips 2^b places,
/// the last of them a stored zero. Small fields are short but need many fillers; 4 or 5 bits suit a density of 10 %.
///
///     RelativeIndexCode(indexBits: 5, valueBits: 4).entries(of: [3, 40, 41])
///     // gaps 3, 31 (filler), 4, 0
///
/// - Source: Han, Mao, Dally, "Deep Compression", 2016, figure 2.
public struct RelativeIndexCode: Hashable, Sendable {
    /// b.
    public let indexBits: Int
    /// v.
    public let valueBits: Int

    /// One pair of fields, without the value.
    public struct Entry: Hashable, Sendable {
        /// How many places are left out, in `0 ..< 2^b`.
        public let gap: Int
        /// Whether a stored zero follows them, and not a weight.
        public let isFiller: Bool
    }

    /// A code with fields of these widths.
    ///
    /// - Parameters:
    ///   - indexBits: b, in `1...24`.
    ///   - valueBits: v, in `1...32`.
    public init(indexBits: Int, valueBits: Int) {
        precondition((1...24).contains(indexBits), "An index has 1...24 bits, not \(indexBits)")
        precondition((1...32).contains(valueBits), "A value has 1...32 bits, not \(valueBits)")
        self.indexBits = indexBits
        self.valueBits = valueBits
    }

    private var largestGap: Int { 1 << indexBits - 1 }

    /// The entries of weights at these positions.
    ///
    /// - Parameter positions: strictly increasing, none negative.
    /// - Complexity: O(number of entries).
    public func entries(of positions: [Int]) -> [Entry] {
        var entries: [Entry] = []
        var next = 0
        for position in positions {
            precondition(position >= next, "Positions must be strictly increasing and not negative")
            while position - next > largestGap {
                entries.append(Entry(gap: largestGap, isFiller: true))
                next += largestGap + 1
            }
            entries.append(Entry(gap: position - next, isFiller: false))
            next = position + 1
        }
        return entries
    }

    /// The fields of these weights, one pair after the other, the last byte filled with zero bits.
    ///
    /// - Parameters:
    ///   - positions: strictly increasing, none negative.
    ///   - values: one for each position, in `1 ..< 2^v`.
    /// - Complexity: O(number of entries).
    public func encode(positions: [Int], values: [Int]) -> [UInt8] {
        precondition(positions.count == values.count, "Every position needs a value")
        var writer = BitWriter()
        var index = 0
        for entry in entries(of: positions) {
            writer.write(UInt64(entry.gap), bits: indexBits)
            if entry.isFiller {
                writer.write(0, bits: valueBits)
            } else {
                precondition(values[index] > 0 && values[index] >> valueBits == 0, "A value must be in 1 ..< 2^v")
                writer.write(UInt64(values[index]), bits: valueBits)
                index += 1
            }
        }
        return writer.finish()
    }

    /// The weights whose fields are `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: from anywhere; nothing is believed of them.
    ///   - count: how many weights there are, fillers left out.
    ///   - length: the number of places; every position is below.
    /// - Throws: ``DamagedStream`` if `bytes` are not the fields of any `count` weights.
    /// - Complexity: O(number of entries); memory for no more weights than `bytes` has fields for.
    public func decode(
        _ bytes: [UInt8], count: Int, length: Int
    ) throws(DamagedStream) -> (positions: [Int], values: [Int]) {
        var reader = BitReader(bytes)
        var positions: [Int] = []
        var values: [Int] = []
        var next = 0
        while positions.count < count {
            let place = reader.byteOffset
            let gap = Int(try reader.read(bits: indexBits))
            let value = Int(try reader.read(bits: valueBits))
            guard gap < length - next, value != 0 || gap == largestGap else {
                throw DamagedStream(.valueOutOfRange, at: place)
            }
            if value != 0 {
                positions.append(next + gap)
                values.append(value)
            }
            next += gap + 1
        }
        try reader.finish()
        return (positions, values)
    }
}
