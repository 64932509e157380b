import CourseReading

/// A line of an `output` or `diagnostics` fence: text, numbers, wildcards and captures.
struct LinePattern {
    /// What a typed capture asks of its number.
    enum Constraint: Hashable {
        case comparison(String, String)
        case range(String, String)

        /// Whether a number token fulfils it.
        func admits(_ token: String) -> Bool {
            guard let value = DecimalNumber(token) else { return false }
            switch self {
            case .comparison(let sign, let bound):
                guard let bound = DecimalNumber(bound) else { return false }
                switch sign {
                case ">=": return value >= bound
                case "<=": return value <= bound
                case ">": return value > bound
                case "<": return value < bound
                default: return value == bound
                }
            case .range(let low, let high):
                guard let low = DecimalNumber(low), let high = DecimalNumber(high) else { return false }
                return low <= value && value <= high
            }
        }
    }

    /// A piece of the line.
    enum Element: Hashable {
        case text([UInt8])
        case number(String)
        /// `<...>`: any text, also none.
        case any
        /// `<name>`: some text, the same wherever the name returns.
        case capture(String)
        /// `<name: >= 0.97>`: one number.
        case typed(String, Constraint)
    }

    /// The line as written, without trailing blanks.
    let source: String
    private(set) var elements: [Element] = []
    /// The pieces of ``source`` that the elements were read from.
    private(set) var spellings: [String] = []

    /// Reads a line; whatever is no wildcard is text.
    ///
    /// - Complexity: O(n) for a line of n bytes.
    init(_ line: String) {
        source = withoutTrailingBlanks(line)
        let bytes = Array(source.utf8)
        var text: [UInt8] = []
        var index = Self.leadingEscapes(bytes)
        if index > 0 { text = Array(bytes[1..<index]) }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "<") {
                text.append(UInt8(ascii: "<"))
                index += 2
            } else if let (element, end) = Self.wildcard(in: bytes, at: index) {
                append(text)
                text = []
                elements.append(element)
                spellings.append(String(decoding: bytes[index..<end], as: UTF8.self))
                index = end
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        append(text)
    }

    /// The names that it captures.
    var captureNames: [String] {
        elements.compactMap { element in
            switch element {
            case .capture(let name), .typed(let name, _): name
            default: nil
            }
        }
    }

    /// The text of the line if nothing in it is a wildcard.
    var plainText: [UInt8]? {
        var result: [UInt8] = []
        for element in elements {
            switch element {
            case .text(let text): result += text
            case .number(let text): result += Array(text.utf8)
            default: return nil
            }
        }
        return result
    }

    /// The number of backslashes that the line begins with if `...` follows them, of which the first is an escape.
    private static func leadingEscapes(_ bytes: [UInt8]) -> Int {
        let count = bytes.prefix { $0 == UInt8(ascii: "\\") }.count
        return count > 0 && bytes[count...].starts(with: "...".utf8) ? count : 0
    }

    /// Splits text into numbers and what stands between them.
    private mutating func append(_ text: [UInt8]) {
        var start = 0
        for token in numberTokens(in: text) {
            appendText(text[start..<token.lowerBound])
            elements.append(.number(String(decoding: text[token], as: UTF8.self)))
            spellings.append(String(decoding: text[token], as: UTF8.self))
            start = token.upperBound
        }
        appendText(text[start...])
    }

    private mutating func appendText(_ text: ArraySlice<UInt8>) {
        guard !text.isEmpty else { return }
        elements.append(.text(Array(text)))
        spellings.append(String(decoding: text, as: UTF8.self))
    }

    /// The wildcard that begins at an index, and its end.
    private static func wildcard(in bytes: [UInt8], at start: Int) -> (Element, Int)? {
        guard bytes[start] == UInt8(ascii: "<") else { return nil }
        if bytes[start...].starts(with: "<...>".utf8) { return (.any, start + 5) }
        if start > 0, followsLetter(bytes, start) { return nil }
        let nameEnd = bytes[(start + 1)...].firstIndex { !(isWordByte($0) || $0 == UInt8(ascii: "-")) } ?? bytes.count
        let name = String(decoding: bytes[(start + 1)..<nameEnd], as: UTF8.self)
        guard isCaptureName(name), nameEnd < bytes.count else { return nil }
        if bytes[nameEnd] == UInt8(ascii: ">") { return (.capture(name), nameEnd + 1) }
        guard bytes[nameEnd] == UInt8(ascii: ":"), let (constraint, end) = constraint(in: bytes, at: nameEnd + 1) else {
            return nil
        }
        return (.typed(name, constraint), end)
    }

    /// Whether a wildcard begins at an index of a line.
    static func beginsWildcard(_ bytes: [UInt8], at index: Int) -> Bool {
        wildcard(in: bytes, at: index) != nil
    }

    private static func followsLetter(_ bytes: [UInt8], _ start: Int) -> Bool {
        if bytes[start - 1] < 0x80 { return isWordByte(bytes[start - 1]) }
        let before = String(decoding: bytes[max(0, start - 4)..<start], as: UTF8.self)
        guard let scalar = before.unicodeScalars.last else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
    }

    /// Reads ` >= 0.97>` or ` 9.5...10.5>`.
    private static func constraint(in bytes: [UInt8], at start: Int) -> (Constraint, Int)? {
        var index = start
        func skipBlanks() { while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 } }
        func number() -> String? {
            guard index < bytes.count, let end = numberEnd(in: bytes, at: index) else { return nil }
            let text = String(decoding: bytes[index..<end], as: UTF8.self)
            guard DecimalNumber(text) != nil else { return nil }
            index = end
            return text
        }
        func isClosed() -> Bool {
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ">") else { return false }
            index += 1
            return true
        }
        skipBlanks()
        for sign in [">=", "<=", "==", ">", "<"] where bytes[index...].starts(with: sign.utf8) {
            index += sign.utf8.count
            skipBlanks()
            guard let bound = number(), isClosed() else { return nil }
            return (.comparison(sign, bound), index)
        }
        guard let low = number() else { return nil }
        skipBlanks()
        guard index < bytes.count, bytes[index...].starts(with: "...".utf8) else { return nil }
        index += 3
        skipBlanks()
        guard let high = number(), isClosed() else { return nil }
        return (.range(low, high), index)
    }
}

/// A text without the blanks at its end, carriage returns among them.
func withoutTrailingBlanks(_ text: String) -> String {
    let bytes = text.utf8
    let kept = bytes.reversed().drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0B || $0 == 0x0C }.count
    return kept == bytes.count ? text : String(decoding: bytes.prefix(kept), as: UTF8.self)
}
