/// CRC-32C of bytes: 32 bits that hardly any damage leaves as they were, and no burst of up to 32 bits.
///
/// - Source: Castagnoli, Bräuer, Herrmann, "Optimization of Cyclic Redundancy-Check Codes with 24 and 32 Parity Bits",
///   1993; eight tables at once: Kounavis, Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC
///   Generation", 2008.
package struct Checksum {
    /// The remainders of each byte with 0 to 7 zero bytes behind it; shape `[8 · 256]`.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0x82F6_3B78 : 0) }
            tables[byte] = remainder
        }
        for entry in 256..<8 * 256 {
            let before = tables[entry - 256]
            tables[entry] = before >> 8 ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()

    /// The checksum of `bytes`.
    ///
    /// - Complexity: O(n), about 1 ns a byte.
    package static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            bytes.withUnsafeBytes { bytes in
                var remainder = UInt32.max
                var index = 0
                while index &+ 8 <= bytes.count {
                    let raw = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    let word = raw ^ UInt64(remainder)
                    remainder = 0
                    for byte in 0..<8 {
                        remainder ^=
                            tables[(7 &- byte) &* 256 &+ Int(truncatingIfNeeded: word &>> UInt64(8 &* byte) & 0xFF)]
                    }
                    index &+= 8
                }
                while index < bytes.count {
                    remainder =
                        remainder &>> 8 ^ tables[Int(truncatingIfNeeded: (remainder ^ UInt32(bytes[index])) & 0xFF)]
                    index &+= 1
                }
                return ~remainder
            }
        }
    }

    /// `bytes` with their checksum behind them, least significant byte first.
    package static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var sealed = bytes
        sealed.append(littleEndian: of(bytes[...]))
        return sealed
    }

    /// The bytes before the checksum at their end.
    ///
    /// - Throws: ``DamagedStream`` if it is not theirs.
    static func opened(_ bytes: [UInt8]) throws(DamagedStream) -> [UInt8] {
        guard bytes.count >= 4 else { throw DamagedStream(.truncated, at: bytes.count) }
        let content = bytes.dropLast(4)
        let stored = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard of(content) == stored else { throw DamagedStream(.badChecksum, at: content.count) }
        return Array(content)
    }
}
