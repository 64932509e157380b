import CellRunning
import CourseModel

extension ExerciseProver {
    /// Runs of a solution that seems slow, at most.
    private static let timings = 5

    /// The solution gets all points, in a fifth of the time.
    func checkSolution(
        _ judging: ExerciseJudging, _ batches: [[ExerciseJudging.Batch]], _ chapter: Chapter,
        _ proof: inout ExerciseProof
    ) async throws {
        let file = judging.files.solution.file
        var slowest = 0.0
        let outcome = try await judging.build(judging.files.solution)
        for (seed, inputs) in zip(thoroughness.seeds, batches) {
            let judged = try await judging.judge(outcome, on: inputs)
            if proof.solution == nil || judged.verdict != .correct { proof.solution = judged }
            guard judged.verdict == .correct else {
                proof.report(
                    file, 1, "the solution does not get full points (seed \(seed)): \(judged.summary)",
                    notes: judged.details)
                return
            }
            var seconds = judged.slowest
            // A busy machine only adds time: the least of several runs is nearest to what the solution takes.
            for _ in 1..<Self.timings where seconds * thoroughness.timeReserve > judging.exercise.timeout {
                let again = try await judging.judge(outcome, on: inputs)
                if again.verdict == .correct { seconds = min(seconds, again.slowest) }
            }
            slowest = max(slowest, seconds)
        }
        if slowest * thoroughness.timeReserve > judging.exercise.timeout {
            proof.report(
                chapter.file, judging.exercise.position.line,
                "the solution takes \(slowest.tenths) s for a group: give students timeout="
                    + "\(Int((slowest * thoroughness.timeReserve).rounded(.up))) at least, or make the groups smaller")
        }
    }

    /// The public cases hold for the solution.
    func publicCases(_ judging: ExerciseJudging, _ chapter: Chapter) async throws -> [Finding] {
        guard !judging.exercise.examples.isEmpty else { return [] }
        let solution = judging.files.solution
        let checker = ExerciseChecker(courseFolder: courseFolder, compiler: compiler, cacheFolder: nil)
        let check = try await checker.check(
            Answer(file: solution.file, text: solution.text), to: judging.exercise, of: chapter)
        let findings = check.findings + check.failing.map(\.finding)
        guard check.verdict != .correct, findings.isEmpty else { return findings }
        return [.unsound(solution.file, 1, "the public cases do not hold for the solution: \(check.verdict.rawValue)")]
    }

    /// The starter compiles, unless it is marked not to, and fails.
    func starter(
        _ judging: ExerciseJudging, _ batches: [ExerciseJudging.Batch], _ chapter: Chapter
    ) async throws -> [Finding] {
        guard let starter = judging.exercise.starter else { return [] }
        let cell = chapter.cells[starter]
        let mayFail = cell.words.contains { $0.text == "fail" || $0.text == "no-run" }
        let judged = try await judging.judge(
            SwiftText(file: chapter.file, text: String(repeating: "\n", count: cell.position.line) + cell.source),
            on: batches, shrinks: false)
        func unsound(_ message: String, _ notes: [String] = []) -> [Finding] {
            [.unsound(chapter.file, cell.position.line, message, notes: notes)]
        }
        switch judged.verdict {
        case .correct: return unsound("the starter already gets full points: leave something to do")
        case .doesNotCompile where !mayFail, .compileTimedOut where !mayFail:
            return unsound(
                "the starter does not compile: mend it, or give its cell the word `fail`", judged.details)
        default: return []
        }
    }

    /// Each wrong answer fails, and first in the group that it names.
    func checkWrongAnswers(
        _ judging: ExerciseJudging, _ batches: [ExerciseJudging.Batch], _ proof: inout ExerciseProof
    ) async throws {
        let names = judging.judge.description.groups.map(\.name)
        if judging.files.wrong.isEmpty {
            proof.report(
                judging.files.judge.file, 1, "no wrong answer shows that the judge refuses one: add some in wrong/")
        }
        var tried: [(ExerciseFiles.WrongAnswer, expected: String)] = []
        for wrong in judging.files.wrong {
            if let expected = wrong.fails, names.contains(expected) || Verdict(rawValue: expected) != nil {
                tried.append((wrong, expected))
            } else {
                proof.report(
                    wrong.answer.file, 1,
                    "the first line must say which group it fails, as `// fails: GROUP`: one of "
                        + names.joined(separator: ", "))
            }
        }
        let results = try await inParallel(tried.map(\.0.answer)) { answer in
            try await judging.judge(answer, on: batches, shrinks: false)
        }
        for ((wrong, expected), judged) in zip(tried, results) {
            proof.wrong.append((wrong.answer.file, judged))
            guard judged.verdict != .correct else {
                proof.report(wrong.answer.file, 1, "this wrong answer gets full points")
                continue
            }
            let first = judged.firstFailing
            if ![first?.name, first?.verdict.rawValue, judged.verdict.rawValue].contains(expected) {
                proof.report(
                    wrong.answer.file, 1, "this should fail `\(expected)` first, and fails \(judged.summary)",
                    notes: judged.details)
            }
        }
    }
}

extension JudgedAnswer {
    /// The verdict and the group that it comes from, in a few words.
    var summary: String {
        guard let group = firstFailing else { return verdict.rawValue }
        return "`\(group.name)` (\(group.verdict.rawValue))" + (group.failure.map { ": \($0.reason)" } ?? "")
    }

    /// Wall seconds of the group that took longest.
    var slowest: Double { groups.map(\.seconds).max() ?? 0 }

    /// The input that went wrong, what was expected and what came; or what the compiler said.
    var details: [String] {
        guard let failure = firstFailing?.failure else { return log.split(separator: "\n").prefix(6).map(String.init) }
        return [("input", failure.input), ("expected", failure.expected), ("got", failure.got)]
            .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
    }
}

extension Double {
    fileprivate var tenths: Double { (self * 10).rounded() / 10 }
}
