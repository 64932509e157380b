/// Sparse positions as a bitmask: one bit for each of n places, at any density.
///
///     PositionBitmask.encode([1, 4], length: 6)   // [0b0100_1000]
public enum PositionBitmask {
    /// A bit for each place, the first one on top of the first byte; the last byte filled with zero bits.
    ///
    /// - Parameters:
    ///   - positions: strictly increasing, each in `0 ..< length`.
    ///   - length: n, the number of places.
    /// - Complexity: O(n).
    public static func encode(_ positions: [Int], length: Int) -> [UInt8] {
        requirePositions(positions, length: length)
        var bytes = [UInt8](repeating: 0, count: (length + 7) / 8)
        for position in positions { bytes[position / 8] |= 0x80 >> UInt8(position % 8) }
        return bytes
    }

    /// The positions whose mask is `bytes`.
    ///
    /// - Throws: ``DamagedStream`` if `bytes` is not the mask of any positions below `length`.
    /// - Complexity: O(n); memory for a position for each bit that is set.
    public static func decode(_ bytes: [UInt8], length: Int) throws(DamagedStream) -> [Int] {
        precondition(length >= 0, "There cannot be \(length) places")
        let byteCount = length / 8 + (length % 8 == 0 ? 0 : 1)
        guard bytes.count >= byteCount else { throw DamagedStream(.truncated, at: bytes.count) }
        guard bytes.count == byteCount else { throw DamagedStream(.trailingBytes, at: byteCount) }
        if length % 8 > 0, let last = bytes.last, last & (0xFF >> UInt8(length % 8)) != 0 {
            throw DamagedStream(.badEnding, at: byteCount - 1)
        }
        var positions: [Int] = []
        for (index, byte) in bytes.enumerated() {
            var left = byte
            while left != 0 {
                let bit = left.leadingZeroBitCount
                positions.append(index * 8 + bit)
                left &= ~(0x80 >> UInt8(bit))
            }
        }
        return positions
    }
}

/// Checks that positions are what every code of sparse positions asks for.
func requirePositions(_ positions: [Int], length: Int) {
    var next = 0
    for position in positions {
        precondition(position >= next, "Positions must be strictly increasing and not negative")
        next = position + 1
    }
    precondition(next <= length, "A position must be below \(length)")
}
