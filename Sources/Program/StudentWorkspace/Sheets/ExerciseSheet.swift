import CourseModel
import SwiftPrograms

/// An exercise as a student gets it: the file to work in, and what is needed to tell one version from another.
public struct ExerciseSheet: Sendable {
    /// A public case: code, and what it prints.
    public struct Case: Sendable {
        /// Its name.
        public let id: String
        /// The name that its author gave it, or its number among the cases: it stays when cells of the chapter come and go.
        let lastingID: String
        /// The code, lines ended by newlines.
        public let source: String
        /// The lines of its `output` fence.
        public let output: [String]
    }

    /// The chapter that it stands in.
    public let chapter: Chapter
    /// The exercise itself.
    public let exercise: Exercise
    /// What the student starts with.
    public let starter: String
    /// Its public cases.
    public let cases: [Case]

    /// The sheet of an exercise; nil if it has nothing to start with.
    init?(_ exercise: Exercise, of chapter: Chapter) {
        guard let index = exercise.starter else { return nil }
        self.chapter = chapter
        self.exercise = exercise
        starter = chapter.cells[index].source
        cases = exercise.examples.enumerated().map { number, index in
            let cell = chapter.cells[index]
            let isNamed = cell.words.contains { $0.text.hasPrefix("id=") }
            return Case(
                id: cell.id, lastingID: isNamed ? cell.id : "number \(number + 1)", source: cell.source,
                output: cell.output?.lines.map(\.text) ?? [])
        }
    }

    /// Its name, unique in the course.
    public var name: String { exercise.name }

    /// The student's file, relative to the workspace.
    public var file: String { "Exercises/\(chapter.slug)/\(name).swift" }

    /// Where the statement stands in the course, as `FILE:LINE`.
    public var place: String { "\(chapter.file):\(exercise.position.line)" }

    /// The text of the file that a student starts with: statement, starter, public cases.
    public var text: String {
        let points = "\(exercise.points) point\(exercise.points == 1 ? "" : "s")"
        let allowed =
            exercise.imports.isEmpty
            ? [] : ["//", "// You may import " + exercise.imports.joined(separator: ", ") + "."]
        let header = [CommentText.comment("\(exercise.title) (\(name), \(points))"), "//"]
        let statement = CommentText.lines(of: exercise.statement) + allowed
        return (header + statement).joined(separator: "\n") + "\n\n" + starter + casesText
    }

    private var casesText: String {
        guard !cases.isEmpty else { return "" }
        var lines = ["", "// What must hold (run it with `winnow check \(name)`):"]
        for example in cases {
            lines.append("//")
            lines += example.source.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map { $0.isEmpty ? "//" : "//     " + $0 }
            lines += example.output.enumerated().map { "//" + ($0 == 0 ? "     prints " : "            ") + $1 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The hashes of its parts.
    var fingerprint: Fingerprint {
        var hashes: [String: String] = [:]
        for example in cases {
            hashes[example.lastingID] = Self.hash(example.source + "\u{0}" + example.output.joined(separator: "\n"))
        }
        let terms = "\(exercise.points) \(exercise.timeout) \(exercise.imports.joined(separator: ","))"
        return Fingerprint(
            statement: Self.hash(exercise.title + "\n" + exercise.statement), starter: Self.hash(starter),
            cases: hashes, terms: Self.hash(terms))
    }

    /// The hashes of the parts of an exercise, so that a newer version can say what changed.
    struct Fingerprint: Codable, Hashable, Sendable {
        var statement: String
        var starter: String
        /// By the names of the cases.
        var cases: [String: String]
        /// Points, time and allowed modules.
        var terms: String

        /// What differs in a newer version, in words.
        func changes(to newer: Fingerprint) -> [String] {
            var words: [String] = []
            if statement != newer.statement { words.append("the statement") }
            if starter != newer.starter { words.append("the starter") }
            let added = newer.cases.keys.filter { cases[$0] == nil }.sorted()
            let gone = cases.keys.filter { newer.cases[$0] == nil }.sorted()
            let other = newer.cases.keys.filter { cases[$0] != nil && cases[$0] != newer.cases[$0] }.sorted()
            if !added.isEmpty { words.append("new cases (\(added.joined(separator: ", ")))") }
            if !other.isEmpty { words.append("other cases (\(other.joined(separator: ", ")))") }
            if !gone.isEmpty { words.append("cases gone (\(gone.joined(separator: ", ")))") }
            if terms != newer.terms { words.append("points, time or allowed modules") }
            return words
        }
    }

    /// Half of a SHA-256, which is enough to tell versions apart.
    static func hash(_ text: String) -> String { String(ContentHash.of(text).prefix(32)) }
}

/// The exercises of a course that a student can start, in order.
public func exerciseSheets(of course: Course) -> [ExerciseSheet] {
    course.chapters.flatMap { chapter in chapter.exercises.compactMap { ExerciseSheet($0, of: chapter) } }
}

/// What tells one version of a course's exercises from another: 16 hexadecimal digits over statements, starters, cases,
/// hints, points, times and allowed modules.
public func courseVersion(of sheets: [ExerciseSheet]) -> String {
    let parts = sheets.map { sheet in
        let print = sheet.fingerprint
        let cases = print.cases.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([sheet.file, print.statement, print.starter, print.terms] + cases + sheet.exercise.hints)
            .joined(separator: "\n")
    }
    return String(ContentHash.of(parts.joined(separator: "\u{0}")).prefix(16))
}
