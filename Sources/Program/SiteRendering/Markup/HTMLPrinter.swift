import CourseModel

/// What a page adds to plain CommonMark: it sees every block and inline before the printer does.
protocol MarkupExtension: AnyObject {
    /// Prints a block in its own way; false leaves it to the printer.
    func print(_ block: Block, into printer: inout HTMLPrinter) -> Bool
    /// Prints an inline in its own way; false leaves it to the printer.
    func print(_ inline: Inline, into printer: inout HTMLPrinter) -> Bool
}

/// Prints markup as HTML, byte for byte as CommonMark's reference implementation does with raw HTML let through.
///
/// Tables and callouts, which CommonMark does not have, are printed in its manner; cells, exercises, formulas, captured
/// values and footnotes mean nothing without a page, so that only an ``MarkupExtension`` prints them.
public struct HTMLPrinter {
    /// What is printed so far.
    public internal(set) var html = ""
    let markupExtension: (any MarkupExtension)?

    /// A printer of plain CommonMark.
    public init() {
        markupExtension = nil
    }

    /// A printer that offers everything to an extension first.
    init(extendedBy markupExtension: any MarkupExtension) {
        self.markupExtension = markupExtension
    }

    /// Blocks as plain CommonMark prints them.
    ///
    /// - Complexity: O(bytes of the markup).
    public static func plainHTML(of blocks: [Block]) -> String {
        var printer = HTMLPrinter()
        printer.print(blocks)
        return printer.html
    }

    /// Prints blocks one after the other.
    ///
    /// - Parameter isTight: whether they are the content of an item of a tight list, whose paragraphs bear no tags.
    mutating func print(_ blocks: [Block], isTight: Bool = false) {
        for block in blocks { print(block, isTight: isTight) }
    }

    /// Prints a block.
    mutating func print(_ block: Block, isTight: Bool = false) {
        if let markupExtension, markupExtension.print(block, into: &self) { return }
        switch block.kind {
        case .paragraph(let content):
            if isTight {
                print(content)
            } else {
                wrap("p") { $0.print(content) }
            }
        case .heading(let level, let content):
            wrap("h\(level)") { $0.print(content) }
        case .blockQuote(let blocks):
            container("blockquote", blocks)
        case .list(let list):
            print(list)
        case .code(let info, let text):
            print(code: text, info: info)
        case .html(let html):
            startLine()
            self.html += html
            startLine()
        case .thematicBreak:
            startLine()
            html += "<hr />\n"
        case .table(let table):
            print(table)
        case .callout(let callout, let blocks):
            startLine()
            html += "<blockquote class=\"\(callout.rawValue)\">\n"
            print(blocks)
            startLine()
            html += "</blockquote>\n"
        case .math(let tex):
            print(code: tex, info: "math")
        case .cell, .exercise:
            break
        }
    }

    /// Begins a new line unless the output stands at the start of one.
    mutating func startLine() {
        if let last = html.utf8.last, last != UInt8(ascii: "\n") { html += "\n" }
    }

    private mutating func wrap(_ element: String, _ content: (inout HTMLPrinter) -> Void) {
        startLine()
        html += "<\(element)>"
        content(&self)
        html += "</\(element)>\n"
    }

    private mutating func container(_ element: String, _ blocks: [Block]) {
        startLine()
        html += "<\(element)>\n"
        print(blocks)
        startLine()
        html += "</\(element)>\n"
    }

    private mutating func print(_ list: Block.List) {
        startLine()
        let element = list.start == nil ? "ul" : "ol"
        html += "<\(element)"
        if let start = list.start, start != 1 { html += " start=\"\(start)\"" }
        html += ">\n"
        for item in list.items {
            startLine()
            html += "<li>"
            print(item, isTight: list.isTight)
            html += "</li>\n"
        }
        html += "</\(element)>\n"
    }

    private mutating func print(code text: String, info: String) {
        startLine()
        html += "<pre><code"
        let language = info.prefix { !$0.isWhitespace }
        if !language.isEmpty {
            html += " class=\"language-"
            html.append(escaping: language)
            html += "\""
        }
        html += ">"
        html.append(escaping: text)
        html += "</code></pre>\n"
    }

    /// Prints a pipe table.
    mutating func print(_ table: Block.Table) {
        startLine()
        html += "<table>\n<thead>\n"
        print(row: table.header, element: "th", table.alignments)
        html += "</thead>\n"
        if !table.rows.isEmpty {
            html += "<tbody>\n"
            for row in table.rows { print(row: row, element: "td", table.alignments) }
            html += "</tbody>\n"
        }
        html += "</table>\n"
    }

    private mutating func print(row: [[Inline]], element: String, _ alignments: [Block.Table.Alignment]) {
        html += "<tr>\n"
        for (cell, alignment) in zip(row, alignments) {
            html += "<\(element)"
            switch alignment {
            case .unspecified: break
            case .left: html += " class=\"left\""
            case .center: html += " class=\"center\""
            case .right: html += " class=\"right\""
            }
            html += ">"
            print(cell)
            html += "</\(element)>\n"
        }
        html += "</tr>\n"
    }
}
