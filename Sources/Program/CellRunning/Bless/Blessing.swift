import CourseModel

/// New text for the fences of a chapter that no longer say what their cells print.
public struct Blessing: Sendable {
    /// The chapter's file, relative to the course folder.
    public let file: String
    /// Why nothing is rewritten, if nothing is: a cell of the chapter fails.
    public let refusal: String?
    /// The fences to rewrite, in order.
    let fences: [Fence]

    /// A fence to rewrite, or to write for the first time.
    struct Fence: Sendable {
        /// The cell whose output it is.
        let cell: Cell
        /// Its lines as they are to stand in the chapter.
        let lines: [String]
    }

    /// The rewriting of a chapter; nil if there is nothing to rewrite.
    init?(_ chapter: Chapter, _ findings: [Finding], _ cells: [Int], _ results: [CellResult]) {
        guard !cells.isEmpty else { return nil }
        file = chapter.file
        let others = findings.filter { finding in
            finding.severity == .error && ![.outputMismatch, .outputMissing].contains(finding.rule)
        }
        if let first = others.min() {
            refusal = "not rewritten, since line \(first.position.line) fails by itself [\(first.rule.rawValue)]"
            fences = []
            return
        }
        refusal = nil
        var captures: [String: String] = [:]
        var fences: [Fence] = []
        for (index, cell) in chapter.cells.enumerated() where cell.output != nil || cells.contains(index) {
            let printed = printedLines(results[index].output)
            if cells.contains(index) {
                let fence = BlessedLines(cell.output, printed: printed, captures: captures)
                fences.append(Fence(cell: cell, lines: fence.lines))
                captures = fence.captures
            } else if let expectation = cell.output,
                case .match(let all) = OutputComparison.compare(
                    printed, with: OutputPattern(expectation), captures: captures)
            {
                captures = all
            }
        }
        self.fences = fences
    }
}
