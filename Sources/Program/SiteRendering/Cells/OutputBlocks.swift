/// A cell's output as blocks of a page: text as it was printed, and the tables in it as tables.
struct OutputBlocks {
    private(set) var html = ""
    private var text = ""

    /// The blocks of an output's parts.
    init(_ parts: [ShownOutput.Part]) {
        for part in parts {
            switch part {
            case .lines(let lines):
                for piece in PrintedTable.pieces(of: lines) { append(piece) }
            case .elision(let lines):
                let words = lines.map { $0 == 1 ? "1 line left out" : "\($0) lines left out" } ?? "lines left out"
                text += "<span class=\"elision\">… \(words)</span>\n"
            }
        }
        endText()
    }

    private mutating func append(_ piece: PrintedTable.Piece) {
        switch piece {
        case .lines(let lines):
            // Blank lines around a table held it apart from text in the terminal; the page does that itself.
            for line in lines where !(text.isEmpty && line.allSatisfy(\.isWhitespace) && !html.isEmpty) {
                text.append(programText: line)
                text += "\n"
            }
        case .table(let table):
            endText()
            html += "<div class=\"output\">\n\(FigureRenderer.html(of: table))</div>\n"
        }
    }

    private mutating func endText() {
        if !text.isEmpty { html += "<pre class=\"output\"><samp>\(text)</samp></pre>\n" }
        text = ""
    }
}
