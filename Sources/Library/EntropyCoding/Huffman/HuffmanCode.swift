// n: number of symbols in the alphabet 0 ..< n; N: number of symbols in a message.

/// A canonical Huffman code: of all codes that give each symbol a whole number of bits, one with the shortest messages.
///
///     let message: [UInt8] = [0, 0, 0, 0, 1, 1, 2, 3]
///     let code = HuffmanCode(counts: counts(of: message))
///     code.codeLengths                                  // [1, 2, 3, 3]
///     code.codeWord(of: 2)                              // "110"
///     let bytes = code.encode(message)                  // 14 bits in 2 bytes
///     try code.decode(bytes, count: 8, as: UInt8.self) == message
///
/// The code is *canonical*: the words of one length are consecutive numbers in order of symbol, and shorter words come
/// first. So the lengths alone say everything, and they are all that has to be stored. A symbol that never occurs has
/// no word (length 0). An alphabet in which only one symbol occurs gives it one bit, not none: so every stream has at
/// least one bit a symbol, and a decoder can tell a count that a stream cannot hold.
///
/// - Source: Huffman, "A Method for the Construction of Minimum-Redundancy Codes", 1952.
public struct HuffmanCode: Hashable, Sendable {
    /// No word is longer: what a 64-bit register holds beside the rest of a byte.
    public static let longestWord = 56
    /// No alphabet is larger: what two bytes can tell apart.
    public static let largestAlphabet = 1 << 16

    /// The length of each symbol's word in bits, shape `[n]`; 0 for a symbol without one.
    public let codeLengths: [Int]
    /// Each symbol's word, in the low bits, shape `[n]`.
    package let codeWords: [UInt64]

    /// An optimal code for messages in which symbol `i` occurs `counts[i]` times.
    ///
    /// Of equal choices the one is taken that merges single symbols before merged ones, and smaller symbols first: so
    /// the same counts always give the same code, and of all optimal codes one whose longest word is shortest.
    ///
    /// - Parameter counts: shape `[n]`, n ≤ 65,536; none negative, with sum below 2³⁹.
    /// - Complexity: O(n log n).
    public init(counts: [Int]) {
        self.init(checkedLengths: Self.optimalLengths(counts: counts))
    }

    /// The code with these lengths.
    ///
    /// - Parameter codeLengths: shape `[n]`, each in `0...56`; complete, which is to say Σ 2^−length = 1 over the
    ///   symbols that have a word, or a single symbol with length 1, or no symbol at all.
    public init(codeLengths: [Int]) {
        precondition(Self.isCode(codeLengths), "These lengths are not those of a complete prefix code")
        self.init(checkedLengths: codeLengths)
    }

    init(checkedLengths lengths: [Int]) {
        codeLengths = lengths
        var words = [UInt64](repeating: 0, count: lengths.count)
        var next: UInt64 = 0
        var width = 0
        for symbol in Self.canonicalOrder(lengths) {
            next <<= UInt64(lengths[symbol] - width)
            width = lengths[symbol]
            words[symbol] = next
            next += 1
        }
        codeWords = words
    }

    /// The symbols that have a word, by length and then by number.
    package static func canonicalOrder(_ lengths: [Int]) -> [Int] {
        lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    }

    /// Whether canonical words of these lengths are a code that ``HuffmanCode`` can have made.
    static func isCode(_ lengths: [Int]) -> Bool {
        guard lengths.count <= largestAlphabet else { return false }
        var used = 0
        let whole = 1 << longestWord
        var share = 0
        for length in lengths where length != 0 {
            guard (1...longestWord).contains(length) else { return false }
            used += 1
            share += whole >> length
            // Told at once: 65,536 words of one bit would overflow the sum.
            guard share <= whole else { return false }
        }
        return switch used {
        case 0: true
        case 1: share == whole / 2
        default: share == whole
        }
    }
}

extension HuffmanCode {
    /// The size of the alphabet, n, symbols without a word included.
    public var alphabetSize: Int { codeLengths.count }

    /// The word of `symbol` as text of zeros and ones; empty if it has none.
    public func codeWord(of symbol: Int) -> String {
        let digits = String(codeWords[symbol], radix: 2)
        let length = codeLengths[symbol]
        return length == 0 ? "" : String(repeating: "0", count: length - digits.count) + digits
    }

    /// How many bits a message takes in which symbol `i` occurs `counts[i]` times.
    ///
    /// - Parameter counts: shape `[n]`; 0 for every symbol without a word.
    /// - Complexity: O(n).
    public func bitCount(counts: [Int]) -> Int {
        precondition(counts.count == alphabetSize, "A count for each of the \(alphabetSize) symbols is needed")
        var bits = 0
        for (symbol, count) in counts.enumerated() where count > 0 {
            precondition(codeLengths[symbol] > 0, "Symbol \(symbol) has no word in this code")
            bits += count * codeLengths[symbol]
        }
        return bits
    }

    /// The average length of a word, in bits per symbol, in messages with these counts; 0 if they are empty.
    ///
    /// - Parameter counts: shape `[n]`; 0 for every symbol without a word.
    /// - Complexity: O(n).
    public func averageLength(counts: [Int]) -> Double {
        let total = counts.reduce(0, +)
        return total == 0 ? 0 : Double(bitCount(counts: counts)) / Double(total)
    }
}
