import CourseModel

/// Turns CommonMark's inline nodes into ours: neighbouring text becomes one, and the course format's own marks are read.
struct InlineReader {
    let source: SourceText
    /// The lines between where a node says that it is and where it stands in the chapter.
    private let lineOffset: Int
    /// The captured values that the text shows.
    var captureUses: [CaptureUse] = []
    /// The notes of the chapter, which are numbered as they are referred to.
    var footnotes: Footnotes
    /// The line that the reader has come to.
    private var line: Int
    /// Where in that line the next captured value is looked for, in bytes.
    private var offset = 0

    /// A reader of a paragraph or heading.
    ///
    /// - Parameters:
    ///   - firstLine: the line that it starts in.
    ///   - lineOffset: what is added to the lines of its nodes, if it was parsed apart from the chapter.
    init(source: SourceText, firstLine: Int, lineOffset: Int, footnotes: Footnotes) {
        self.source = source
        self.footnotes = footnotes
        self.lineOffset = lineOffset
        line = firstLine
    }

    /// The inlines of a paragraph or heading.
    mutating func inlines(_ nodes: [MarkdownNode]) -> [Inline] {
        var result: [Inline] = []
        for node in nodes {
            let inline = inline(node)
            if case .text(let text) = inline, case .text(let before)? = result.last {
                result[result.count - 1] = .text(before + text)
            } else {
                result.append(inline)
            }
        }
        return withFootnotes(withMath(result))
    }

    /// Cuts text at `[^label]` where a note bears that label.
    private mutating func withFootnotes(_ inlines: [Inline]) -> [Inline] {
        var result: [Inline] = []
        for inline in inlines {
            guard case .text(var text) = inline, text.contains("[^") else {
                result.append(inline)
                continue
            }
            var before = ""
            while let opening = text.firstRange(of: "[^") {
                let rest = text[opening.upperBound...]
                guard let end = rest.firstIndex(of: "]"), let number = footnotes.number(of: String(rest[..<end])) else {
                    before += text[..<opening.upperBound]
                    text = String(rest)
                    continue
                }
                before += text[..<opening.lowerBound]
                if !before.isEmpty { result.append(.text(before)) }
                before = ""
                result.append(.footnote(number))
                text = String(rest[rest.index(after: end)...])
            }
            if !(before + text).isEmpty { result.append(.text(before + text)) }
        }
        return result
    }

    private mutating func inline(_ node: MarkdownNode) -> Inline {
        // A link says where it ends; the line that it begins in is that of its text.
        advance(to: (node.children.first ?? node).line + lineOffset)
        let position = SourcePosition(line: line)
        switch node.kind {
        case .text: return .text(node.literal)
        case .softBreak: return .softBreak
        case .lineBreak: return .lineBreak
        case .code: return code(node.literal)
        case .emphasis: return .emphasis(inlines(node.children))
        case .strong: return .strong(inlines(node.children))
        case .link, .image:
            let link = Inline.Link(
                destination: node.destination, title: node.title, content: inlines(node.children), position: position)
            if case .link = node.kind { return .link(link) }
            return .image(link)
        default: return .html(node.literal, at: position)
        }
    }

    private mutating func advance(to next: Int) {
        guard next > line else { return }
        line = next
        offset = 0
    }

    /// A code span, or the captured value that it names.
    private mutating func code(_ literal: String) -> Inline {
        guard literal.hasPrefix("="), isCaptureName(literal.dropFirst()), let position = find("`\(literal)`") else {
            return .code(literal)
        }
        let name = String(literal.dropFirst())
        captureUses.append(CaptureUse(name: name, position: position))
        return .capture(name)
    }

    /// The place of a code span as written; code spans that cross lines may put it a few lines further down.
    private mutating func find(_ span: String) -> SourcePosition? {
        let wanted = Array(span.utf8)
        for candidate in line...(line + 8) {
            let bytes = Array(source[candidate].utf8)
            var start = candidate == line ? offset : 0
            while start + wanted.count <= bytes.count {
                let end = start + wanted.count
                let isAlone =
                    (start == 0 || bytes[start - 1] != UInt8(ascii: "`"))
                    && (end == bytes.count || bytes[end] != UInt8(ascii: "`"))
                if isAlone, bytes[start..<end].elementsEqual(wanted) {
                    line = candidate
                    offset = end
                    return SourcePosition(line: candidate, column: start + 1)
                }
                start += 1
            }
        }
        return nil
    }

    /// Reads a code span between two dollar signs as math.
    private func withMath(_ inlines: [Inline]) -> [Inline] {
        var result = inlines
        var index = 1
        while index + 1 < result.count {
            if case .code(let formula) = result[index], case .text(let before) = result[index - 1],
                case .text(let after) = result[index + 1], before.hasSuffix("$"), after.hasPrefix("$")
            {
                result[index - 1] = .text(String(before.dropLast()))
                result[index] = .math(formula)
                result[index + 1] = .text(String(after.dropFirst()))
            }
            index += 1
        }
        return result.filter { $0 != .text("") }
    }
}

/// Whether a name is one that an expectation may capture a value under: `[a-z][A-Za-z0-9-]*`.
package func isCaptureName(_ name: some StringProtocol) -> Bool {
    guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
    }
}
