// The serialized form: γ(precision + 1), the list of the frequencies' bit widths, the bits of each frequency after its
// first, and zero bits up to a whole byte.

extension SymbolFrequencies {
    /// The model in a compact form, from which ``init(serialized:)`` makes it again.
    ///
    /// - Complexity: O(n).
    public var serialized: [UInt8] {
        var writer = BitWriter()
        writer.writeGamma(precision + 1)
        let widths = frequencies.map { Int.bitWidth - $0.leadingZeroBitCount }
        writer.writeWidths(widths)
        for (frequency, width) in zip(frequencies, widths) where width > 1 {
            writer.write(UInt64(frequency - 1 << (width - 1)), bits: width - 1)
        }
        return writer.finish()
    }

    /// The model that ``serialized`` describes.
    ///
    /// - Throws: ``DamagedStream`` if `bytes` is not the serialized form of a model.
    /// - Complexity: O(n); memory for n ≤ 65,536 frequencies.
    public init(serialized bytes: [UInt8]) throws(DamagedStream) {
        var reader = BitReader(bytes)
        let precision = try reader.readGamma(upTo: Self.largestPrecision + 1) - 1
        let widths = try reader.readWidths(atMost: Self.largestAlphabet, upTo: Self.largestPrecision + 1)
        var frequencies: [Int] = []
        frequencies.reserveCapacity(widths.count)
        var sum = 0
        for width in widths {
            let frequency = try width == 0 ? 0 : 1 << (width - 1) | Int(reader.read(bits: width - 1))
            frequencies.append(frequency)
            sum += frequency
        }
        try reader.finish()
        guard sum == 1 << precision || sum == 0 && precision == 12 else {
            throw DamagedStream(.badModel, at: bytes.count)
        }
        self.init(checked: frequencies, precision: precision)
    }
}
