import SwiftPrograms

/// A program that differs from another in one small thing, as a slip of the keyboard or of the mind would.
public struct Mutant: Hashable, Sendable {
    /// The line of the change, from 1.
    public let line: Int
    /// What was changed, such as ``5:12 `<` → `<=` ``; unique among the mutants of a text.
    public let name: String
    /// The whole text.
    public let text: String
    /// The line before the change.
    public let before: String
    /// The line after the change.
    public let after: String
}

extension Mutant {
    /// The mutants of a text, from its first line to its last.
    ///
    /// They come from the tokens alone: a comparison flipped or made strict, `+` for `-`, `&&` for `||`, a constant one
    /// off, a range with or without its end, `min` for `max`, a statement of one line dropped. Some do not compile.
    public static func all(of text: String) -> [Mutant] {
        var maker = MutantMaker(text)
        return maker.make()
    }
}

private struct MutantMaker {
    private let bytes: [UInt8]
    private let lineStarts: [Int]
    private var mutants: [Mutant] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    mutating func make() -> [Mutant] {
        var tokens = SwiftTokens(String(decoding: bytes, as: UTF8.self))
        var byLine: [Int: [SwiftTokens.Token]] = [:]
        var previous: SwiftTokens.Token?
        while let token = tokens.next() {
            let start = tokens.start
            byLine[line(of: start), default: []].append(token)
            for replacement in replacements(of: token, after: previous, at: start) {
                add(start, token.text, replacement)
            }
            previous = token
        }
        for (line, tokens) in byLine where isStatement(tokens) { dropLine(line) }
        return mutants.sorted { ($0.line, $0.name) < ($1.line, $1.name) }
    }

    /// What may stand for an operator with blanks on both sides, or between operands in the case of ranges.
    private static let operators: [String: [String]] = [
        "<": ["<=", ">"], "<=": ["<", ">"], ">": [">=", "<"], ">=": [">", "<"], "==": ["!="], "!=": ["=="],
        "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "&+": ["&-"], "&-": ["&+"], "&*": ["&+"],
        "+=": ["-="], "-=": ["+="], "*=": ["/="], "/=": ["*="], "<<": [">>"], ">>": ["<<"], "&": ["|"], "|": ["&"],
        "^": ["|"], "|=": ["&="], "&=": ["|="], "<<=": [">>="], ">>=": ["<<="], "&&": ["||"], "||": ["&&"],
    ]
    private static let ranges = ["..<": "...", "...": "..<"]
    private static let words = [
        "min": "max", "max": "min", "down": "up", "up": "down", "true": "false", "false": "true", "floor": "ceil",
        "ceil": "floor", "prefix": "suffix", "suffix": "prefix", "dropFirst": "dropLast", "dropLast": "dropFirst",
        "first": "last", "last": "first", "lowerBound": "upperBound", "upperBound": "lowerBound",
        "startIndex": "endIndex", "endIndex": "startIndex", "log2": "log",
    ]

    private func replacements(of token: SwiftTokens.Token, after previous: SwiftTokens.Token?, at start: Int)
        -> [String]
    {
        switch token.kind {
        case .symbol:
            if let other = Self.ranges[token.text] { return [other] }
            let isSpaced = isBlank(start - 1) && isBlank(start + token.text.utf8.count)
            return isSpaced ? Self.operators[token.text] ?? [] : []
        case .word:
            if token.text == "count", previous?.text == "." { return ["count - 1"] }
            return Self.words[token.text].map { [$0] } ?? []
        case .number:
            if let number = Int(token.text) {
                if number == 0 { return ["1"] }
                return number == 1 ? ["0", "2"] : ["\(number - 1)", "\(number + 1)"]
            }
            if let number = Double(token.text), token.text.contains(".") {
                return number == 0 ? ["1.0"] : ["0.0", "\(number * 2)"]
            }
            return []
        case .string: return []
        }
    }

    /// Whether a line can be left out: a whole statement that declares nothing.
    private func isStatement(_ tokens: [SwiftTokens.Token]) -> Bool {
        let declaring: Set = [
            "func", "struct", "enum", "class", "extension", "protocol", "import", "let", "case", "default", "init",
            "static", "private", "public", "mutating", "typealias", "@", "#", ".", "}", ")", "]",
        ]
        guard let first = tokens.first, !declaring.contains(first.text), tokens.count > 1 || first.kind == .word else {
            return false
        }
        if first.text == "var", !tokens.contains(where: { $0.text == "{" }) { return false }
        var depth = 0
        for token in tokens {
            if ["(", "[", "{"].contains(token.text) { depth += 1 }
            if [")", "]", "}"].contains(token.text) { depth -= 1 }
            if depth < 0 { return false }
        }
        return depth == 0 && (first.text != "var")
    }

    private mutating func dropLine(_ line: Int) {
        let start = lineStarts[line - 1]
        let text = String(decoding: bytes[start..<end(ofLine: line)], as: UTF8.self)
        let statement = text.drop { $0 == " " || $0 == "\t" }
        add(start + text.utf8.count - statement.utf8.count, String(statement), "")
    }

    private mutating func add(_ start: Int, _ old: String, _ new: String) {
        let line = line(of: start)
        let first = lineStarts[line - 1]
        let changed = bytes[..<start] + Array(new.utf8) + bytes[(start + old.utf8.count)...]
        let end = end(ofLine: line)
        let name = "\(line):\(start - first + 1) " + (new.isEmpty ? "drop `\(old)`" : "`\(old)` → `\(new)`")
        mutants.append(
            Mutant(
                line: line, name: name, text: String(decoding: changed, as: UTF8.self),
                before: String(decoding: bytes[first..<end], as: UTF8.self),
                after: String(decoding: changed[first..<(end + new.utf8.count - old.utf8.count)], as: UTF8.self)))
    }

    private func isBlank(_ index: Int) -> Bool {
        !bytes.indices.contains(index) || bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\n")
    }

    private func end(ofLine line: Int) -> Int { line < lineStarts.count ? lineStarts[line] - 1 : bytes.count }

    /// The line of an offset, by bisection.
    private func line(of offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}
