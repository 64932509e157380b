extension HuffmanCode {
    /// The message of `count` symbols that ``encode(_:)`` turned into `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: from anywhere; nothing is believed of them.
    ///   - count: N, how many symbols were encoded.
    ///   - type: the type of the symbols, wide enough for n − 1. Of a code that came from outside, look at
    ///     ``alphabetSize`` first.
    /// - Throws: ``DamagedStream`` if `bytes` is not the code of any `count` symbols.
    /// - Complexity: O(N + n); memory for N symbols, which are at most eight for each byte, and 16 KB for a table.
    @specialized(where Symbol == UInt8)
    @specialized(where Symbol == UInt16)
    @specialized(where Symbol == Int)
    public func decode<Symbol: FixedWidthInteger>(
        _ bytes: [UInt8], count: Int, as type: Symbol.Type = Symbol.self
    ) throws(DamagedStream) -> [Symbol] {
        requireRoom(for: count, symbolsOf: alphabetSize, in: type)
        try requirePlausible(count, in: bytes)
        let words = WordsByLength(self)
        var damage: DamagedStream?
        let symbols = [Symbol](unsafeUninitializedCapacity: count) { symbols, initialized in
            do throws(DamagedStream) {
                // A table costs as much as some hundred words read bit by bit.
                let table = count < 512 ? nil : PrefixTable(self, symbolsPerEntry: alphabetSize <= 256 ? 7 : 1)
                try decode(bytes, into: symbols, count: count, words, table)
                initialized = count
            } catch {
                damage = error
                initialized = 0
            }
        }
        if let damage { throw damage }
        return symbols
    }

    @inline(__always)
    private func decode<Symbol: FixedWidthInteger>(
        _ bytes: [UInt8], into symbols: UnsafeMutableBufferPointer<Symbol>, count: Int, _ words: WordsByLength,
        _ table: PrefixTable?
    ) throws(DamagedStream) {
        var reader = BitReader(bytes)
        var done = 0
        while done < count {
            let before = done
            if let table {
                reader.bitOffset = bytes.withUnsafeBytes { bytes in
                    table.entries.withUnsafeBufferPointer { entries in
                        table.decode(bytes, from: reader.bitOffset, entries, into: symbols, done: &done, count: count)
                    }
                }
            }
            // The table stops before a word longer than its prefixes, and near either end.
            let nearEnd = done == before || count - done < 64
            for _ in 0..<(nearEnd ? min(64, count - done) : 1) {
                symbols.initializeElement(at: done, to: Symbol(truncatingIfNeeded: try words.next(in: &reader)))
                done += 1
            }
        }
        try reader.finish()
    }
}

/// For each prefix of 11 bits the symbols whose words it holds whole: one fetch decodes several symbols.
///
/// Symbols below 256 are kept one to a byte, at most seven; larger ones alone, in the two lowest bytes. The top byte
/// holds the number of symbols, times 16, and the number of bits that their words take. It is 0 where the first word is
/// longer than the prefix.
private struct PrefixTable {
    static let bits = 11
    let entries: [UInt64]
    private let symbolsPerEntry: Int

    init(_ code: HuffmanCode, symbolsPerEntry: Int) {
        self.symbolsPerEntry = symbolsPerEntry
        // First the one word at the beginning of each prefix.
        var first = [(symbol: Int, length: Int)](repeating: (0, 0), count: 1 << Self.bits)
        for (symbol, length) in code.codeLengths.enumerated() where (1...Self.bits).contains(length) {
            let lowest = Int(code.codeWords[symbol]) << (Self.bits - length)
            for prefix in lowest..<lowest + 1 << (Self.bits - length) { first[prefix] = (symbol, length) }
        }
        let mask = 1 << Self.bits - 1
        entries = (0...mask).map { prefix in
            var entry: UInt64 = 0
            var used = 0
            var count = 0
            while count < symbolsPerEntry {
                let (symbol, length) = first[prefix << used & mask]
                guard length > 0, used + length <= Self.bits else { break }
                entry |= UInt64(symbol) << UInt64(8 * count)
                used += length
                count += 1
            }
            return entry | UInt64(count << 4 | used) << 56
        }
    }

    /// Decodes as long as neither end is near and all words are short.
    ///
    /// - Parameters:
    ///   - offset: the bit to begin at.
    ///   - done: how many symbols there are, of `count`.
    /// - Returns: the bit at which it stopped.
    @inline(__always)
    func decode<Symbol: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, from offset: Int, _ entries: UnsafeBufferPointer<UInt64>,
        into symbols: UnsafeMutableBufferPointer<Symbol>, done: inout Int, count: Int
    ) -> Int {
        guard let start = bytes.baseAddress, let first = symbols.baseAddress else { return offset }
        var bit = offset
        var out = first + done
        // A register holds 57 bits that count, enough for five prefixes; each writes 8 symbols, the last ones for
        // nothing.
        let lastByte = bytes.count - 8
        let lastOut = first + count - 5 * 8
        decoding: while bit &>> 3 <= lastByte, out <= lastOut {
            let raw = UInt64(bigEndian: start.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
            var register = raw &<< UInt64(truncatingIfNeeded: bit & 7)
            for _ in 0..<5 {
                let entry = entries[Int(truncatingIfNeeded: register &>> UInt64(64 - Self.bits))]
                let info = entry &>> 56
                if info == 0 { break decoding }
                if symbolsPerEntry == 1 {
                    out.initialize(to: Symbol(truncatingIfNeeded: entry & 0xFFFF))
                } else if Symbol.self == UInt8.self {
                    UnsafeMutableRawPointer(out).storeBytes(of: entry.littleEndian, as: UInt64.self)
                } else {
                    for index in 0..<7 {
                        let symbol = entry &>> UInt64(8 &* index) & 0xFF
                        (out + index).initialize(to: Symbol(truncatingIfNeeded: symbol))
                    }
                }
                out += Int(truncatingIfNeeded: info &>> 4)
                register &<<= info & 15
                bit &+= Int(truncatingIfNeeded: info & 15)
            }
        }
        done = out - first
        return bit
    }
}
