import AnswerFrames
import CourseModel
import Foundation
import SwiftPrograms

/// The judging of one exercise: its judge, compiled, and what answers to it may take.
public struct ExerciseJudging: Sendable {
    /// Inputs as frames, of one group.
    public typealias Batch = [[UInt8]]

    /// The exercise.
    public let exercise: Exercise
    /// What its course holds of it.
    public let files: ExerciseFiles
    /// The judge, compiled with the solution as its reference.
    public let judge: JudgeProgram
    private let compiler: SwiftCompiler
    private let runner: any AnswerRunner
    private let scratch: String
    private let dispatchers: String

    /// Compiles the judge of an exercise.
    ///
    /// - Parameters:
    ///   - scratch: a folder for files.
    ///   - runner: what runs answers.
    ///   - judgeSeconds: what the judge may take for a batch; nil for ten times what an answer may, a minute at least.
    /// - Throws: ``JudgeError``, `ChildProcessError`, or `CancellationError`.
    public init(
        _ exercise: Exercise, _ files: ExerciseFiles, compiler: SwiftCompiler, scratch: String,
        runner: any AnswerRunner, judgeSeconds: Double? = nil
    ) async throws {
        self.exercise = exercise
        self.files = files
        self.compiler = compiler
        self.scratch = scratch
        self.runner = runner
        dispatchers = try Self.makeFolder(in: scratch)
        let folder = try Self.makeFolder(in: scratch)
        judge = try await JudgeProgram(
            files, seconds: judgeSeconds ?? max(60, 10 * exercise.timeout), compiler: compiler, in: folder)
    }

    /// The inputs of all groups, from a seed.
    public func inputs(seed: UInt64) async throws -> [Batch] {
        var result: [Batch] = []
        for group in judge.description.groups.indices {
            result.append(try await judge.inputs(ofGroup: group, seed: seed))
        }
        return result
    }

    /// Compiles an answer in a folder of its own, as students' answers are or as fast as can be.
    public func build(_ answer: SwiftText, isOptimized: Bool = true) async throws -> AnswerProgram.Outcome {
        try await AnswerProgram.build(
            answer, call: files.call, imports: exercise.imports, compiler: compiler,
            isOptimized: isOptimized, dispatchers: dispatchers, in: try Self.makeFolder(in: scratch))
    }

    /// Compiles an answer and judges it on inputs of all groups.
    ///
    /// - Parameter shrinks: whether smaller inputs are looked for that fail too.
    public func judge(_ answer: SwiftText, on batches: [Batch], shrinks: Bool = true) async throws -> JudgedAnswer {
        let outcome = try await build(answer)
        if case .program(let program) = outcome {
            defer { program.remove() }
            return try await judge(program, on: batches, shrinks: shrinks)
        }
        return try await judge(outcome, on: batches)
    }

    /// Judges what compiling an answer came to.
    func judge(_ outcome: AnswerProgram.Outcome, on batches: [Batch]) async throws -> JudgedAnswer {
        switch outcome {
        case .timedOut: JudgedAnswer(.compileTimedOut)
        case .doesNotCompile(_, let log): JudgedAnswer(.doesNotCompile, log: log)
        case .program(let program): try await judge(program, on: batches)
        }
    }

    /// Judges a compiled answer on inputs of all groups.
    ///
    /// - Parameters:
    ///   - limits: for each group; nil for what the exercise allows.
    ///   - stopsEarly: whether groups after the first one that fails are left out.
    public func judge(
        _ program: AnswerProgram, on batches: [Batch], limits: AnswerLimits? = nil, shrinks: Bool = true,
        stopsEarly: Bool = false
    ) async throws -> JudgedAnswer {
        var groups: [JudgedAnswer.Group] = []
        let limits = limits ?? AnswerLimits(seconds: exercise.timeout)
        for (description, batch) in zip(judge.description.groups, batches) {
            var group = try await evaluate(program, on: batch, limits: limits, group: description)
            if shrinks, let failure = group.failure, group.verdict != .timedOut, failure.index < batch.count {
                group.failure = try await shrink(failure, batch[failure.index], program, limits, group)
            }
            groups.append(group)
            if stopsEarly, group.verdict != .correct { break }
        }
        return JudgedAnswer(groups)
    }

    /// Runs a program on a batch and judges what it gave.
    private func evaluate(
        _ program: AnswerProgram, on batch: Batch, limits: AnswerLimits, group: GroupDescription
    ) async throws -> JudgedAnswer.Group {
        let inputs = batch.flatMap { Frames.wrap($0) }
        let output = try await runner.run(program, on: inputs, limits: limits)
        var result = JudgedAnswer.Group(
            name: group.name, points: 0, of: group.points, verdict: .badAnswer, seconds: output.seconds)
        guard output.frames.count <= limits.outputBytes else {
            result.failure = failure(0, batch, "\(FrameError.tooLarge)")
            return result
        }
        let frames: [ArraySlice<UInt8>]
        let rest: FrameError?
        do {
            (frames, rest) = try Frames.split(output.frames, atMost: batch.count)
        } catch {
            result.failure = failure(0, batch, "\(error)")
            return result
        }
        let judgements = try await judge.judgements(inputs: inputs, answers: frames.flatMap { Frames.wrap(Array($0)) })
        if let last = judgements.last, last.kind != .right {
            result.verdict = last.kind == .wrong ? .wrongAnswer : .badAnswer
            result.failure = JudgedAnswer.Failure(
                index: judgements.count - 1, reason: last.reason, input: last.input, expected: last.expected,
                got: last.got)
        } else if judgements.count < frames.count {
            result.failure = failure(judgements.count, batch, "the judge stopped at this answer")
        } else if frames.count == batch.count, rest == nil {
            result.verdict = .correct
            result.points = group.points
        } else {
            (result.verdict, result.failure) = missing(frames.count, of: batch, rest, output)
        }
        return result
    }

    /// What is said where an answer is not there: why the program ended.
    private func missing(
        _ index: Int, of batch: Batch, _ rest: FrameError?, _ output: AnswerOutput
    ) -> (Verdict, JudgedAnswer.Failure) {
        func said(_ verdict: Verdict, _ reason: String) -> (Verdict, JudgedAnswer.Failure) {
            (verdict, failure(index, batch, reason))
        }
        switch output.end {
        case .timedOut: return said(.timedOut, "the program was still running when its time was over")
        case .outOfMemory: return said(.outOfMemory, "the program took more memory than it may")
        case .crashed(let signal):
            let trap = Trap(errors: output.errors)
            return said(.crashed, "the program stopped: \(trap.headline ?? "signal \(signal)")")
        case .flooded: return said(.noAnswer, "the program printed more than it may and was stopped")
        case .exited(let code):
            if let rest { return said(.badAnswer, "\(rest)") }
            return said(.noAnswer, "the program ended with status \(code) and gave no answer")
        }
    }

    private func failure(_ index: Int, _ batch: Batch, _ reason: String) -> JudgedAnswer.Failure {
        JudgedAnswer.Failure(index: index, reason: reason, input: index < batch.count ? text(of: batch[index]) : "")
    }

    private func text(of input: [UInt8]) -> String { (try? FrameValue(bytes: input[...]).text()) ?? "" }

    /// Looks for smaller inputs on which a program fails in the same way, a few rounds.
    private func shrink(
        _ failure: JudgedAnswer.Failure, _ input: [UInt8], _ program: AnswerProgram, _ limits: AnswerLimits,
        _ group: JudgedAnswer.Group
    ) async throws -> JudgedAnswer.Failure {
        var best = failure
        var input = input
        let description = GroupDescription(name: group.name, points: 0, count: 0, isRandom: false)
        let start = ContinuousClock.now
        for _ in 0..<Self.shrinkingRounds where ContinuousClock.now - start < .seconds(Self.shrinkingSeconds) {
            let candidates = try await judge.smaller(than: input, atMost: 64)
            guard !candidates.isEmpty else { break }
            let outcome = try await evaluate(program, on: candidates, limits: limits, group: description)
            guard outcome.verdict == group.verdict, let smaller = outcome.failure, smaller.index < candidates.count
            else { break }
            input = candidates[smaller.index]
            best = smaller
        }
        best.index = failure.index
        return best
    }

    private static let shrinkingRounds = 60
    /// Far more than the rounds take of answers that end at once, so that a busy machine tells the same input.
    private static let shrinkingSeconds = 60.0

    static func makeFolder(in scratch: String) throws -> String {
        let folder = scratch + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}

extension AnswerProgram {
    /// Deletes the folder that it was built in.
    func remove() {
        try? FileManager.default.removeItem(atPath: String(executable.dropLast("/program".count)))
    }
}
