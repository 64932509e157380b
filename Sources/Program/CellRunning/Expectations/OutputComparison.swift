/// Whether a cell printed what its fence says.
package enum OutputComparison {
    /// It did; all captures, the ones from before included.
    case match(captures: [String: String])
    case mismatch(Mismatch)

    /// Where printed text and fence part.
    package struct Mismatch {
        /// The first line of the fence that does not match; nil if all match and more was printed.
        package var item: Int?
        /// The printed line that stands in its place; nil if nothing more was printed.
        package var line: Int?
        /// The fence's line with the wildcards that matched filled in.
        package var filledIn: String
        /// The bytes of the printed line that still match.
        package var matchingBytes: Int
    }

    /// Comparisons of lines after which a fence with many gaps and captures counts as not matching.
    private static let mostComparisons = 1_000_000

    /// Compares printed lines with a fence.
    ///
    /// - Parameters:
    ///   - lines: what ``printedLines(_:)`` gives.
    ///   - captures: the captures of the chapter so far.
    /// - Complexity: O(i·l) line comparisons for i items and l lines if the fence holds gaps, else O(min(i, l)).
    package static func compare(_ lines: [String], with pattern: OutputPattern, captures: [String: String])
        -> OutputComparison
    {
        var search = Search(lines, pattern)
        if let result = search.run(captures) { return .match(captures: result) }
        return .mismatch(search.furthest)
    }

    /// A way through the lines of a fence and of what was printed.
    struct Search {
        fileprivate struct State {
            var item: Int
            var line: Int
            var captures: [String: String]
            /// Whether the fence has captured anything yet.
            var hasCaptured = false
        }

        let lines: [String]
        let rows: [PipeTable.Row?]
        let pattern: OutputPattern
        var furthest = Mismatch(item: 0, line: 0, filledIn: "", matchingBytes: -1)
        private var comparisons = 0

        init(_ lines: [String], _ pattern: OutputPattern) {
            self.lines = lines
            self.pattern = pattern
            rows = PipeTable(lines, mayHoldGaps: false).rows
        }

        /// Whether a printed line is what a line of the fence says, be it within a table or not.
        mutating func matches(item: Int, line: Int, captures: [String: String]) -> Bool {
            match(State(item: item, line: line, captures: captures)) != nil
        }

        fileprivate mutating func run(_ captures: [String: String]) -> [String: String]? {
            var stack = [State(item: 0, line: 0, captures: captures)]
            var seen: Set<Int> = []
            while var state = stack.popLast() {
                while comparisons < mostComparisons {
                    if !state.hasCaptured, !seen.insert(state.item * (lines.count + 1) + state.line).inserted { break }
                    if state.item == pattern.items.count {
                        if state.line == lines.count { return state.captures }
                        note(item: nil, line: state.line, LineMatcher.Progress())
                        break
                    }
                    if case .gap = pattern.items[state.item] {
                        if state.line < lines.count {
                            var longer = state
                            longer.line += 1
                            stack.append(longer)
                        }
                        state.item += 1
                        continue
                    }
                    guard let captures = match(state) else { break }
                    state.hasCaptured = state.hasCaptured || captures.count != state.captures.count
                    state.captures = captures
                    state.item += 1
                    state.line = min(state.line + 1, lines.count)
                }
            }
            return nil
        }

        private mutating func match(_ state: State) -> [String: String]? {
            comparisons += 1
            guard let whole = pattern.items[state.item].line else { return nil }
            guard state.line < lines.count else {
                // Blank lines at the end were taken away; one may have stood for what matches nothing.
                var matcher = LineMatcher(whole, "", tolerance: pattern.tolerance)
                if let match = matcher.match(state.captures) { return match.captures }
                note(item: state.item, line: nil, LineMatcher.Progress(filledIn: whole.source))
                return nil
            }
            switch (pattern.items[state.item], rows[state.line]) {
            case (.row(_, let cells), .cells(let texts)?) where cells.count == texts.count:
                var captures = state.captures
                for (cell, text) in zip(cells, texts) {
                    var matcher = LineMatcher(cell, text, tolerance: pattern.tolerance)
                    guard let match = matcher.match(captures) else {
                        note(item: state.item, line: state.line, LineMatcher.Progress(filledIn: whole.source))
                        return nil
                    }
                    captures = match.captures
                }
                return captures
            case (.delimiter(_, let expected), .delimiter(let marks)?):
                if expected == marks { return state.captures }
                note(item: state.item, line: state.line, LineMatcher.Progress(filledIn: whole.source))
                return nil
            default:
                var matcher = LineMatcher(whole, lines[state.line], tolerance: pattern.tolerance)
                if let match = matcher.match(state.captures) { return match.captures }
                note(item: state.item, line: state.line, matcher.progress)
                return nil
            }
        }

        /// Keeps the failure that came furthest: in the fence first, then within the line.
        private mutating func note(item: Int?, line: Int?, _ progress: LineMatcher.Progress) {
            let depth = item ?? pattern.items.count
            let best = furthest.item ?? pattern.items.count
            guard depth > best || (depth == best && progress.bytes > furthest.matchingBytes) else { return }
            furthest = Mismatch(
                item: item, line: line, filledIn: progress.filledIn, matchingBytes: progress.bytes)
        }
    }
}
