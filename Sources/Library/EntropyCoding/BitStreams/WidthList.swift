// A list of n small numbers, most of them near their neighbours: the word lengths of a code, the bit widths of
// frequencies. Its form: γ(n + 1); then, until n widths are told, either
//     0, γ(r)            r ≥ 1 zeros; never twice in a row
//     1, γ(z + 1)        one width, which differs from the last one told (8 at first) by d = 0, +1, −1, +2, …
//                        for z = 0, 1, 2, 3, …
// A width takes two to four bits where neighbours differ little.

extension BitWriter {
    /// Appends a list of widths, none negative.
    mutating func writeWidths(_ widths: [Int]) {
        writeGamma(widths.count + 1)
        var last = 8
        var index = 0
        while index < widths.count {
            let zeros = widths[index...].prefix { $0 == 0 }.count
            if zeros > 0 {
                write(0, bits: 1)
                writeGamma(zeros)
                index += zeros
            } else {
                let difference = widths[index] - last
                write(1, bits: 1)
                writeGamma((difference > 0 ? 2 * difference - 1 : -2 * difference) + 1)
                last = widths[index]
                index += 1
            }
        }
    }
}

extension BitReader {
    /// The list of widths that comes next.
    ///
    /// - Parameters:
    ///   - limit: the most widths that make sense here; memory is taken for no more.
    ///   - largest: the largest width that makes sense.
    /// - Throws: ``DamagedStream`` if there is no such list.
    mutating func readWidths(atMost limit: Int, upTo largest: Int) throws(DamagedStream) -> [Int] {
        let count = try readGamma(upTo: limit + 1) - 1
        var widths: [Int] = []
        var last = 8
        var afterZeros = false
        while widths.count < count {
            let place = byteOffset
            if try readBit() == 0 {
                guard !afterZeros else { throw DamagedStream(.badModel, at: place) }
                let zeros = try readGamma(upTo: count - widths.count)
                widths.append(contentsOf: repeatElement(0, count: zeros))
                afterZeros = true
            } else {
                let zigzag = try readGamma(upTo: 2 * largest + 16) - 1
                last += zigzag % 2 == 1 ? (zigzag + 1) / 2 : -zigzag / 2
                guard (1...largest).contains(last) else { throw DamagedStream(.badModel, at: place) }
                widths.append(last)
                afterZeros = false
            }
        }
        return widths
    }
}
