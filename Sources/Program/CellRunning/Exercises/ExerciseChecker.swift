import CourseModel
import Foundation
import SwiftPrograms

/// Runs answers against the public cases of exercises, each exercise on its own.
public struct ExerciseChecker: Sendable {
    private let courseFolder: String
    private let compiler: SwiftCompiler
    private let cache: CheckCache?

    /// A checker of answers.
    ///
    /// - Parameters:
    ///   - courseFolder: as an absolute path; the cases run in it.
    ///   - cacheFolder: where results are kept; nil to keep none.
    public init(courseFolder: String, compiler: SwiftCompiler, cacheFolder: String?) {
        self.courseFolder = courseFolder
        self.compiler = compiler
        cache = cacheFolder.map(CheckCache.init)
    }

    /// What an answer comes to.
    ///
    /// - Parameter anew: whether to run it although nothing changed.
    /// - Throws: `ChildProcessError`, `ScratchFolderError`, or `CancellationError` if the task is cancelled.
    public func check(
        _ answer: Answer, to exercise: Exercise, of chapter: Chapter, anew: Bool = false
    ) async throws -> ExerciseCheck {
        if !anew, let known = known(answer, to: exercise, of: chapter) { return known }
        let start = ContinuousClock.now
        var result = try await run(answer, exercise, chapter)
        result.seconds = (ContinuousClock.now - start) / .seconds(1)
        cache?.store(result, for: CheckCache.key(answer, exercise, chapter, compiler))
        return result
    }

    /// What an answer came to earlier; nil if it must be run.
    public func known(_ answer: Answer, to exercise: Exercise, of chapter: Chapter) -> ExerciseCheck? {
        var known = cache?.check(for: CheckCache.key(answer, exercise, chapter, compiler))
        known?.isCached = true
        return known
    }

    private func run(_ answer: Answer, _ exercise: Exercise, _ chapter: Chapter) async throws -> ExerciseCheck {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let runner = ProgramRunner(
            chapter: chapter, courseFolder: courseFolder, compiler: compiler, scratch: scratch.path, onBegin: { _ in })
        var outcome = try await runner.runExamples(Self.plan(exercise.examples), of: exercise, answer: answer)
        var stops: [Int: Finding] = [:]
        // A case that stopped the program says nothing of those behind it.
        var latest = outcome
        while let stopped = latest.stoppedAt, let stop = latest.findings.last {
            stops[stopped] = stop
            let rest = exercise.examples.filter { $0 > stopped }
            guard !rest.isEmpty, [.trap, .exited].contains(stop.rule) else { break }
            latest = try await runner.runExamples(Self.plan(rest), of: exercise, answer: answer)
            guard !latest.compiled.isEmpty else { break }
            outcome.cells.merge(latest.cells) { $1 }
        }
        return result(of: outcome, stops, exercise, chapter)
    }

    private static func plan(_ cells: [Int]) -> ProgramPlan { ProgramPlan(kind: .examples, cells: cells, chain: 0) }

    private func result(
        of outcome: ProgramOutcome, _ stops: [Int: Finding], _ exercise: Exercise, _ chapter: Chapter
    ) -> ExerciseCheck {
        var result = ExerciseCheck(exercise, verdict: .correct)
        guard outcome.findings.first?.rule != .compileError else {
            let tookTooLong = outcome.findings.contains { $0.message == ProgramRunner.compilesTooLong }
            result.verdict = tookTooLong ? .compileTimedOut : .doesNotCompile
            result.findings = outcome.findings.sorted()
            return result
        }
        // Only the cases of this exercise are evaluated, so that nothing else of the chapter is said.
        var alone = Chapter(file: chapter.file, title: chapter.title)
        alone.cells = chapter.cells
        let evaluation = ChapterEvaluation(alone, outcomes: outcome.cells)
        var firstFailing: Int?
        for index in exercise.examples {
            let cell = chapter.cells[index]
            let isFinished = outcome.cells[index]?.state == .finished
            let mismatch = evaluation.findings.first { isFinished && cell.lines.contains($0.position.line) }
            if let finding = stops[index] ?? mismatch {
                firstFailing = firstFailing ?? index
                result.failing.append(ExerciseCheck.FailingCase(id: cell.id, source: cell.source, finding: finding))
            } else if isFinished {
                result.passed += 1
            }
        }
        result.failing.sort { ($0.source.utf8.count, $0.id) < ($1.source.utf8.count, $1.id) }
        if stops.isEmpty {
            result.verdict =
                result.passed == exercise.examples.count ? .correct : result.passed > 0 ? .partial : .wrongAnswer
        } else {
            result.verdict = firstFailing.map { Self.verdict(of: stops[$0]?.rule) } ?? .wrongAnswer
        }
        return result
    }

    /// What a case that stopped the program makes of an answer; wrong if it did not stop.
    private static func verdict(of stop: Rule?) -> ExerciseCheck.Verdict {
        switch stop {
        case .trap: .crashed
        case .exited, .outputFlood: .noAnswer
        case .timeout: .timedOut
        case .outOfMemory: .outOfMemory
        default: .wrongAnswer
        }
    }
}
