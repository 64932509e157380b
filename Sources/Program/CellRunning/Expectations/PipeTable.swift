import CourseModel

/// The rows of pipe tables among some lines: a header, a row of dashes, and the rows that follow.
struct PipeTable {
    /// What a line is.
    enum Row: Hashable {
        /// The cells of a row, without the blanks around them.
        case cells([String])
        /// The row of dashes: whether each column has a colon at its left and right.
        case delimiter([[Bool]])
    }

    /// The row that each line is; nil for a line outside of tables.
    let rows: [Row?]

    /// Finds the tables.
    ///
    /// - Parameter mayHoldGaps: whether a line `...` may stand within a table, as in expected output.
    /// - Complexity: O(n) for n bytes in all.
    init(_ lines: [String], mayHoldGaps: Bool) {
        var rows = [Row?](repeating: nil, count: lines.count)
        var start = 0
        while start < lines.count {
            var end = start
            while end < lines.count, lines[end].contains("|") || (mayHoldGaps && lines[end] == "...") { end += 1 }
            let run = start..<end
            start = max(end, start + 1)
            guard run.count >= 2, let delimiter = run.dropFirst().first(where: { Self.delimiter(lines[$0]) != nil })
            else { continue }
            for line in run where lines[line] != "..." {
                let marks = line == delimiter ? Self.delimiter(lines[line]) : nil
                rows[line] = marks.map(Row.delimiter) ?? .cells(PipeRow.cells(of: lines[line]))
            }
        }
        self.rows = rows
    }

    private static func delimiter(_ line: String) -> [[Bool]]? {
        guard line.contains("-") else { return nil }
        var marks: [[Bool]] = []
        for cell in PipeRow.cells(of: line) {
            let dashes = cell.drop { $0 == ":" }.reversed().drop { $0 == ":" }
            guard !dashes.isEmpty, dashes.allSatisfy({ $0 == "-" }), cell.count - dashes.count <= 2 else { return nil }
            marks.append([cell.hasPrefix(":"), cell.hasSuffix(":")])
        }
        return marks
    }
}
