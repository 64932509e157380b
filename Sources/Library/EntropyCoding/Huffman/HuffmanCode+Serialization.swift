extension HuffmanCode {
    /// The code's lengths in a compact form, from which ``init(serialized:)`` makes the code again.
    ///
    /// - Complexity: O(n).
    public var serialized: [UInt8] {
        var writer = BitWriter()
        writer.writeWidths(codeLengths)
        return writer.finish()
    }

    /// The code that ``serialized`` describes.
    ///
    /// - Throws: ``DamagedStream`` if `bytes` is not the serialized form of a code.
    /// - Complexity: O(n); memory for n ≤ 65,536 lengths and words.
    public init(serialized bytes: [UInt8]) throws(DamagedStream) {
        var reader = BitReader(bytes)
        let lengths = try reader.readWidths(atMost: Self.largestAlphabet, upTo: Self.longestWord)
        try reader.finish()
        guard Self.isCode(lengths) else { throw DamagedStream(.badModel, at: bytes.count) }
        self.init(checkedLengths: lengths)
    }
}
