import CellRunning
import Foundation
import StudentWorkspace

/// What the screen of `winnow check --watch` shows, as lines.
struct WatchScreen {
    /// The exercises in order.
    let student: StudentCourse
    /// The exercise that is worked on.
    var current: Int
    /// What is known of each exercise.
    var checks: [String: ExerciseCheck] = [:]
    /// What stood in each file when it was last looked at.
    var answers: [String: AnswerFile] = [:]
    /// The exercises that are being checked.
    var running: Set<String> = []
    /// What happened last, such as an exercise that now passes.
    var notice = ""
    /// Hints that are shown, by exercise.
    var hints: [String: Int] = [:]

    var sheet: ExerciseSheet { student.sheets[current] }

    /// The next exercise after a number that does not pass yet, around the end; nil if all pass.
    func nextOpen(after number: Int) -> Int? {
        let count = student.sheets.count
        return (1...count).map { (number + $0) % count }
            .first { checks[student.sheets[$0].name]?.verdict != .correct }
    }

    /// The lines, at most as many as there are rows.
    func lines(columns: Int, rows: Int) -> [String] {
        let progress = CourseProgress(student.sheets, checks)
        var head = [
            Terminal.coloured("winnow check", .bold) + " · " + progress.text, progress.bar(columns: min(columns, 60)),
        ]
        head.append(notice)
        let title = "\(current + 1)/\(student.sheets.count) \(sheet.exercise.title)"
        head += ["", Terminal.coloured(title, .bold), Terminal.coloured(sheet.file, .faint), ""]
        let foot = ["", keys]
        let room = max(1, rows - head.count - foot.count)
        var body = (verdict + hintLines).flatMap { Self.wrapped($0, columns: columns) }
        if body.count > room {
            body = body.prefix(room - 1) + [Terminal.coloured("… all of it: winnow check \(sheet.name)", .faint)]
        }
        return head + body + foot
    }

    private var verdict: [String] {
        guard let check = checks[sheet.name], let answer = answers[sheet.name] else {
            return [running.isEmpty ? "" : "checking …"]
        }
        let text = CheckText(check: check, sheet: sheet, answer: answer, student: student)
        return [text.headline] + text.details
    }

    private var hintLines: [String] {
        let shown = hints[sheet.name] ?? 0
        guard shown > 0 else { return [] }
        return (0..<shown).flatMap { number in
            ["", Terminal.coloured("hint \(number + 1) of \(sheet.exercise.hints.count)", .yellow)]
                + Workspace.hintText(sheet.exercise.hints[number]).map { "  " + Terminal.harmless($0) }
        }
    }

    private var keys: String {
        let names = [("h", "hint"), ("n", "next"), ("r", "run"), ("q", "quit")]
        let text = names.map { "\(Terminal.coloured($0.0, .bold)) \($0.1)" }.joined(separator: "   ")
        return text + (running.isEmpty ? "" : "      checking \(running.sorted().first ?? "") …")
    }

    /// A line in pieces that fit; one with colours is left to be cut.
    private static func wrapped(_ line: String, columns: Int) -> [String] {
        guard line.count > columns, !line.contains("\u{1B}") else { return [line] }
        let indent = String(line.prefix { $0 == " " })
        var rest = line[...]
        var result: [String] = []
        while rest.count > columns {
            let piece = rest.prefix(columns)
            let space = piece.dropFirst(indent.count + 1).lastIndex(of: " ")
            let end = space ?? piece.endIndex
            result.append(String(rest[..<end]))
            rest = (indent + rest[end...].drop { $0 == " " })[...]
        }
        return result + [String(rest)]
    }
}
