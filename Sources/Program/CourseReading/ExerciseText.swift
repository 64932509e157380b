import CourseModel

/// The statement and the hints of an exercise, as they stand in the source.
struct ExerciseText {
    private let nodes: [MarkdownNode]
    private let exercise: Exercise
    private let source: SourceText
    /// The lines at which the chapter's cells open.
    var cellLines: [Int] = []

    init(_ nodes: [MarkdownNode], of exercise: Exercise, source: SourceText) {
        self.nodes = nodes.filter { ($0.line > exercise.position.line) && ($0.line <= exercise.endLine) }
        self.exercise = exercise
        self.source = source
    }

    /// The text of each `<details>` block whose summary begins with "Hint".
    var hints: [String] {
        var result: [String] = []
        var start: Int?
        for node in nodes {
            guard case .htmlBlock = node.kind else { continue }
            if node.literal.contains("<summary>Hint") {
                start = node.line + contentLines(of: node.literal).count
            } else if let first = start, node.literal.contains("</details>") {
                result.append(text(first..<node.line))
                start = nil
            }
        }
        return result
    }

    /// The prose before the first cell or hint.
    var statement: String {
        let first = exercise.position.line + 1
        let cell = cellLines.filter { $0 >= first && $0 <= exercise.endLine }.min() ?? exercise.endLine + 1
        let hint = nodes.first { $0.literal.contains("<details>") }?.line ?? exercise.endLine + 1
        return text(first..<max(first, min(cell, hint)))
    }

    private func text(_ lines: Range<Int>) -> String {
        var texts = lines.map { source[$0] }
        while texts.first?.allSatisfy(\.isWhitespace) ?? false { texts.removeFirst() }
        while texts.last?.allSatisfy(\.isWhitespace) ?? false { texts.removeLast() }
        return texts.joined(separator: "\n")
    }
}
