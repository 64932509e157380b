import CourseModel

/// An HTML comment that is a block by itself, such as a hidden cell or the start of an exercise.
struct CommentBlock {
    /// Where the comment opens.
    let position: SourcePosition
    /// The first line after `<!--`.
    let info: InfoString
    /// The lines after the first, up to `-->`.
    let body: [Cell.Line]
    /// Whether `-->` stands somewhere.
    let isClosed: Bool

    /// Reads an HTML block; nil if it does not begin with `<!--` and a blank.
    init?(_ node: MarkdownNode, in source: SourceText) {
        let lines = contentLines(of: node.literal)
        guard let first = lines.first, let opening = first.firstRange(of: "<!--"),
            first[..<opening.lowerBound].allSatisfy({ $0 == " " }),
            first[opening.upperBound...].first.map({ $0 == " " || $0 == "\t" }) ?? false
        else { return nil }
        let start = source.line(first, at: node.line).position
        let column = start.column + first[..<opening.lowerBound].utf8.count
        position = SourcePosition(line: node.line, column: column)

        let head = first[opening.upperBound...]
        let headEnd = head.firstRange(of: "-->")
        info = InfoString(
            head[..<(headEnd?.lowerBound ?? head.endIndex)].utf8,
            at: SourcePosition(line: node.line, column: column + 4))
        guard headEnd == nil else {
            body = []
            isClosed = true
            return
        }
        var body: [Cell.Line] = []
        var isClosed = false
        for (offset, text) in lines.dropFirst().enumerated() {
            var line = source.line(text, at: node.line + 1 + offset)
            guard let end = text.firstRange(of: "-->") else {
                body.append(line)
                continue
            }
            if text[..<end.lowerBound].contains(where: { $0 != " " && $0 != "\t" }) {
                line.text = String(text[..<end.lowerBound])
                body.append(line)
            }
            isClosed = true
            break
        }
        self.body = body
        self.isClosed = isClosed
    }

    /// The first word.
    var keyword: String? { info.words.first?.text }

    /// The words of all lines after the keyword.
    var words: [Cell.Word] {
        info.arguments + body.flatMap { InfoString($0.text.utf8, at: $0.position).words }
    }
}
