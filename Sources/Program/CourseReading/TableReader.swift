import CourseModel

/// A pipe table among the lines of a paragraph: a header, a row of dashes, and the rows that follow.
struct TableReader {
    /// How many of the paragraph's lines stand before the table.
    let linesBefore: Int
    let alignments: [Block.Table.Alignment]
    /// The cells of the header.
    let header: [String]
    /// The cells of each further row, as many as there are columns.
    let rows: [[String]]

    /// Finds a table; nil if the lines hold none.
    init?(_ lines: [String]) {
        guard
            let delimiter = lines.indices.dropFirst().first(where: { index in
                guard lines[index - 1].contains("|") || lines[index].contains("|"),
                    let alignments = Self.alignments(lines[index])
                else { return false }
                return alignments.count == Self.cells(lines[index - 1]).count
            }), let alignments = Self.alignments(lines[delimiter])
        else { return nil }
        linesBefore = delimiter - 1
        self.alignments = alignments
        header = Self.cells(lines[delimiter - 1])
        rows = lines[(delimiter + 1)...].map { line in
            let cells = Self.cells(line).prefix(alignments.count)
            return Array(cells) + Array(repeating: "", count: alignments.count - cells.count)
        }
    }

    private static func cells(_ line: String) -> [String] {
        PipeRow.cells(of: line).map(PipeRow.shown)
    }

    private static func alignments(_ line: String) -> [Block.Table.Alignment]? {
        var result: [Block.Table.Alignment] = []
        for cell in cells(line) {
            let dashes = cell.filter { $0 == "-" }.count
            let left = cell.hasPrefix(":")
            let right = cell.hasSuffix(":") && cell.count > 1
            guard dashes > 0, dashes + (left ? 1 : 0) + (right ? 1 : 0) == cell.count else { return nil }
            result.append(left && right ? .center : left ? .left : right ? .right : .unspecified)
        }
        return result.isEmpty ? nil : result
    }
}
