import CourseModel
import Foundation
import SwiftPrograms

/// What an answer to an exercise comes to when it is run against the public cases.
public struct ExerciseCheck: Sendable {
    /// How it went, in the words of the course format.
    public enum Verdict: String, Sendable, Codable {
        case correct, partial
        case wrongAnswer = "wrong-answer"
        case crashed
        case timedOut = "timed-out"
        case outOfMemory = "out-of-memory"
        case doesNotCompile = "does-not-compile"
        case notSubmitted = "not-submitted"
    }

    /// The exercise.
    public var exercise: Exercise
    /// How it went.
    public var verdict: Verdict
    /// The public cases that the answer passes, of all.
    public var passed: Int
    /// All its public cases.
    public var cases: Int
    /// Wall seconds of compiling and running.
    public var seconds: Double
    /// What is wrong, at its place in the answer or in the chapter.
    public var findings: [Finding]

    /// The points that the public cases alone would give.
    public var points: Int {
        cases == 0 ? 0 : exercise.points * passed / cases
    }

    /// The check of an exercise that nobody has answered.
    public static func notSubmitted(_ exercise: Exercise) -> ExerciseCheck {
        ExerciseCheck(
            exercise: exercise, verdict: .notSubmitted, passed: 0, cases: exercise.examples.count, seconds: 0,
            findings: [])
    }
}

/// Runs an answer against the public cases of an exercise.
///
/// - Parameter courseFolder: as an absolute path; the cases run in it.
/// - Throws: `ChildProcessError`, or `CancellationError` if the task is cancelled.
public func checkAnswer(
    _ answer: Answer, to exercise: Exercise, of chapter: Chapter, courseFolder: String, compiler: SwiftCompiler
) async throws -> ExerciseCheck {
    let start = ContinuousClock.now
    let scratch = NSTemporaryDirectory() + "winnow-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let runner = ProgramRunner(
        chapter: chapter, courseFolder: courseFolder, compiler: compiler, scratch: scratch, onBegin: { _ in })
    let plan = ProgramPlan(kind: .examples, cells: exercise.examples, chain: 0)
    let outcome = try await runner.runExamples(plan, of: exercise, answer: answer)

    // Only the cases of this exercise are evaluated, so that nothing else of the chapter is said.
    var alone = Chapter(file: chapter.file, title: chapter.title)
    alone.cells = chapter.cells
    let evaluation = ChapterEvaluation(alone, outcomes: outcome.cells)
    let findings = outcome.findings + evaluation.findings
    let results = evaluation.results(findings, cached: [])
    let passed = exercise.examples.filter { results[$0].status == .passed }.count
    let verdict: ExerciseCheck.Verdict
    switch outcome.findings.first?.rule {
    case .compileError: verdict = .doesNotCompile
    case .trap, .exited: verdict = .crashed
    case .timeout: verdict = .timedOut
    case .outOfMemory, .outputFlood: verdict = .outOfMemory
    default: verdict = passed == exercise.examples.count ? .correct : passed > 0 ? .partial : .wrongAnswer
    }
    return ExerciseCheck(
        exercise: exercise, verdict: verdict, passed: passed, cases: exercise.examples.count,
        seconds: (ContinuousClock.now - start) / .seconds(1), findings: findings.sorted())
}
