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
        /// What was gathered of the hint that is open.
        var open: String?
        var next = 0
        for node in nodes {
            guard case .htmlBlock = node.kind else { continue }
            if let text = open { open = text + (next..<max(next, node.line)).map { source[$0] + "\n" }.joined() }
            // One block may hold a hint whole, or several: it ends at the first blank line, wherever that stands.
            let lines = contentLines(of: node.literal)
            var rest = lines.map { $0 + "\n" }.joined()[...]
            while true {
                if let text = open {
                    guard let end = rest.firstRange(of: "</details>") else { break }
                    result.append(trimmed(text + rest[..<end.lowerBound]))
                    rest = rest[end.upperBound...]
                    open = nil
                } else {
                    guard let start = rest.firstRange(of: Self.summary) else { break }
                    rest = rest[start.upperBound...]
                    open = ""
                }
            }
            if let text = open { open = text + rest }
            next = node.line + lines.count
        }
        return result
    }

    private static var summary: Regex<Substring> { /<summary>\s*Hint[^<]*<\/summary>/ }

    /// The prose before the first cell or hint.
    var statement: String {
        let first = exercise.position.line + 1
        let cell = cellLines.filter { $0 >= first && $0 <= exercise.endLine }.min() ?? exercise.endLine + 1
        let hint = nodes.first { $0.literal.contains("<details>") }?.line ?? exercise.endLine + 1
        return text(first..<max(first, min(cell, hint)))
    }

    private func text(_ lines: Range<Int>) -> String { trimmed(lines.map { source[$0] }.joined(separator: "\n")) }

    /// A text without blank lines at its beginning and end.
    private func trimmed(_ text: some StringProtocol) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.first?.allSatisfy(\.isWhitespace) ?? false { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
