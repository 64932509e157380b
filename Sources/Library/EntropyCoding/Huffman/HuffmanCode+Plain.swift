// Encoding and decoding as the code's description reads: one word after the other, one bit after the other. The fast
// coder must give the same bytes and the same symbols.

extension HuffmanCode {
    /// What ``encode(_:)`` must give.
    package func encodePlainly(_ symbols: [Int]) -> [UInt8] {
        var writer = BitWriter()
        for symbol in symbols { writer.write(codeWords[symbol], bits: codeLengths[symbol]) }
        return writer.finish()
    }

    /// What ``decode(_:count:as:)`` must give.
    package func decodePlainly(_ bytes: [UInt8], count: Int) throws(DamagedStream) -> [Int] {
        try requirePlausible(count, in: bytes)
        var symbols: [Int] = []
        var reader = BitReader(bytes)
        let words = WordsByLength(self)
        for _ in 0..<count { symbols.append(try words.next(in: &reader)) }
        try reader.finish()
        return symbols
    }

    /// Refuses a count that the bytes cannot hold, before memory is taken for it: every word has at least one bit.
    func requirePlausible(_ count: Int, in bytes: [UInt8]) throws(DamagedStream) {
        // A division, since a count from outside may be near Int.max.
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
