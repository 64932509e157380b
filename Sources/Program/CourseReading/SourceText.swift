import CourseModel

/// The bytes of a Markdown file by lines, as CommonMark counts them: a line ends at LF, CR or CR LF.
package struct SourceText {
    /// The lines without their ends.
    package let lines: [String]

    /// Splits a text; what is not UTF-8 in it becomes U+FFFD.
    package init(_ bytes: [UInt8]) {
        var lines: [String] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                index += 1
                continue
            }
            lines.append(String(decoding: bytes[start..<index], as: UTF8.self))
            let isPair = byte == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            index += isPair ? 2 : 1
            start = index
        }
        if start < bytes.count { lines.append(String(decoding: bytes[start...], as: UTF8.self)) }
        self.lines = lines
    }

    /// The line with a number that starts at 1; empty beyond the end.
    subscript(line: Int) -> String {
        line >= 1 && line <= lines.count ? lines[line - 1] : ""
    }

    /// A line of a block's content with its place: the content is the end of the source line, since what a container
    /// takes away stands before it.
    ///
    /// - Parameter content: the line as cmark gives it: with blanks for what is left of a tab that a container takes in
    ///   part, and U+FFFD for NUL.
    func line(_ content: String, at number: Int) -> Cell.Line {
        let source = Array(self[number].replacing("\0", with: "\u{FFFD}").utf8)
        let bytes = Array(content.utf8)
        for blanks in 0...3 where bytes.prefix(blanks).allSatisfy({ $0 == UInt8(ascii: " ") }) {
            let rest = bytes.dropFirst(blanks)
            guard bytes.count >= blanks, source.count >= rest.count, source.suffix(rest.count).elementsEqual(rest)
            else {
                continue
            }
            let start = source.count - rest.count
            if blanks == 0 {
                return Cell.Line(text: content, position: SourcePosition(line: number, column: start + 1))
            }
            if start > 0, source[start - 1] == UInt8(ascii: "\t") {
                return Cell.Line(
                    text: content, position: SourcePosition(line: number, column: start), tabBlanks: blanks)
            }
        }
        return Cell.Line(text: content, position: SourcePosition(line: number))
    }

    /// A file without the mark that editors of some systems put before the text: it belongs to no line.
    package static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// A text with some lines emptied, so that all others keep their numbers.
    static func blanking(_ numbers: Set<Int>, of bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var line = 1
        for (index, byte) in bytes.enumerated() {
            let isEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            if isEnd || !numbers.contains(line) { result.append(byte) }
            let isPair =
                byte == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            if isEnd, !isPair { line += 1 }
        }
        return result
    }

    /// The place of the first byte that is not UTF-8, or nil if all of it is.
    package static func firstInvalidByte(in bytes: [UInt8]) -> SourcePosition? {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        scan: while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded): offset += encoded.count
            case .emptyInput: return nil
            case .error: break scan
            }
        }
        let before = Array(bytes[..<offset])
        let isAtStart = before.last.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? true
        let lines = SourceText(before).lines
        guard !isAtStart, let last = lines.last else { return SourcePosition(line: lines.count + 1) }
        return SourcePosition(line: lines.count, column: last.utf8.count + 1)
    }
}
