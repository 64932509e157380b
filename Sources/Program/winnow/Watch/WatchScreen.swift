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
    private(set) var checks: [String: ExerciseCheck] = [:]
    /// What a reader reads of it, as it was when the check came: the file may be another by now.
    private var texts: [String: (headline: String, details: [String])] = [:]
    /// What stood in each file when it was last looked at.
    var answers: [String: AnswerFile] = [:]
    /// The exercises that are being checked.
    var running: Set<String> = []
    /// What happened last, such as an exercise that now passes.
    var notice = ""
    /// Hints that are shown, by exercise.
    var hints: [String: Int] = [:]

    /// A screen on which nothing is known yet.
    init(student: StudentCourse, current: Int) {
        self.student = student
        self.current = current
    }

    var sheet: ExerciseSheet { student.sheets[current] }

    /// Takes in how an answer to an exercise went.
    mutating func take(_ check: ExerciseCheck, of sheet: ExerciseSheet, _ answer: AnswerFile) {
        let text = CheckText(check: check, sheet: sheet, answer: answer, student: student)
        checks[sheet.name] = check
        answers[sheet.name] = answer
        texts[sheet.name] = (text.headline, text.details)
    }

    /// What was said last of an exercise, in one line.
    func headline(of sheet: ExerciseSheet) -> String { texts[sheet.name]?.headline ?? "" }

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
        let (headline, details) = verdict
        var body = ([headline] + hintLines(columns) + details).flatMap { Self.wrapped($0, columns: columns) }
        if body.count > room {
            body = body.prefix(room - 1) + [Terminal.coloured("… all of it: winnow check \(sheet.name)", .faint)]
        }
        return head + body + foot
    }

    private var verdict: (headline: String, details: [String]) {
        texts[sheet.name] ?? (running.isEmpty ? "" : "checking …", [])
    }

    /// The hint that was shown last: where rows are few, it is worth more than what was read before.
    private func hintLines(_ columns: Int) -> [String] {
        guard let shown = hints[sheet.name], shown > 0 else { return [] }
        let title = "hint \(shown) of \(sheet.exercise.hints.count)"
        let text = Workspace.hintText(sheet.exercise.hints[shown - 1], columns: columns - 2)
        return ["", Terminal.coloured(title, .yellow)] + text.map { "  " + Terminal.harmless($0) } + [""]
    }

    private var keys: String {
        let names = [("h", "hint"), ("n", "next"), ("r", "run"), ("q", "quit")]
        let text = names.map { "\(Terminal.coloured($0.0, .bold)) \($0.1)" }.joined(separator: "   ")
        // The one that is worked on is always checked first.
        return text
            + (running.isEmpty ? "" : "      checking \(running.contains(sheet.name) ? "this one" : "the others") …")
    }

    /// A line in pieces that fit, parted at blanks where there are any; the controls of colours take no room.
    private static func wrapped(_ line: String, columns: Int) -> [String] {
        let indent = String(line.prefix { $0 == " " }.prefix(columns / 2))
        var result: [String] = []
        var piece = ""
        var width = 0
        var blank: (index: String.Index, width: Int)?
        var isControl = false
        for character in line {
            if character == "\u{1B}" { isControl = true }
            piece.append(character)
            if isControl {
                if character.isLetter { isControl = false }
                continue
            }
            width += 1
            if character == " ", width > indent.count + 1 { blank = (piece.endIndex, width) }
            guard width > columns else { continue }
            let cut = blank ?? (piece.index(before: piece.endIndex), width - 1)
            result.append(String(piece[..<cut.index]))
            piece = indent + piece[cut.index...]
            width += indent.count - cut.width
            blank = nil
        }
        return result + [piece]
    }
}
