import CourseModel

/// Prints the body of a page: CommonMark with what the course format adds to it.
final class PagePrinter: MarkupExtension {
    let chapter: Chapter
    let page: PageOutline
    let course: CourseOutline
    let result: ChapterResult?
    let fragments: FragmentRenderer
    let templates: Templates
    let options: SiteOptions
    let place: PagePlace
    var findings: [Finding] = []
    /// What the page shows beside its HTML, by path in the site.
    var files: [String: [UInt8]] = [:]
    /// How often each footnote was referred to so far.
    var footnoteReferences: [Int: Int] = [:]
    /// The block that is being printed: where inlines without a place of their own stand.
    private var currentBlock = SourcePosition(line: 1)

    init(
        _ chapter: Chapter, page: PageOutline, course: CourseOutline, result: ChapterResult?,
        fragments: FragmentRenderer, templates: Templates, options: SiteOptions, place: PagePlace? = nil
    ) {
        self.chapter = chapter
        self.page = page
        self.course = course
        self.result = result
        self.fragments = fragments
        self.templates = templates
        self.options = options
        self.place = place ?? .page(page.path)
    }

    /// The first heading, if it is the page's title, and the HTML of everything behind it.
    func titleAndBody() -> (title: String?, body: String) {
        var blocks = chapter.blocks[...]
        var title: String?
        if let first = blocks.first, case .heading(1, let content) = first.kind {
            title = html(of: content)
            blocks = blocks.dropFirst()
        }
        var printer = HTMLPrinter(extendedBy: self)
        printTopLevel(blocks, into: &printer)
        printFootnotes(into: &printer)
        printHiddenCells(into: &printer)
        return (title, printer.html)
    }

    /// Prints the blocks of the page, those of an exercise gathered in a section.
    private func printTopLevel(_ blocks: ArraySlice<Block>, into printer: inout HTMLPrinter) {
        var rest = blocks
        while let block = rest.first {
            guard let index = exerciseBeginning(at: rest) else {
                printer.print(block)
                rest = rest.dropFirst()
                continue
            }
            let exercise = chapter.exercises[index]
            var end = rest.index(after: rest.startIndex)
            // The heading belongs to the exercise whose comment follows it.
            if case .heading = block.kind { end = rest.index(after: end) }
            while end < rest.endIndex, rest[end].position.line <= exercise.endLine,
                exerciseBeginning(at: rest[end...]) == nil
            {
                end = rest.index(after: end)
            }
            print(exercise, at: index, Array(rest[..<end]), into: &printer)
            rest = rest[end...]
        }
    }

    /// An anchor of this page's own, as it is named in the page that it is printed in.
    func id(_ anchor: String) -> String {
        place.anchor(anchor, of: page.path).escapedForHTML
    }

    /// Inlines as HTML.
    func html(of inlines: [Inline]) -> String {
        var printer = HTMLPrinter(extendedBy: self)
        printer.print(inlines)
        return printer.html
    }

    /// Blocks as HTML.
    func html(of blocks: [Block]) -> String {
        var printer = HTMLPrinter(extendedBy: self)
        printer.print(blocks)
        return printer.html
    }

    private func exerciseBeginning(at blocks: ArraySlice<Block>) -> Int? {
        switch blocks.first?.kind {
        case .exercise(let index): return index
        case .heading:
            if case .exercise(let index)? = blocks.dropFirst().first?.kind { return index }
            return nil
        default: return nil
        }
    }

    func print(_ block: Block, into printer: inout HTMLPrinter) -> Bool {
        currentBlock = block.position
        switch block.kind {
        case .paragraph(let content):
            guard let image = content.captionedImage, let figure = page.imageFigures[block.position] else {
                return false
            }
            printFigure(figure, image, into: &printer)
        case .heading(let level, let content):
            guard let anchor = page.headingAnchors[block.position] else { return false }
            printer.startLine()
            printer.html += "<h\(level) id=\"\(id(anchor))\">"
            printer.print(content)
            printer.html += " <a class=\"anchor\" href=\"#\(id(anchor))\" aria-label=\"Link to this section\">#</a>"
            printer.html += "</h\(level)>\n"
        case .code(let info, let text):
            printCode(text, info: info, into: &printer)
        case .math(let tex):
            printer.startLine()
            printer.html += "<div class=\"math\">\(math(tex, display: true))</div>\n"
        case .cell(let index):
            printCell(index, into: &printer)
        case .table(let table):
            printer.startLine()
            printer.html += "<div class=\"table\">\n"
            printer.print(table)
            printer.html += "</div>\n"
        case .callout(let callout, let blocks):
            printer.startLine()
            printer.html += "<aside class=\"callout \(callout.rawValue)\">\n<p class=\"callout-title\">"
            printer.html += callout.rawValue.capitalizedFirst + "</p>\n"
            printer.print(blocks)
            printer.startLine()
            printer.html += "</aside>\n"
        default:
            return false
        }
        return true
    }

    func print(_ inline: Inline, into printer: inout HTMLPrinter) -> Bool {
        switch inline {
        case .math(let tex):
            printer.html += math(tex, display: false)
        case .capture(let name):
            printer.html += "<span class=\"captured\">"
            printer.html.append(programText: result?.captures[name] ?? "…")
            printer.html += "</span>"
        case .footnote(let index):
            printFootnoteReference(index, into: &printer)
        case .link(let link):
            printLink(link, into: &printer)
        case .image(let image):
            printImage(image, into: &printer)
        default:
            return false
        }
        return true
    }

    private func math(_ tex: String, display: Bool) -> String {
        switch fragments.math(tex, display: display) {
        case .success(let html): return html
        case .failure(let error):
            findings.append(
                Finding(
                    file: chapter.file, position: currentBlock, rule: .badMath,
                    message: "the formula `\(tex)` cannot be set: \(error.message)"))
            return "<code class=\"bad-math\">\(tex.escapedForHTML)</code>"
        }
    }

    private func printCode(_ text: String, info: String, into printer: inout HTMLPrinter) {
        let language = String(info.prefix { !$0.isWhitespace })
        printer.startLine()
        printer.html += "<div class=\"code-box\"><pre class=\"code\"><code"
        if !language.isEmpty { printer.html += " class=\"language-\(language.escapedForHTML)\"" }
        printer.html += ">"
        let html = language.isEmpty ? text.escapedForHTML : fragments.highlight(text, language: language)
        printer.html.append(visibleControlsIn: html)
        printer.html += "</code></pre></div>\n"
    }
}

extension String {
    /// The text with its first letter in upper case.
    fileprivate var capitalizedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}
