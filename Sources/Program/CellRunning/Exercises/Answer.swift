import CourseModel
import SwiftPrograms

/// A file that answers an exercise: a student's, or the course's own solution.
public struct Answer: Hashable, Sendable {
    /// The file as findings name it.
    public var file: String
    /// Its text.
    public var text: String

    /// An answer in a file.
    public init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    /// Where its last line that is not blank ends.
    var end: SourcePosition {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let last = lines.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            return SourcePosition(line: 1)
        }
        return SourcePosition(line: last + 1, column: lines[last].utf8.count + 1)
    }

    /// The library modules that it imports although the exercise does not allow them, with the line of each.
    func forbiddenImports(_ exercise: Exercise, library: [String]) -> [(module: String, line: Int)] {
        var result: [(String, Int)] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let tokens = Array(SwiftTokens(String(line)))
            for (index, token) in tokens.enumerated() where token.text == "import" {
                let named = tokens[(index + 1)...].first { library.contains($0.text) }?.text
                if let named, !exercise.imports.contains(named) { result.append((named, number + 1)) }
            }
        }
        return result
    }
}
