import CourseModel

extension PagePrinter {
    /// Prints a cell with its output, what the compiler or trap said, and how far it was checked.
    func printCell(_ index: Int, into printer: inout HTMLPrinter) {
        let cell = chapter.cells[index]
        if cell.display == .hidden { return }
        let result = result.flatMap { index < $0.cells.count ? $0.cells[index] : nil }
        var values: [String: Any] = [
            "anchor": id(page.cellAnchors[index]),
            "code": code(of: cell),
            "isFolded": cell.display == .folded,
        ]
        if let number = page.listings[index] { values["listing"] = ["number": number, "caption": cell.caption ?? ""] }
        if let label = label(of: cell) { values["label"] = label }
        let output = output(of: cell, result)
        if !output.isEmpty { values["output"] = output }
        let figures = figures(of: cell, at: index, result)
        if !figures.isEmpty { values["figures"] = figures }
        let diagnostics = diagnostics(of: cell, result)
        if !diagnostics.isEmpty { values["diagnostics"] = diagnostics }
        if let mark = CellMark(for: cell, result: result) {
            var shown = ["kind": mark.kind.rawValue, "sign": mark.sign, "text": mark.text]
            shown["cost"] = CellMark.cost(of: result)
            values["mark"] = shown
        }
        printer.startLine()
        printer.html += templates.render("cell", values)
        printer.startLine()
    }

    /// The figures that a cell displayed; one that cannot be read is a finding.
    private func figures(of cell: Cell, at index: Int, _ result: CellResult?) -> String {
        guard let result, let numbers = page.cellFigures[index] else { return "" }
        var html = ""
        for (json, figure) in zip(result.figures, numbers) {
            do {
                let renderer = FigureRenderer(
                    anchor: place.anchor(figure.anchor, of: page.path), name: figure.name,
                    fileStem: "figures/\(chapter.slug)-\(figure.anchor)")
                let rendered = renderer.render(try FigureRenderer.figure(from: json))
                html += rendered.html
                files.merge(rendered.files) { first, _ in first }
            } catch {
                findings.append(
                    Finding(
                        file: chapter.file, position: cell.position, rule: .badValue,
                        message: "\(figure.name.lowercased()), which this cell displays, cannot be read: "
                            + "show figures with `display` alone"))
            }
        }
        return html
    }

    private func label(of cell: Cell) -> String? {
        switch cell.purpose {
        case .starter: "You start with"
        case .example: "Public case"
        default: nil
        }
    }

    private func code(of cell: Cell) -> String {
        var html = ""
        html.append(visibleControlsIn: fragments.highlight(cell.source, language: "swift"))
        return CodeLines.marking(cell.highlightedLines, in: html)
    }

    /// Prints the code that runs on the page and is not shown, folded away, so that a reader can know all that ran.
    func printHiddenCells(into printer: inout HTMLPrinter) {
        let hidden = chapter.cells.filter { $0.display == .hidden }
        if hidden.isEmpty { return }
        printer.startLine()
        printer.html += "<details class=\"setup\">\n<summary>Code that runs on this page but is not shown</summary>\n"
        for cell in hidden {
            printer.html += "<div class=\"code-box\"><pre class=\"code\"><code>"
            printer.html += code(of: cell) + "</code></pre></div>\n"
        }
        printer.html += "</details>\n"
    }

    private func output(of cell: Cell, _ result: CellResult?) -> String {
        if cell.outputUse == .silent { return "" }
        let expected = cell.outputUse == .checked ? cell.output : nil
        let captures = self.result?.captures ?? [:]
        var parts = ShownOutput.parts(printed: result?.output ?? "", expected: expected, captures: captures)
        // A cell that did not run here shows what its author promises.
        if result == nil || result?.status == .skipped, let promised = cell.output {
            parts = [.lines(promised.lines.map { ShownOutput.written($0.text, captures: captures) })]
        }
        return OutputBlocks(parts).html
    }

    private func diagnostics(of cell: Cell, _ result: CellResult?) -> String {
        let captures = self.result?.captures ?? [:]
        let lines: [String]
        if let expected = cell.diagnostics {
            lines = expected.lines.map { ShownOutput.written($0.text, captures: captures) }
        } else {
            switch cell.purpose {
            case .fail, .trap, .warn: lines = result?.diagnostics ?? []
            default: lines = []
            }
        }
        var html = ""
        for line in lines {
            html.append(programText: line)
            html += "\n"
        }
        return html
    }
}
