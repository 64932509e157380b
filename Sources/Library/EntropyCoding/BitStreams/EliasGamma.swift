// Elias' γ code of n ≥ 1: as many zeros as n has bits after its first, then n in binary. It needs no bound on n, and
// numbers near 1 are short: 1 is `1`, 2 is `010`, 3 is `011`, 4 is `00100`.
// Source: Elias, "Universal Codeword Sets and Representations of the Integers", 1975.

extension BitWriter {
    /// Appends the Elias γ code of `number`: 2⌊log₂ n⌋ + 1 bits.
    ///
    /// - Parameter number: at least 1, below 2⁵⁶.
    public mutating func writeGamma(_ number: Int) {
        precondition(number >= 1 && number < 1 << 56, "γ codes numbers of 1 ..< 2^56, not \(number)")
        let width = Int.bitWidth - number.leadingZeroBitCount
        write(0, bits: width - 1)
        write(UInt64(number), bits: width)
    }
}

extension BitReader {
    /// The number whose Elias γ code comes next.
    ///
    /// - Parameter limit: the largest number that makes sense here.
    /// - Throws: ``DamagedStream`` if the stream ends first or the number is larger than `limit`.
    public mutating func readGamma(upTo limit: Int) throws(DamagedStream) -> Int {
        let place = byteOffset
        var zeros = 0
        while try readBit() == 0 {
            zeros += 1
            if zeros > 55 { throw DamagedStream(.valueOutOfRange, at: place) }
        }
        let number = try 1 << zeros | Int(read(bits: zeros))
        guard number <= limit else { throw DamagedStream(.valueOutOfRange, at: place) }
        return number
    }
}
