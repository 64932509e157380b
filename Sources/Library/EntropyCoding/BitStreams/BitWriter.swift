/// Writes numbers of any width, one after the other, into bytes, most significant bit first.
///
///     var writer = BitWriter()
///     writer.write(0b101, bits: 3)
///     writer.write(1, bits: 2)
///     writer.finish()   // [0b101_01_000]
public struct BitWriter: Sendable {
    private var bytes: [UInt8] = []
    /// The last `pendingCount` bits, below any older ones; always fewer than eight between calls.
    private var pending: UInt64 = 0
    private var pendingCount = 0

    /// A writer that has written nothing.
    public init() {}

    /// How many bits were written.
    public var bitCount: Int { bytes.count * 8 + pendingCount }

    /// Appends the `bits` low bits of `value`, highest first.
    ///
    /// - Parameters:
    ///   - value: below 2^`bits`.
    ///   - bits: in `0...56`.
    public mutating func write(_ value: UInt64, bits: Int) {
        precondition((0...56).contains(bits), "One call writes 0...56 bits, not \(bits)")
        precondition(value >> UInt64(bits) == 0, "\(value) has more than \(bits) bits")
        pending = pending << UInt64(bits) | value
        pendingCount += bits
        while pendingCount >= 8 {
            pendingCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingCount)))
        }
    }

    /// The bytes written, the last one filled with zero bits.
    public consuming func finish() -> [UInt8] {
        if pendingCount > 0 { write(0, bits: 8 - pendingCount) }
        return bytes
    }
}
