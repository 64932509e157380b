/// Splits Swift into tokens and leaves out comments and blanks: enough to compare code, and to see which names it
/// declares. It never fails; what is no Swift gives tokens all the same.
package struct SwiftTokens: Sequence, IteratorProtocol {
    /// What kinds of token there are.
    package enum Kind: Hashable, Sendable {
        case word, number, string, symbol
    }

    /// A piece of code.
    package struct Token: Hashable, Sendable {
        package let kind: Kind
        package let text: String
    }

    private let bytes: [UInt8]
    private var index = 0
    /// Where the last token begins, in UTF-8 bytes.
    package private(set) var start = 0

    package init(_ source: String) {
        bytes = Array(source.utf8)
    }

    package mutating func next() -> Token? {
        skipBlanks()
        guard index < bytes.count else { return nil }
        start = index
        let kind = kindOfNext()
        return Token(kind: kind, text: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func kindOfNext() -> Kind {
        let byte = bytes[index]
        if isWordByte(byte), !isDigit(byte) {
            while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
            return .word
        }
        if isDigit(byte) {
            while index < bytes.count, isWordByte(bytes[index]) || isPointInNumber { index += 1 }
            return .number
        }
        if skipString() { return .string }
        if byte == UInt8(ascii: "`") {
            index += 1
            while index < bytes.count, bytes[index] != UInt8(ascii: "`"), bytes[index] != UInt8(ascii: "\n") {
                index += 1
            }
            index = Swift.min(index + 1, bytes.count)
            return .word
        }
        if isOperatorByte(byte) {
            while index < bytes.count, isOperatorByte(bytes[index]), !isComment { index += 1 }
        } else {
            index += 1
        }
        return .symbol
    }

    private mutating func skipBlanks() {
        while index < bytes.count {
            if bytes[index] <= UInt8(ascii: " ") {
                index += 1
            } else if starts(with: "//") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            } else if starts(with: "/*") {
                skipBlockComment()
            } else {
                return
            }
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                index += 2
            } else if starts(with: "*/") {
                depth -= 1
                index += 2
            } else {
                index += 1
            }
        } while depth > 0 && index < bytes.count
        index = Swift.min(index, bytes.count)
    }

    /// Skips a string literal with all that is interpolated in it; false if none starts here.
    private mutating func skipString() -> Bool {
        var hashes = 0
        while index + hashes < bytes.count, bytes[index + hashes] == UInt8(ascii: "#") { hashes += 1 }
        let quote = index + hashes
        guard quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") else { return false }
        let isMultiline =
            quote + 2 < bytes.count && bytes[quote + 1] == bytes[quote] && bytes[quote + 2] == bytes[quote]
        let pounds = String(repeating: "#", count: hashes)
        let closing = (isMultiline ? "\"\"\"" : "\"") + pounds
        let escape = "\\" + pounds
        index = quote + (isMultiline ? 3 : 1)
        while index < bytes.count, !starts(with: closing) {
            if !isMultiline, bytes[index] == UInt8(ascii: "\n") { return true }
            if starts(with: escape) {
                index += escape.utf8.count
                if index < bytes.count, bytes[index] == UInt8(ascii: "(") { skipInterpolation() } else { index += 1 }
            } else {
                index += 1
            }
        }
        index = Swift.min(index + closing.utf8.count, bytes.count)
        return true
    }

    /// Skips from `(` to the `)` that closes it, over strings within.
    private mutating func skipInterpolation() {
        var depth = 0
        repeat {
            switch bytes[index] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\n") where depth == 0: return
            default: break
            }
            index += 1
            // Strings in strings in strings: whoever nests deeper than the text is long runs out of text first.
            if depth > 0, index < bytes.count, bytes[index] == UInt8(ascii: "\"") { skipPlainString() }
        } while depth > 0 && index < bytes.count
    }

    /// Skips a string within an interpolation up to its next quote on the line.
    private mutating func skipPlainString() {
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\n") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index = Swift.min(index + 1, bytes.count)
    }

    private func starts(with text: String) -> Bool {
        index + text.utf8.count <= bytes.count
            && bytes[index..<(index + text.utf8.count)].elementsEqual(text.utf8)
    }

    private var isComment: Bool { starts(with: "//") || starts(with: "/*") }

    private var isPointInNumber: Bool {
        bytes[index] == UInt8(ascii: ".") && index + 1 < bytes.count && isDigit(bytes[index + 1])
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || isDigit(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private func isOperatorByte(_ byte: UInt8) -> Bool { "/=-+!*%<>&|^~?.".utf8.contains(byte) }
}
