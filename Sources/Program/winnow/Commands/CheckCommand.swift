import ArgumentParser
import CellRunning
import CourseModel
import CourseReading
import Foundation
import SwiftPrograms

/// `winnow check`: runs a student's answers against the public cases.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Run your answers against the public cases of the exercises.",
        discussion: """
            Run it in the folder that `winnow start` made, or below.

              winnow check                     all exercises
              winnow check optimistic-size     one of them
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("Exercises to check (default: all).", valueName: "exercise"))
    var exercises: [String] = []

    @Option(help: ArgumentHelp("Write a report as JSON.", valueName: "file"))
    var json: String?

    func run() async throws {
        guard let workspace = Workspace.nearest(to: FileManager.default.currentDirectoryPath) else {
            throw UsageError(
                description: "neither this folder nor one above it holds `Exercises`: make one with `winnow start DIR`")
        }
        let folder = try courseFolder(of: workspace)
        let compiler = try await findCompiler()
        let course = try readCourse(at: folder)
        var checks: [ExerciseCheck] = []
        for (chapter, exercise) in try chosen(from: course) {
            let check = try await check(exercise, of: chapter, workspace, folder, compiler)
            report(check, workspace, folder, chapter)
            checks.append(check)
        }
        if let json { try writeJSON(CheckReport(checks), to: json) }
        let points = checks.reduce(0) { $0 + $1.points }
        let all = checks.reduce(0) { $0 + $1.exercise.points }
        let correct = checks.filter { $0.verdict == .correct }.count
        Terminal.say("\(correct) of \(checks.count) exercises pass the public cases · \(points) of \(all) points")
        if correct < checks.count { throw ExitCode(1) }
    }

    private func courseFolder(of workspace: Workspace) throws -> String {
        if course.folder == nil, winnow.course.folder == nil, let folder = workspace.settings?.course {
            guard isFolder(folder + "/Chapters") else {
                throw UsageError(
                    description: "the course that this folder belongs to is no longer at \(folder): name it with "
                        + "--course DIR")
            }
            return folder
        }
        return try findCourse(course, winnow.course)
    }

    private func chosen(from course: Course) throws -> [(Chapter, Exercise)] {
        let all = course.chapters.flatMap { chapter in chapter.exercises.map { (chapter, $0) } }
        guard !exercises.isEmpty else { return all }
        return try exercises.map { name in
            guard let found = all.first(where: { $0.1.name == name }) else {
                let advice =
                    nearestWord(to: name, among: all.map(\.1.name)).map { "did you mean `\($0)`?" }
                    ?? "there are " + all.map(\.1.name).joined(separator: ", ")
                throw UsageError(description: "there is no exercise `\(name)`: \(advice)")
            }
            return found
        }
    }

    private func check(
        _ exercise: Exercise, of chapter: Chapter, _ workspace: Workspace, _ folder: String, _ compiler: SwiftCompiler
    ) async throws -> ExerciseCheck {
        guard let text = workspace.answer(to: exercise, of: chapter) else { return .notSubmitted(exercise) }
        let answer = Answer(file: workspace.file(of: exercise, in: chapter), text: text)
        return try await checkAnswer(answer, to: exercise, of: chapter, courseFolder: folder, compiler: compiler)
    }

    private func report(_ check: ExerciseCheck, _ workspace: Workspace, _ folder: String, _ chapter: Chapter) {
        let isCorrect = check.verdict == .correct
        let mark = Terminal.coloured(isCorrect ? "✓" : "✗", isCorrect ? .green : .red)
        Terminal.say("\(mark) \(check.exercise.name): \(sentence(check))")
        let own = check.findings.filter { $0.file.hasPrefix("Exercises/") }
        var ownPrinter = FindingPrinter(courseFolder: workspace.folder)
        ownPrinter.write(own)
        var casePrinter = FindingPrinter(courseFolder: folder)
        casePrinter.write(check.findings.filter { !$0.file.hasPrefix("Exercises/") })
        if check.verdict == .notSubmitted {
            Terminal.say("  expected \(workspace.file(of: check.exercise, in: chapter)): `winnow start` writes it")
        }
    }

    private func sentence(_ check: ExerciseCheck) -> String {
        switch check.verdict {
        case .correct: "all \(check.cases) public cases hold (\(check.exercise.points) points)"
        case .partial, .wrongAnswer: "\(check.passed) of \(check.cases) public cases hold"
        case .crashed: "the program stopped before it had answered"
        case .timedOut: "still running after \(check.exercise.timeout) s"
        case .outOfMemory: "it asks for more memory, or prints more, than it may"
        case .doesNotCompile: "it does not compile"
        case .notSubmitted: "there is no file yet"
        }
    }
}

/// The report of `winnow check --json`.
private struct CheckReport: Encodable {
    struct Entry: Encodable {
        let exercise: String
        let verdict: ExerciseCheck.Verdict
        let points: Int
        let of: Int
        let seconds: Double
    }

    let format = 1
    let exercises: [Entry]

    init(_ checks: [ExerciseCheck]) {
        exercises = checks.map { check in
            Entry(
                exercise: check.exercise.name, verdict: check.verdict, points: check.points, of: check.exercise.points,
                seconds: (check.seconds * 1e6).rounded() / 1e6)
        }
    }

    private enum CodingKeys: String, CodingKey { case format, exercises }
}
