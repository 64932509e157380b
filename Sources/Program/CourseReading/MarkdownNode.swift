/// A node of CommonMark's tree as a plain value, so that no C type leaves the file that imports cmark.
struct MarkdownNode {
    /// What CommonMark knows.
    enum Kind {
        case document, blockQuote, item, thematicBreak, paragraph
        case list(start: Int?, isTight: Bool)
        case codeBlock
        case htmlBlock
        case heading(level: Int)
        case text, softBreak, lineBreak, code, htmlInline, emphasis, strong, link, image
    }

    var kind: Kind
    /// The first line, starting at 1.
    var line: Int
    /// The first column in bytes, starting at 1.
    var column: Int
    /// The last line as cmark tells it, which is not to be trusted for HTML blocks and open fences.
    var endLine: Int
    /// The text of a leaf.
    var literal = ""
    /// The info string of a fence, unescaped.
    var info = ""
    /// The destination of a link or image.
    var destination = ""
    /// The title of a link or image.
    var title = ""
    var children: [MarkdownNode] = []

    /// Adds the lines of code and HTML blocks, in which nothing is read as text.
    func collectVerbatimLines(into lines: inout Set<Int>) {
        switch kind {
        case .codeBlock:
            // An opening fence stands before the text.
            lines.formUnion(line...(line + contentLines(of: literal).count))
        case .htmlBlock: lines.formUnion(line..<(line + max(1, contentLines(of: literal).count)))
        default:
            for child in children { child.collectVerbatimLines(into: &lines) }
        }
    }
}
