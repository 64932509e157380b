// N: number of symbols in a message; M = 2^p: sum of the model's frequencies; K: number of states; L = 2³¹.

/// A rANS code with a fixed model: as short as arithmetic coding, and fast, since it decodes several states at once.
///
///     let code = RANSCode(counts: counts(of: message))
///     let bytes = code.encode(message)
///     try code.decode(bytes, count: message.count, as: UInt8.self) == message
///
/// ## The stream
///
/// There are K states: none for the empty message, one below ``manyStates`` symbols, else four. They take turns:
/// each has two symbols of the message, then the next one (one symbol, if p > 15). A state x stays in L ..< 2³² L.
/// Decoding starts with the K states, eight bytes each, least significant first. It pops a turn's symbols off a state
/// (``RANSState``) and then, if x < L, reads four bytes, least significant first: x′ = 2³² x + word. Encoding runs the
/// same way backwards, from states of L: so a decoder ends with states of L, which damage hardly ever leaves.
///
/// ## Why one reading for two symbols is enough
///
/// A pop divides x by at most M, so two pops leave x ≥ L / M² ≥ 1, and one word brings it back to L or above. The
/// encoder sends a word exactly if x would leave the range otherwise. Pushing s₁ and then s₀ gives x′ ≥ 2³² L exactly
/// if the state between is at least f₀ 2³² L/M, and that exactly if x ≥ f₁ f₀ 2³² L/M², for M² divides L and so every
/// bound is a whole number. The same holds for L in place of 2³² L: the states from which a word is not sent are those
/// from f₁ f₀ L/M² up to 2³² times that, so exactly one number of words fits, and the decoder knows it.
///
/// - Source: Duda, 2013 (see ``RANSState``); several states on one stream: Giesen, "Interleaved Entropy Coders", 2014.
public struct RANSCode: Hashable, Sendable {
    /// With this many symbols and more there are four states, whose 24 bytes more then weigh little.
    public static let manyStates = 4096

    /// The model.
    public let frequencies: SymbolFrequencies

    /// The least value of a state between turns.
    static let lowest: UInt64 = 1 << 31

    /// A code with this model.
    public init(frequencies: SymbolFrequencies) {
        self.frequencies = frequencies
    }

    /// A code for messages in which symbol `i` occurs `counts[i]` times, with a model of suitable precision.
    ///
    /// - Parameter counts: shape `[n]`, n ≤ 65,536; none negative.
    public init(counts: [Int]) {
        self.init(frequencies: SymbolFrequencies(counts: counts))
    }

    /// K.
    static func stateCount(for symbolCount: Int) -> Int {
        symbolCount == 0 ? 0 : symbolCount < manyStates ? 1 : 4
    }

    /// How many symbols a state pops before it may need a word.
    var symbolsPerTurn: Int { frequencies.precision <= 15 ? 2 : 1 }
}
