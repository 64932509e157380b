/// The pseudo-random generator xoshiro256**: 256 bits of state, period 2²⁵⁶ − 1; not for secrets.
///
///     var generator = Xoshiro256(seed: 7)
///     let network = Network.leNet300100(using: &generator)
///
/// The state is filled from the seed by SplitMix64, as the authors advise. The same seed gives the same numbers on
/// every machine and with every version of Swift.
///
/// - Source: Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4), 2021.
public struct Xoshiro256: RandomNumberGenerator, Sendable, Equatable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// The generator of `seed`.
    public init(seed: UInt64) {
        var filler = SplitMix64(state: seed)
        state = (filler.next(), filler.next(), filler.next(), filler.next())
    }

    /// The generator number `stream` of `seed`: other streams of the same seed give unrelated numbers.
    ///
    /// Training draws the order of epoch `e` from stream `e` of its seed, so that any epoch can be resumed.
    public init(seed: UInt64, stream: UInt64) {
        var mixer = SplitMix64(state: seed)
        let mixed = mixer.next()
        var filler = SplitMix64(state: mixed ^ stream &* 0xD605_1B2D_6F5F_1E61)
        state = (filler.next(), filler.next(), filler.next(), filler.next())
    }

    /// The next 64 uniformly distributed bits.
    public mutating func next() -> UInt64 {
        let scrambled = rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, by: 45)
        return scrambled
    }

    /// Whether the two generators will give the same numbers.
    public static func == (a: Xoshiro256, b: Xoshiro256) -> Bool { a.state == b.state }

    private func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
}

/// SplitMix64 (Steele, Lea, Flood, 2014): fills the state of the generator above.
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
