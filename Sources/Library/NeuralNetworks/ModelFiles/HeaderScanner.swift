/// Reads the JSON of a safetensors header, which is objects of strings, of arrays of whole numbers, and of objects.
///
/// Nothing here calls itself, so that no header can exhaust the stack.
struct HeaderScanner {
    typealias Failure = SafetensorsHeader.Failure

    let bytes: [UInt8]
    private(set) var position: Int
    let end: Int

    init(bytes: [UInt8], position: Int, end: Int) {
        self.bytes = bytes
        self.position = position
        self.end = end
    }

    mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Reads an object and lets `body` read the value of each key.
    mutating func readObject(
        _ body: (inout HeaderScanner, String) throws(Failure) -> Void
    ) throws(Failure) {
        try read("{")
        if readIf("}") { return }
        repeat {
            let key = try readString()
            try read(":")
            try body(&self, key)
        } while readIf(",")
        try read("}")
    }

    /// Reads an array of whole numbers from 0 to 2⁶³ − 1.
    mutating func readIntegers() throws(Failure) -> [Int] {
        try read("[")
        if readIf("]") { return [] }
        var numbers: [Int] = []
        repeat { numbers.append(try readInteger()) } while readIf(",")
        try read("]")
        return numbers
    }

    /// Reads a string and resolves its escapes.
    mutating func readString() throws(Failure) -> String {
        try read("\"")
        let start = position
        var units: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else {
                    throw expected("valid UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"): units.append(contentsOf: String(try readEscape()).utf8)
            case 0..<0x20: throw expected("no control character in a string", at: position - 1)
            default: units.append(byte)
            }
        }
        throw expected("the end of a string", at: end)
    }

    /// Reads what may follow the header's object: spaces up to the data.
    mutating func readPadding() throws(Failure) {
        skipSpace()
        guard position == end else { throw expected("nothing but spaces", at: position) }
    }

    private var peek: UInt8? { position < end ? bytes[position] : nil }

    private mutating func readIf(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func read(_ character: Unicode.Scalar) throws(Failure) {
        guard readIf(character) else { throw expected("\(character)", at: position) }
    }

    private mutating func readInteger() throws(Failure) -> Int {
        skipSpace()
        let start = position
        var number = 0
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowOfSum) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !overflow, !overflowOfSum else { throw expected("a number below 2^63", at: start) }
            number = sum
            position += 1
        }
        let hasLeadingZero = position > start + 1 && bytes[start] == UInt8(ascii: "0")
        guard position > start, !hasLeadingZero else { throw expected("a whole number", at: start) }
        return number
    }

    private mutating func readEscape() throws(Failure) -> Unicode.Scalar {
        guard let byte = peek else { throw expected("the end of an escape", at: end) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try readUnicodeEscape()
        default: throw expected("an escape that JSON has", at: position - 1)
        }
    }

    /// Four hexadecimal digits, or two times four with `\u` between for a character outside of the basic plane.
    private mutating func readUnicodeEscape() throws(Failure) -> Unicode.Scalar {
        let start = position
        let first = try readHexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard 0xD800..<0xDC00 ~= first, position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw expected("a pair of surrogates", at: start) }
        position += 2
        let second = try readHexadecimal()
        guard 0xDC00..<0xE000 ~= second,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw expected("a pair of surrogates", at: start) }
        return scalar
    }

    private mutating func readHexadecimal() throws(Failure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw expected("four hexadecimal digits", at: position)
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private func expected(_ what: String, at offset: Int) -> Failure {
        Failure(offset: offset, problem: .malformedHeader(expected: what))
    }
}
