import ArgumentParser
import CellRunning
import Foundation
import StudentWorkspace

/// `winnow check`: runs a student's answers against the public cases.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Run your answers against the public cases of the exercises.",
        discussion: """
            Run it in the folder that `winnow start` made, or below. What was checked before and did not change is told \
            again without running it.

              winnow check                     all exercises
              winnow check optimistic-size     one of them
              winnow check --watch             again at every save, one exercise after the other
              winnow check --json report.json  a report for other programs (- is standard output)
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("Exercises to check, by name or file (default: all).", valueName: "exercise"))
    var exercises: [String] = []

    @Flag(help: "Check again whenever a file is saved, until you press q.")
    var watch = false

    @Flag(help: "Run everything, also what did not change.")
    var noCache = false

    @Option(help: ArgumentHelp("Write a report as JSON.", valueName: "file"))
    var json: String?

    func validate() throws {
        if watch, json != nil { throw ValidationError("--watch has no end to report: leave out --json") }
    }

    func run() async throws {
        let student = try StudentCourse(course, winnow.course)
        var named: Set<String> = []
        let chosen =
            exercises.isEmpty
            ? student.sheets : try exercises.map(student.sheet).filter { named.insert($0.name).inserted }
        let checker = student.checker(try await findCompiler())
        if watch {
            var session = WatchSession(student, checker, first: exercises.isEmpty ? nil : chosen[0])
            return try await session.run()
        }

        var checks: [ExerciseCheck] = []
        var known: [String: ExerciseCheck] = [:]
        for sheet in chosen {
            let answer = student.workspace.answer(to: sheet)
            let check = try await checker.check(answer, to: sheet, anew: noCache)
            let text = CheckText(check: check, sheet: sheet, answer: answer, student: student)
            // What nobody has begun is not worth a page, unless it is asked for.
            let isBegun = !exercises.isEmpty || answer != .untouched(answer.text ?? "")
            Terminal.say(([text.headline] + (isBegun ? text.details : [])).joined(separator: "\n"))
            checks.append(check)
            known[sheet.name] = check
        }
        for sheet in student.sheets where known[sheet.name] == nil {
            known[sheet.name] = checker.known(student.workspace.answer(to: sheet), to: sheet)
        }
        if let json { try writeJSON(CheckReport(checks), to: json) }
        Terminal.say(CourseProgress(student.sheets, known).text)
        try student.adviseOnNewVersion()
        if checks.contains(where: { $0.verdict != .correct }) { throw ExitCode(1) }
    }
}
