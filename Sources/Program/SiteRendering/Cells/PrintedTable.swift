import CourseModel
import Figures

/// Pipe tables among the lines that a program printed: a page shows them as tables.
package enum PrintedTable {
    /// A run of lines that is a table, or lines that are none.
    package enum Piece: Hashable {
        case lines([String])
        case table(Table)
    }

    /// The lines in order, with every pipe table among them read.
    ///
    /// A table is a line of cells between pipes, a line of hyphens for as many columns, and lines of as many cells.
    ///
    /// - Complexity: O(bytes of the lines).
    package static func pieces(of lines: [String]) -> [Piece] {
        var pieces: [Piece] = []
        var plain: [String] = []
        var rest = lines[...]
        while let line = rest.first {
            guard let header = cells(of: line), let rule = rest.dropFirst().first.flatMap(cells(of:)),
                rule.count == header.count, rule.allSatisfy(isRule)
            else {
                plain.append(line)
                rest = rest.dropFirst()
                continue
            }
            let rows = rest.dropFirst(2).prefix { cells(of: $0)?.count == header.count }
            if !plain.isEmpty { pieces.append(.lines(plain)) }
            plain = []
            let body = rows.compactMap(cells(of:))
            let columns = header.enumerated().map { index, name in
                Table.Column(name, isNumeric: rule[index].hasSuffix(":") || body.allSatisfy { isNumber($0[index]) })
            }
            pieces.append(.table(Table("", columns: columns, rows: body)))
            rest = rest.dropFirst(2 + rows.count)
        }
        if !plain.isEmpty { pieces.append(.lines(plain)) }
        return pieces
    }

    /// The cells between the pipes of a line; nil if it does not begin and end with one.
    private static func cells(of line: String) -> [String]? {
        let line = line.trimmingBlanks
        guard line.count > 1, line.hasPrefix("|"), line.hasSuffix("|"), !line.hasSuffix("\\|") else { return nil }
        return PipeRow.cells(of: line).map(PipeRow.shown)
    }

    private static func isRule(_ cell: String) -> Bool {
        let hyphens = cell.drop { $0 == ":" }
        return cell.contains("-") && cell.prefix { $0 == ":" }.count <= 1
            && hyphens.drop { $0 == "-" }.count <= 1 && hyphens.allSatisfy { $0 == "-" || $0 == ":" }
    }

    /// Whether a cell is empty or begins like a number, with its unit behind it.
    private static func isNumber(_ cell: String) -> Bool {
        guard let first = cell.drop(while: { "+-−~≈<>=± ".contains($0) }).first else { return true }
        return first.isNumber && !cell.contains("×")
    }
}
