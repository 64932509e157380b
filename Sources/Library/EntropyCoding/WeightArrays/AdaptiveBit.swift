/// The probability that a bit is 1, learned from the bits that came: their share at first, and a decaying average of
/// about a thousand later.
struct AdaptiveBit {
    /// The probability in the upper 22 bits, the number of bits seen in the lower 10.
    private var word: UInt32

    /// After so many bits the next one weighs no less.
    private static let limit: UInt32 = 1000

    /// A bit of which nothing is known but a guess, in units of 2⁻¹⁶.
    init(guess: UInt16 = 1 << 15) {
        word = UInt32(guess) << 16
    }

    /// In units of 2⁻¹⁶, at least 1.
    @inline(__always)
    var probabilityOfOne: UInt16 { UInt16(truncatingIfNeeded: max(1, word &>> 16)) }

    /// In units of 2⁻¹².
    @inline(__always)
    var shortProbability: Int { Int(truncatingIfNeeded: word &>> 20) }

    /// Learns one bit. After n bits the next one weighs 1 / (n + 1.5).
    @inline(__always)
    mutating func update(_ bit: Bool, _ tables: ModelTables) {
        let seen = word & 1023
        // The count below the probability takes part, which shifts a step by less than its rounding.
        let target: Int64 = bit ? 0xFFFF_FFFF : 0
        let step = (target &- Int64(word)) &* Int64(tables.rates[Int(truncatingIfNeeded: seen)])
        let probability = UInt32(truncatingIfNeeded: Int64(word) &+ step &>> 16) & ~1023
        word = probability | (seen < Self.limit ? seen &+ 1 : seen)
    }

    /// 2¹⁶ / (n + 1.5) for each n; shape `[1024]`.
    static let rates: [UInt16] = (0..<1024).map { UInt16((2 << 16) / (2 * $0 + 3)) }
}
