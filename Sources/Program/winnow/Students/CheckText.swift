import CellRunning
import CourseModel
import Foundation
import StudentWorkspace

/// What a student reads about a check: one sentence, then what is wrong and where.
struct CheckText {
    /// Lines of a case's code that are shown.
    private static let mostCodeLines = 12
    /// Compile errors that are shown; the first ones mostly explain the others.
    private static let mostErrors = 3

    let check: ExerciseCheck
    let sheet: ExerciseSheet
    let answer: AnswerFile
    let student: StudentCourse

    /// The mark, the name and the sentence.
    var headline: String {
        let isCorrect = check.verdict == .correct
        let mark = Terminal.coloured(isCorrect ? "✓" : "✗", isCorrect ? .green : .red)
        return "\(mark) \(sheet.name): \(sentence)"
    }

    /// What is wrong and where; nothing if all holds.
    var details: [String] {
        guard check.verdict != .correct else { return [] }
        var lines: [String] = []
        if check.verdict == .notSubmitted {
            let way = answer == .empty ? "winnow reset \(sheet.name)" : "winnow start \(startFolder)"
            lines.append("  `\(way)` writes the starter to \(sheet.file)")
        }
        lines += errors
        if let first = check.failing.first { lines += text(of: first) }
        if check.failing.count > 1 {
            let rest = check.failing.dropFirst().map { "`\($0.id)`" }.joined(separator: ", ")
            lines.append("  " + Terminal.coloured("failing too: \(rest)", .faint))
        }
        return lines + ["  " + Terminal.coloured("statement: \(sheet.place)", .faint)]
    }

    private var startFolder: String {
        let folder = student.workspace.folder
        return FileManager.default.currentDirectoryPath == folder ? "." : Terminal.shellQuoted(folder)
    }

    private var sentence: String {
        let cases = "\(check.passed) of \(check.cases) public cases hold\(check.passed == 1 ? "s" : "")"
        if case .untouched = answer, check.verdict != .correct { return "this is still the starter; \(cases)" }
        switch check.verdict {
        case .correct:
            let points = Terminal.counted(check.points, "point")
            return check.cases == 1
                ? "its public case holds (\(points))" : "all \(check.cases) public cases hold (\(points))"
        case .partial, .wrongAnswer: return cases
        case .noAnswer: return "your code ended the program, or printed without end (\(cases))"
        case .crashed: return "your code stopped the program (\(cases))"
        case .timedOut:
            return "it ran longer than the \(seconds) s that it may (\(cases))"
        case .outOfMemory: return "it asked for more memory than it may (\(cases))"
        case .doesNotCompile: return "it does not compile"
        case .compileTimedOut: return "the compiler did not finish within 30 s"
        case .notSubmitted: return answer == .empty ? "the file is empty" : "there is no file yet"
        case .rejected: return "the file is no Swift source"
        }
    }

    private var seconds: String {
        let seconds = sheet.exercise.timeout
        return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }

    private var errors: [String] {
        // What a case says is a consequence of what the answer's own lines say.
        let own = check.findings.filter { $0.file == sheet.file }
        let shown = own.isEmpty ? check.findings : own
        var printer = FindingPrinter(courseFolder: own.isEmpty ? student.folder : student.workspace.folder)
        var lines = shown.prefix(Self.mostErrors).flatMap { printer.lines(of: $0) }
        if shown.count > Self.mostErrors { lines.append("  and \(shown.count - Self.mostErrors) more errors") }
        if own.isEmpty, !shown.isEmpty {
            let declarations = sheet.starter.split(separator: "\n").filter { $0.hasPrefix("func ") }
            lines.append(
                "  a public case does not fit your file: keep the names and parameters of the starter"
                    + (declarations.isEmpty ? "" : ":"))
            lines += declarations.prefix(3).map { "      " + $0 }
        }
        return lines
    }

    private func text(of failing: ExerciseCheck.FailingCase) -> [String] {
        let finding = failing.finding
        var lines: [String] = []
        if finding.rule != .outputMismatch, finding.rule != .outputMissing {
            var printer = FindingPrinter(
                courseFolder: finding.file == sheet.file ? student.workspace.folder : student.folder)
            lines += printer.lines(of: finding)
        }
        lines.append("  " + Terminal.coloured("case `\(failing.id)`", .bold))
        let code = failing.source.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        lines += code.prefix(Self.mostCodeLines).map { "      " + Terminal.harmless(String($0)) }
        if code.count > Self.mostCodeLines { lines.append("      …") }
        for (label, value) in [("expected:", finding.expected), ("got:     ", finding.actual ?? nothing(finding))] {
            guard let value else { continue }
            lines.append("  \(label) " + Terminal.harmless(value))
        }
        return lines
    }

    private func nothing(_ finding: Finding) -> String? {
        finding.rule == .outputMismatch ? "nothing more" : nil
    }
}

/// How far a student is in the whole course.
struct CourseProgress {
    let correct: Int
    let exercises: Int
    let points: Int
    let of: Int

    /// The progress from what is known of each exercise; one that is not known counts as open.
    init(_ sheets: [ExerciseSheet], _ checks: [String: ExerciseCheck]) {
        exercises = sheets.count
        of = sheets.reduce(0) { $0 + $1.exercise.points }
        correct = sheets.filter { checks[$0.name]?.verdict == .correct }.count
        points = sheets.reduce(0) { $0 + (checks[$1.name]?.points ?? 0) }
    }

    /// The counts, in words.
    var text: String {
        "\(correct) of \(Terminal.counted(exercises, "exercise")) · \(points) of \(Terminal.counted(of, "point"))"
    }

    /// A bar of some columns that fills with the points.
    func bar(columns: Int) -> String {
        let full = of == 0 ? 0 : columns * points / of
        return Terminal.coloured(String(repeating: "━", count: full), .green)
            + Terminal.coloured(String(repeating: "─", count: columns - full), .faint)
    }
}
