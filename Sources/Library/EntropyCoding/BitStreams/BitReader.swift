/// Reads numbers of any width from bytes, most significant bit first, as ``BitWriter`` writes them.
public struct BitReader: Sendable {
    private let bytes: [UInt8]
    /// How many bits were read.
    public internal(set) var bitOffset = 0

    /// A reader at the first bit of `bytes`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bits are left.
    public var bitsLeft: Int { bytes.count * 8 - bitOffset }

    /// The byte that holds the next bit.
    public var byteOffset: Int { bitOffset / 8 }

    /// The next bit: 0 or 1.
    ///
    /// - Throws: ``DamagedStream`` if there is none.
    public mutating func readBit() throws(DamagedStream) -> UInt64 {
        guard bitsLeft > 0 else { throw DamagedStream(.truncated, at: bytes.count) }
        let bit = bytes[bitOffset / 8] >> UInt8(7 - bitOffset % 8) & 1
        bitOffset += 1
        return UInt64(bit)
    }

    /// The number that the next `bits` bits spell, highest first.
    ///
    /// - Parameter bits: in `0...64`.
    /// - Throws: ``DamagedStream`` if fewer are left; nothing is read then.
    public mutating func read(bits: Int) throws(DamagedStream) -> UInt64 {
        precondition((0...64).contains(bits), "One call reads 0...64 bits, not \(bits)")
        guard bits <= bitsLeft else { throw DamagedStream(.truncated, at: bytes.count) }
        var value: UInt64 = 0
        for _ in 0..<bits { value = try value << 1 | readBit() }
        return value
    }

    /// All bytes from this one on.
    func bytesFrom(_ offset: Int) -> [UInt8] { Array(bytes[offset...]) }

    /// Checks that the stream ends here, as ``BitWriter/finish()`` ends it.
    ///
    /// - Throws: ``DamagedStream`` if whole bytes are left, or a bit that fills the last byte is set.
    public mutating func finish() throws(DamagedStream) {
        guard bitsLeft < 8 else { throw DamagedStream(.trailingBytes, at: (bitOffset + 7) / 8) }
        let place = byteOffset
        guard try read(bits: bitsLeft) == 0 else { throw DamagedStream(.badEnding, at: place) }
    }
}
