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

    /// What may stand between `import` and a module: `import struct Module.Name`.
    private static let importKinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]

    /// The library modules that it imports although the exercise does not allow them, with the line of each.
    func forbiddenImports(_ exercise: Exercise, library: [String]) -> [(module: String, line: Int)] {
        var result: [(module: String, line: Int)] = []
        var tokens = SwiftTokens(text)
        var openedAt: Int?
        while let token = tokens.next() {
            if token.text == "import" {
                openedAt = tokens.start
            } else if let start = openedAt, !Self.importKinds.contains(token.text) {
                let name = token.text.filter { $0 != "`" }
                if library.contains(name), !exercise.imports.contains(name) { result.append((name, line(at: start))) }
                openedAt = nil
            }
        }
        return result
    }

    /// The line of the first `#sourceLocation`, which gives what follows another file and other lines.
    var renamedFrom: Int? {
        var tokens = SwiftTokens(text)
        while let token = tokens.next() {
            guard token.text == "#" else { continue }
            let start = tokens.start
            if tokens.next()?.text == "sourceLocation" { return line(at: start) }
        }
        return nil
    }

    /// The line of a place in its bytes.
    private func line(at byte: Int) -> Int {
        let before = String(decoding: text.utf8.prefix(byte), as: UTF8.self)
        return before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    }
}
