import CourseModel

/// A code fence as it stands in the source: cmark tells neither whether it is one nor whether it is closed.
struct Fence {
    /// Where the fence opens.
    let position: SourcePosition
    /// The words of its info string.
    let info: InfoString
    /// The lines within it.
    let lines: [Cell.Line]
    /// Where its closing line stands, or the first line after it if it is not closed.
    let end: SourcePosition
    /// Whether it is closed.
    let isClosed: Bool

    /// Reads the fence of a code block; nil for an indented code block.
    ///
    /// - Parameter blockStarts: the lines at which any block of the document starts; a line that looks like the closing
    ///   fence and starts a block of its own is none.
    init?(_ node: MarkdownNode, in source: SourceText, blockStarts: Set<Int>) {
        let opening = source[node.line].utf8.dropFirst(node.column - 1)
        guard let mark = opening.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        let length = opening.prefix { $0 == mark }.count
        let texts = contentLines(of: node.literal)
        let isIndented =
            node.info.isEmpty && (texts.first.map { trimmed($0.utf8) == trimmed(opening) } ?? false)
        guard length >= 3, !isIndented else { return nil }

        position = SourcePosition(line: node.line, column: node.column)
        info = InfoString(
            opening.dropFirst(length), at: SourcePosition(line: node.line, column: node.column + length))
        lines = texts.enumerated().map { offset, text in
            source.line(text, at: node.line + 1 + offset)
        }
        let line = node.line + 1 + texts.count
        let closing = source[line].utf8.drop {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ">")
        }
        let run = closing.prefix { $0 == mark }.count
        isClosed = run >= length && trimmed(closing.dropFirst(run)).isEmpty && !blockStarts.contains(line)
        end = SourcePosition(line: line, column: source[line].utf8.count - closing.count + 1)
    }
}

/// The lines of a code block's text; cmark ends each with the end that it has in the source.
func contentLines(of literal: String) -> [String] {
    var lines = SourceText([UInt8](literal.utf8)).lines
    if literal.utf8.isEmpty { lines = [] }
    return lines
}

private func trimmed<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> [UInt8] {
    var result = Array(bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") })
    while let last = result.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { result.removeLast() }
    return result
}
