import CourseModel

/// What a fence says that a cell prints: lines, gaps of any number of lines, and tables.
package struct OutputPattern {
    /// A line of the fence.
    enum Item {
        /// `...`: any number of lines, also none.
        case gap
        case line(LinePattern)
        case row(LinePattern, cells: [LinePattern])
        case delimiter(LinePattern, marks: [[Bool]])

        /// The line as a pattern; nil for a gap.
        var line: LinePattern? {
            switch self {
            case .gap: nil
            case .line(let line), .row(let line, _), .delimiter(let line, _): line
            }
        }
    }

    /// The lines, without blank ones at the end.
    let items: [Item]
    let tolerance: Tolerance

    /// Reads the lines of a fence.
    package init(_ expectation: Expectation) {
        self.init(
            lines: expectation.lines.map(\.text),
            tolerance: Tolerance(absolute: expectation.tolerance, relative: expectation.relativeTolerance))
    }

    package init(lines: [String], tolerance: Tolerance) {
        var texts = lines.map(withoutTrailingBlanks)
        while texts.last == "" { texts.removeLast() }
        let table = PipeTable(texts, mayHoldGaps: true)
        items = texts.enumerated().map { index, text in
            if text == "..." { return .gap }
            switch table.rows[index] {
            case .cells(let cells): return .row(LinePattern(text), cells: cells.map { LinePattern($0) })
            case .delimiter(let marks): return .delimiter(LinePattern(text), marks: marks)
            case nil: return .line(LinePattern(text))
            }
        }
        self.tolerance = tolerance
    }

    /// The names that its lines capture.
    package var captureNames: [String] { items.flatMap { $0.line?.captureNames ?? [] } }
}

/// The lines of printed text, without trailing blanks and without blank lines at the end.
package func printedLines(_ output: String) -> [String] {
    var lines = output.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
        withoutTrailingBlanks(String(decoding: $0, as: UTF8.self))
    }
    while lines.last == "" { lines.removeLast() }
    return lines
}
