import CourseModel

/// Reads one chapter: its markup, cells, expectations and exercises, each with its place.
///
/// A chapter is never refused: what is wrong with it stands among its findings. A text that is not UTF-8 gives a
/// chapter without blocks and one finding.
///
/// - Complexity: O(n) for a text of n bytes, beyond cmark's own.
public func readChapter(_ bytes: [UInt8], file: String) -> Chapter {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    var chapter = Chapter(file: file, title: name.hasSuffix(".md") ? String(name.dropLast(3)) : name)
    let text = SourceText.withoutMark(bytes)
    if let position = SourceText.firstInvalidByte(in: text) {
        chapter.findings = [
            Finding(
                file: file, position: position, rule: .notUTF8,
                message: "this byte is not UTF-8: save the chapter as UTF-8")
        ]
        return chapter
    }
    var reader = ChapterReader(text, chapter: chapter)
    return reader.read()
}

struct ChapterReader {
    let source: SourceText
    var chapter: Chapter
    /// The lines at which blocks start.
    private var blockStarts: Set<Int> = []
    /// The headings of the chapter, for the extent of exercises.
    private var headings: [(line: Int, level: Int, text: String)] = []
    private let markdown: [UInt8]
    private var footnotes: Footnotes
    /// The link definitions of the chapter, which the cells of its tables may refer to.
    private var linkDefinitions = ""

    init(_ bytes: [UInt8], chapter: Chapter) {
        self.chapter = chapter
        source = SourceText(bytes)
        let frontMatter = FrontMatter(source, file: chapter.file)
        markdown = frontMatter.blanked(bytes)
        self.chapter.findings += frontMatter.findings
        frontMatterTitle = frontMatter.title
        footnotes = Footnotes(SourceText([]), outside: [])
    }

    private let frontMatterTitle: String?

    mutating func read() -> Chapter {
        let document = cutFootnotes(MarkdownNode(parsing: markdown))
        collectStarts(document)
        chapter.blocks = blocks(document.children)
        readFootnotes()
        if let title = frontMatterTitle ?? headings.first?.text, !title.isEmpty { chapter.title = title }
        reportDuplicateIDs()
        readExercises(document.children)
        chapter.findings.sort()
        return chapter
    }

    /// Takes footnotes out of a document, which is then read again without them.
    private mutating func cutFootnotes(_ document: MarkdownNode) -> MarkdownNode {
        var code: Set<Int> = []
        document.collectVerbatimLines(into: &code)
        linkDefinitions = source.lines.enumerated().filter { index, line in
            !code.contains(index + 1) && line.trimmingBlanks.hasPrefix("[") && line.contains("]:")
        }.map(\.element).joined(separator: "\n")
        footnotes = Footnotes(source, outside: code)
        guard !footnotes.lines.isEmpty else { return document }
        return MarkdownNode(parsing: SourceText.blanking(footnotes.lines, of: markdown))
    }

    /// Reads the notes that are referred to; a note may refer to others.
    private mutating func readFootnotes() {
        var number = 0
        while number < footnotes.order.count {
            let label = footnotes.order[number]
            let note = MarkdownNode(parsing: footnotes.markdown(of: label))
            chapter.footnotes.append(Footnote(label: label, blocks: blocks(note.children)))
            number += 1
        }
    }

    private mutating func collectStarts(_ node: MarkdownNode) {
        for child in node.children {
            switch child.kind {
            case .codeBlock, .htmlBlock, .thematicBreak, .paragraph, .heading: blockStarts.insert(child.line)
            case .blockQuote, .list, .item:
                blockStarts.insert(child.line)
                collectStarts(child)
            default: break
            }
        }
    }

    mutating func report(_ rule: Rule, at position: SourcePosition, _ message: String) {
        chapter.findings.append(Finding(file: chapter.file, position: position, rule: rule, message: message))
    }

    // Blocks

    private mutating func blocks(_ nodes: [MarkdownNode]) -> [Block] {
        var result: [Block] = []
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            index += 1
            if let number = cell(from: node) {
                index += attachExpectations(to: number, from: nodes[index...])
                result.append(Block(.cell(number), at: chapter.cells[number].position))
            } else if case .paragraph = node.kind {
                result += paragraph(node)
            } else {
                result.append(block(node))
            }
        }
        return result
    }

    /// A paragraph, or the pipe table in it with the text before.
    private mutating func paragraph(_ node: MarkdownNode) -> [Block] {
        let position = SourcePosition(line: node.line, column: node.column)
        let texts = (node.line...max(node.line, node.endLine)).map { line in
            line == node.line
                ? String(decoding: source[line].utf8.dropFirst(node.column - 1), as: UTF8.self)
                : String(source[line].drop { $0 == " " || $0 == "\t" || $0 == ">" })
        }
        guard let table = TableReader(texts) else { return [Block(.paragraph(inlines(of: node)), at: position)] }
        var result: [Block] = []
        if table.linesBefore > 0 {
            let text = texts.prefix(table.linesBefore).joined(separator: "\n")
            result.append(Block(.paragraph(inlines(of: text, line: node.line)), at: position))
        }
        let first = node.line + table.linesBefore
        let header = table.header.map { inlines(of: $0, line: first) }
        let rows = table.rows.enumerated().map { number, cells in
            cells.map { inlines(of: $0, line: first + 2 + number) }
        }
        let kind = Block.Kind.table(Block.Table(alignments: table.alignments, header: header, rows: rows))
        return result + [Block(kind, at: SourcePosition(line: first, column: node.column))]
    }

    /// The inlines of a piece of text that stands in a line: read as a heading, since that is never another block.
    private mutating func inlines(of text: String, line: Int) -> [Inline] {
        var result: [Inline] = []
        for (number, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let document = MarkdownNode(parsing: Array("# \(part) #\n\n\(linkDefinitions)\n".utf8))
            guard let heading = document.children.first else { continue }
            if number > 0 { result.append(.softBreak) }
            result += inlines(of: heading, lineOffset: line + number - heading.line)
        }
        return result
    }

    private mutating func block(_ node: MarkdownNode) -> Block {
        let position = SourcePosition(line: node.line, column: node.column)
        switch node.kind {
        case .paragraph: return Block(.paragraph(inlines(of: node)), at: position)
        case .heading(let level):
            let content = inlines(of: node)
            headings.append((node.line, level, content.plainText))
            return Block(.heading(level: level, content), at: position)
        case .blockQuote:
            let content = blocks(node.children)
            if let (callout, rest) = calloutContent(content) { return Block(.callout(callout, rest), at: position) }
            return Block(.blockQuote(content), at: position)
        case .list(let start, let isTight):
            let items = node.children.map { blocks($0.children) }
            return Block(.list(Block.List(start: start, isTight: isTight, items: items)), at: position)
        case .codeBlock: return Block(codeBlock(node), at: position)
        case .htmlBlock:
            if let exercise = exercise(from: node) { return Block(.exercise(exercise), at: position) }
            return Block(.html(node.literal), at: position)
        case .thematicBreak: return Block(.thematicBreak, at: position)
        default: return Block(.html(node.literal), at: position)
        }
    }

    private mutating func inlines(of node: MarkdownNode, lineOffset: Int = 0) -> [Inline] {
        var reader = InlineReader(
            source: source, firstLine: node.line + lineOffset, lineOffset: lineOffset, footnotes: footnotes)
        let result = reader.inlines(node.children)
        chapter.captureUses += reader.captureUses
        footnotes = reader.footnotes
        return result
    }

    /// What a callout holds after its mark, or nil for a plain block quote.
    private func calloutContent(_ blocks: [Block]) -> (Block.Callout, [Block])? {
        guard let first = blocks.first, case .paragraph(let inlines) = first.kind,
            case .text(let text)? = inlines.first,
            let callout = Block.Callout.allCases.first(where: { text == "[!\($0.rawValue.uppercased())]" })
        else { return nil }
        guard inlines.count > 1 else { return (callout, Array(blocks.dropFirst())) }
        guard case .softBreak = inlines[1] else { return nil }
        return (callout, [Block(.paragraph(Array(inlines.dropFirst(2))), at: first.position)] + blocks.dropFirst())
    }

    // Fences

    private mutating func codeBlock(_ node: MarkdownNode) -> Block.Kind {
        guard let fence = Fence(node, in: source, blockStarts: blockStarts) else {
            return .code(info: node.info, text: node.literal)
        }
        checkClosed(fence)
        switch fence.info.words.first?.text {
        case "output", "diagnostics":
            report(
                .outputOrphan, at: fence.position,
                "there is no cell right before this fence: an `output` or `diagnostics` fence follows its cell")
        case "math": return .math(node.literal)
        case let word?: checkSpelling(of: word, with: fence.info)
        case nil: break
        }
        return .code(info: node.info, text: node.literal)
    }

    private mutating func checkClosed(_ fence: Fence) {
        guard !fence.isClosed else { return }
        report(.unclosedFence, at: fence.position, "this fence is never closed: end it with a line of the same marks")
    }

    /// Reports what looks like the start of a cell and is none.
    private mutating func checkSpelling(of word: String, with info: InfoString) {
        guard let position = info.words.first?.position, word.lowercased().hasPrefix("swift") else { return }
        let otherLanguages = [
            "swiftinterface", "swiftmodule", "swiftsourceinfo", "swiftdoc", "swiftdeps", "swiftformat", "swiftlint",
            "swiftpm", "swiftui",
        ]
        guard !otherLanguages.contains(word.lowercased()) else { return }
        let rest = word.dropFirst(5).split { !($0.isLetter || $0.isNumber || "-_=\"".contains($0)) }.map(String.init)
        let spelling = (["swift"] + rest.filter(CellWords.knows)).joined(separator: " ")
        report(.unknownWord, at: position, "`\(word)` starts no cell: write `\(spelling)`, words separated by spaces")
    }

    // Cells

    /// Makes a cell of a fence or comment that is one, and returns its index.
    private mutating func cell(from node: MarkdownNode) -> Int? {
        switch node.kind {
        case .codeBlock:
            guard let fence = Fence(node, in: source, blockStarts: blockStarts),
                fence.info.words.first?.text == "swift"
            else { return nil }
            checkClosed(fence)
            var cell = Cell(id: "cell-\(chapter.cells.count + 1)", position: fence.position)
            cell.code = fence.lines
            cell.isClosed = fence.isClosed
            add(cell, fence.info)
        case .htmlBlock:
            guard let comment = CommentBlock(node, in: source), comment.keyword == "swift" else { return nil }
            if !comment.isClosed {
                report(.unclosedFence, at: comment.position, "this comment is never closed: end it with `-->`")
            }
            var cell = Cell(id: "cell-\(chapter.cells.count + 1)", position: comment.position)
            cell.code = comment.body
            cell.isClosed = comment.isClosed
            cell.display = .hidden
            add(cell, comment.info)
        default: return nil
        }
        return chapter.cells.count - 1
    }

    private mutating func add(_ cell: Cell, _ info: InfoString) {
        let words = CellWords(info.arguments, unclosed: info.unclosedQuotes, of: cell, in: chapter.file)
        chapter.findings += words.findings
        chapter.cells.append(words.cell)
    }

    /// Gives the fences that follow a cell to it, and returns how many they are.
    private mutating func attachExpectations(to number: Int, from nodes: ArraySlice<MarkdownNode>) -> Int {
        var taken = 0
        for keyword in ["diagnostics", "output"] {
            guard let node = nodes.dropFirst(taken).first, case .codeBlock = node.kind,
                let fence = Fence(node, in: source, blockStarts: blockStarts),
                fence.info.words.first?.text == keyword
            else { continue }
            taken += 1
            checkClosed(fence)
            let expectation = expectation(from: fence)
            if keyword == "output" {
                chapter.cells[number].output = expectation
            } else if [.fail, .warn, .trap].contains(chapter.cells[number].purpose) {
                chapter.cells[number].diagnostics = expectation
            } else {
                report(
                    .outputOrphan, at: fence.position,
                    "the cell before this fence has no diagnostics to compare: only `fail`, `warn` and `trap` cells do")
            }
        }
        return taken
    }

    private mutating func expectation(from fence: Fence) -> Expectation {
        var result = Expectation(
            position: fence.position, lines: fence.lines, end: fence.end, isClosed: fence.isClosed)
        for word in fence.info.arguments {
            let (name, value) = word.parts
            guard ["tol", "rtol"].contains(name), fence.info.words.first?.text == "output" else {
                let advice =
                    nearestWord(to: name, among: ["tol", "rtol"]).map { "did you mean `\($0)=`?" }
                    ?? "an `output` fence takes tol=X and rtol=X, a `diagnostics` fence takes none"
                report(.unknownWord, at: word.position, "unknown word `\(word.text)`: \(advice)")
                continue
            }
            guard let value, isTolerance(value) else {
                report(.badValue, at: word.position, "`\(name)=` takes a number that is not negative, such as 0.01")
                continue
            }
            if name == "tol" { result.tolerance = value } else { result.relativeTolerance = value }
        }
        return result
    }

    private mutating func reportDuplicateIDs() {
        var lines: [String: Int] = [:]
        for cell in chapter.cells {
            guard let word = cell.words.first(where: { $0.parts.name == "id" }), word.parts.value == cell.id else {
                continue
            }
            if let line = lines[cell.id] {
                report(
                    .duplicateID, at: word.position,
                    "the id `\(cell.id)` is taken by the cell at line \(line): ids are unique within a chapter")
            } else {
                lines[cell.id] = cell.position.line
            }
        }
    }

    // Exercises

    private mutating func exercise(from node: MarkdownNode) -> Int? {
        guard let comment = CommentBlock(node, in: source), comment.keyword == "exercise" else { return nil }
        let words = ExerciseWords(comment.words, at: comment.position, in: chapter.file)
        chapter.findings += words.findings
        guard var exercise = words.exercise else { return nil }
        exercise.title = headings.last?.text ?? exercise.name
        chapter.exercises.append(exercise)
        return chapter.exercises.count - 1
    }

    private mutating func readExercises(_ nodes: [MarkdownNode]) {
        for number in chapter.exercises.indices {
            let exercise = chapter.exercises[number]
            let level = headings.last { $0.line < exercise.position.line }?.level ?? 6
            let ends =
                headings.filter { $0.line > exercise.position.line && $0.level <= level }.map(\.line)
                + chapter.exercises.map(\.position.line).filter { $0 > exercise.position.line }
            chapter.exercises[number].endLine = (ends.min() ?? source.lines.count + 1) - 1
            for (index, cell) in chapter.cells.enumerated() {
                if cell.purpose == .starter(exercise: exercise.name), chapter.exercises[number].starter == nil {
                    chapter.exercises[number].starter = index
                }
                if cell.purpose == .example(exercise: exercise.name) {
                    chapter.exercises[number].examples.append(index)
                }
            }
            var text = ExerciseText(nodes, of: chapter.exercises[number], source: source)
            text.cellLines = chapter.cells.map(\.position.line)
            chapter.exercises[number].hints = text.hints
            chapter.exercises[number].statement = text.statement
        }
    }
}

/// Whether a text is a number that a tolerance may be: digits, at most one point, an exponent, no sign.
private func isTolerance(_ text: String) -> Bool {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard parts.count == 1 || parts[1].drop(while: { $0 == "-" || $0 == "+" }).count <= 3 else { return false }
    return plainDecimal(String(parts[0])) != nil && (parts.count == 1 || Int(parts[1]) != nil)
}
