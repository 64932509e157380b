/// A row of a pipe table, as it is written in chapters and printed by cells.
package enum PipeRow {
    /// The cells of a row: split at the pipes that no backslash stands before, without the blanks around each.
    ///
    /// Pipes at the ends of the row open no cell. Backslashes stay; ``shown(_:)`` takes them away.
    ///
    ///     PipeRow.cells(of: "| a | b \\| c |")   // ["a", "b \\| c"]
    package static func cells(of line: some StringProtocol) -> [String] {
        var cells: [Substring] = []
        var start = line.startIndex
        var isEscaped = false
        for index in line.indices {
            if line[index] == "|", !isEscaped {
                cells.append(Substring(line[start..<index]).trimmingBlanks)
                start = line.index(after: index)
            }
            isEscaped = line[index] == "\\" && !isEscaped
        }
        cells.append(Substring(line[start...]).trimmingBlanks)
        if cells.count > 1, cells[0].isEmpty { cells.removeFirst() }
        if cells.count > 1, cells[cells.count - 1].isEmpty { cells.removeLast() }
        return cells.map(String.init)
    }

    /// A cell without the backslashes that keep its pipes from ending it.
    package static func shown(_ cell: String) -> String {
        var shown = ""
        var isEscaped = false
        for character in cell {
            if character == "|", isEscaped { shown.removeLast() }
            shown.append(character)
            isEscaped = character == "\\" && !isEscaped
        }
        return shown
    }
}

extension StringProtocol {
    /// Without blanks and tabs at both ends.
    package var trimmingBlanks: SubSequence {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return start.prefix(0) }
        return start[...last]
    }
}
