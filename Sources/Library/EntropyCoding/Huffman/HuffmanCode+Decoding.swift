extension HuffmanCode {
    /// The message of `count` symbols that ``encode(_:)`` turned into `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: from anywhere; nothing is believed of them.
    ///   - count: N, how many symbols were encoded.
    ///   - type: the type of the symbols, wide enough for n − 1.
    /// - Throws: ``DamagedStream`` if `bytes` is not the code of any `count` symbols.
    /// - Complexity: O(N + n); memory for N symbols, which are at most eight for each byte, and for the code's table.
    @specialized(where Symbol == UInt8)
    @specialized(where Symbol == UInt16)
    @specialized(where Symbol == Int)
    public func decode<Symbol: FixedWidthInteger>(
        _ bytes: [UInt8], count: Int, as type: Symbol.Type = Symbol.self
    ) throws(DamagedStream) -> [Symbol] {
        try requirePlausible(count, in: bytes, as: type)
        var symbols: [Symbol] = []
        symbols.reserveCapacity(count)
        var reader = BitReader(bytes)
        let words = WordsByLength(self)
        for _ in 0..<count { symbols.append(Symbol(truncatingIfNeeded: try words.next(in: &reader))) }
        try reader.finish()
        return symbols
    }

    /// Checks what can be told before decoding: that the symbols fit their type and the count fits the bytes.
    func requirePlausible<Symbol: FixedWidthInteger>(
        _ count: Int, in bytes: [UInt8], as type: Symbol.Type
    ) throws(DamagedStream) {
        precondition(count >= 0, "A message cannot have \(count) symbols")
        precondition(
            alphabetSize == 0 || Symbol(exactly: alphabetSize - 1) != nil,
            "Symbols up to \(alphabetSize - 1) do not fit \(Symbol.self): decode as a wider type")
        // Every word has at least one bit. Said with a division, since a count from outside may be near Int.max.
        guard count == 0 || (count - 1) / 8 < bytes.count else { throw DamagedStream(.truncated, at: bytes.count) }
    }
}

/// The words of a canonical code, in the form in which a reader finds them bit by bit.
///
/// Words of one length are consecutive numbers, so a number read so far is a word of its length exactly if it is below
/// the first number that is not.
struct WordsByLength {
    /// The symbols with words, in order of word.
    private let symbols: [Int]
    /// For each length: one more than its last word, and how far back its words lie in `symbols`.
    private let rows: [(end: UInt64, offset: Int)]

    init(_ code: HuffmanCode) {
        symbols = HuffmanCode.canonicalOrder(code.codeLengths)
        var counts = [Int](repeating: 0, count: (code.codeLengths.max() ?? 0) + 1)
        for symbol in symbols { counts[code.codeLengths[symbol]] += 1 }
        var rows: [(end: UInt64, offset: Int)] = [(0, 0)]
        var end: UInt64 = 0
        var before = 0
        for count in counts.dropFirst() {
            let first = end << 1
            end = first + UInt64(count)
            before += count
            rows.append((end, Int(end) - before))
        }
        self.rows = rows
    }

    /// Reads one word.
    ///
    /// - Returns: its symbol.
    /// - Throws: ``DamagedStream`` if the stream ends first or its bits are no word of the code.
    func next(in reader: inout BitReader) throws(DamagedStream) -> Int {
        let place = reader.byteOffset
        var number: UInt64 = 0
        for (end, offset) in rows.dropFirst() {
            number = try number << 1 | reader.readBit()
            if number < end { return symbols[Int(number) - offset] }
        }
        throw DamagedStream(.valueOutOfRange, at: place)
    }
}
