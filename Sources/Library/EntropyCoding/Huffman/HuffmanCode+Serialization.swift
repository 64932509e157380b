// The serialized form, most significant bit first: γ(n + 1); then, until n lengths are told, either
//     0, γ(r)            r ≥ 1 symbols without a word; never twice in a row
//     1, γ(z + 1)        one symbol, whose length differs from the last one told (8 at first) by d = 0, +1, −1, +2, …
//                        for z = 0, 1, 2, 3, …
// and zero bits up to a whole byte. Lengths of neighbouring weight codes differ little, so most of them take two to
// four bits.

extension HuffmanCode {
    /// The code's lengths in a compact form of their own, from which ``init(serialized:)`` makes the code again.
    ///
    /// - Complexity: O(n).
    public var serialized: [UInt8] {
        var writer = BitWriter()
        writer.writeGamma(alphabetSize + 1)
        var last = 8
        var symbol = 0
        while symbol < alphabetSize {
            let absent = codeLengths[symbol...].prefix { $0 == 0 }.count
            if absent > 0 {
                writer.write(0, bits: 1)
                writer.writeGamma(absent)
                symbol += absent
            } else {
                let difference = codeLengths[symbol] - last
                writer.write(1, bits: 1)
                writer.writeGamma((difference > 0 ? 2 * difference - 1 : -2 * difference) + 1)
                last = codeLengths[symbol]
                symbol += 1
            }
        }
        return writer.finish()
    }

    /// The code that ``serialized`` describes.
    ///
    /// - Throws: ``DamagedStream`` if `bytes` is not the serialized form of a code.
    /// - Complexity: O(n); memory for n ≤ 65,536 lengths and words.
    public init(serialized bytes: [UInt8]) throws(DamagedStream) {
        var reader = BitReader(bytes)
        let count = try reader.readGamma(upTo: Self.largestAlphabet + 1) - 1
        var lengths: [Int] = []
        var last = 8
        var afterAbsent = false
        while lengths.count < count {
            let place = reader.byteOffset
            if try reader.readBit() == 0 {
                guard !afterAbsent else { throw DamagedStream(.badModel, at: place) }
                let absent = try reader.readGamma(upTo: count - lengths.count)
                lengths.append(contentsOf: repeatElement(0, count: absent))
                afterAbsent = true
            } else {
                let zigzag = try reader.readGamma(upTo: 2 * Self.longestWord) - 1
                last += zigzag % 2 == 1 ? (zigzag + 1) / 2 : -zigzag / 2
                guard (1...Self.longestWord).contains(last) else { throw DamagedStream(.badModel, at: place) }
                lengths.append(last)
                afterAbsent = false
            }
        }
        try reader.finish()
        guard Self.isCode(lengths) else { throw DamagedStream(.badModel, at: bytes.count) }
        self.init(checkedLengths: lengths)
    }
}
