import CellRunning
import CourseModel
import Foundation
import SwiftPrograms

/// Proves that exercises are sound: that their judges tell right from wrong, and that their solutions are right.
public struct ExerciseProver: Sendable {
    /// What is tried before a solution is believed, and how many changes of it must be told from it.
    public struct Thoroughness: Sendable {
        /// Seeds with which the solution is run in the way of a student's answer.
        public var seeds: [UInt64] = [1, 2, 3]
        /// Seeds with which the solution is held against a plain second way or a property.
        public var independentSeeds: [UInt64] = Array(101...110)
        /// Inputs of each random group for each of those seeds.
        public var independentInputs = 1000
        /// Mutants that must compile, and mutants that are tried at most.
        public var mutants = 10...40
        /// How much longer than the solution an answer may take.
        public var timeReserve = 5.0

        /// As the course promises.
        public init() {}
    }

    private let course: Course
    private let courseFolder: String
    private let compiler: SwiftCompiler
    private let scratch: String
    private let thoroughness: Thoroughness
    private let jobs: Int
    private let onStep: @Sendable (String) -> Void

    /// A prover of a course's exercises.
    ///
    /// - Parameters:
    ///   - courseFolder: as an absolute path.
    ///   - scratch: a folder for files.
    ///   - jobs: programs that are compiled and run at once.
    ///   - onStep: called with what is being done.
    public init(
        _ course: Course, courseFolder: String, compiler: SwiftCompiler, scratch: String, jobs: Int,
        thoroughness: Thoroughness = Thoroughness(), onStep: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.course = course
        self.courseFolder = courseFolder
        self.compiler = compiler
        self.scratch = scratch
        self.jobs = max(1, jobs)
        self.thoroughness = thoroughness
        self.onStep = onStep
    }

    /// Tries to prove one exercise.
    ///
    /// - Throws: `ChildProcessError`, or `CancellationError`.
    public func prove(_ exercise: Exercise, of chapter: Chapter) async throws -> ExerciseProof {
        let start = ContinuousClock.now
        var proof = ExerciseProof(exercise)
        onStep("\(exercise.name): judge and solution")
        checkStatement(exercise, chapter, &proof)
        let (files, findings) = ExerciseFiles.read(exercise, of: chapter, courseFolder: courseFolder)
        proof.findings += findings
        if let files, let judging = try await compileJudge(exercise, files, chapter, &proof) {
            try await checkPoints(judging, chapter, &proof)
            try await checkSolution(judging, chapter, &proof)
            try await checkPublicCases(judging, chapter, &proof)
            try await checkStarter(judging, chapter, &proof)
            onStep("\(exercise.name): wrong answers")
            try await checkWrongAnswers(judging, &proof)
            if proof.solution?.verdict == .correct { try await checkMutants(judging, &proof) }
        }
        proof.findings.sort()
        proof.seconds = (ContinuousClock.now - start) / .seconds(1)
        return proof
    }

    // The exercise and its judge

    private func checkStatement(_ exercise: Exercise, _ chapter: Chapter, _ proof: inout ExerciseProof) {
        func report(_ message: String) { proof.report(chapter.file, exercise.position.line, message) }
        if exercise.hints.isEmpty {
            report("exercise `\(exercise.name)` has no hint: add <details><summary>Hint 1</summary> … </details>")
        }
        if exercise.examples.isEmpty {
            report("exercise `\(exercise.name)` has no public case: add a cell `swift example=\(exercise.name)`")
        }
    }

    private func compileJudge(
        _ exercise: Exercise, _ files: ExerciseFiles, _ chapter: Chapter, _ proof: inout ExerciseProof
    ) async throws -> ExerciseJudging? {
        do {
            return try await ExerciseJudging(
                exercise, files, compiler: compiler, scratch: scratch, runner: LocalAnswerRunner(scratch: scratch))
        } catch JudgeError.doesNotCompile(let diagnostics, let log) {
            let errors = diagnostics.filter { $0.severity == .error }
            for error in errors {
                proof.findings.append(
                    Finding(
                        file: error.file.isEmpty ? files.judge.file : error.file,
                        position: SourcePosition(line: max(1, error.line), column: max(1, error.column)),
                        rule: .compileError, message: error.message))
            }
            if errors.isEmpty { proof.report(files.judge.file, 1, "the judge does not compile: \(log)") }
        } catch let error as JudgeError {
            proof.report(files.judge.file, 1, "the judge stops when it is asked what it is: \(error)")
        }
        return nil
    }

    private func checkPoints(
        _ judging: ExerciseJudging, _ chapter: Chapter, _ proof: inout ExerciseProof
    ) async throws {
        let file = judging.files.judge.file
        let points = judging.judge.description.groups.reduce(0) { $0 + $1.points }
        if points != judging.exercise.points {
            proof.report(
                file, 1,
                "the groups are worth \(points) points, and \(chapter.file) promises points=\(judging.exercise.points)")
        }
        if judging.judge.description.isIndependent {
            for seed in thoroughness.independentSeeds {
                do {
                    let said = try await judging.judge.judgementOfItself(
                        seed: seed, count: thoroughness.independentInputs)
                    guard said.kind != .right else { continue }
                    var finding = Finding(
                        file: judging.files.solution.file, position: SourcePosition(line: 1), rule: .exerciseUnsound,
                        message: "the solution is wrong, or the judge is (seed \(seed)): \(said.reason)",
                        expected: said.expected.isEmpty ? nil : said.expected, actual: said.got)
                    finding.notes = ["input: \(said.input)"]
                    proof.findings.append(finding)
                    return
                } catch let error as JudgeError {
                    proof.report(
                        file, 1, "the judge or the solution stops on an input of its own (seed \(seed)): \(error)")
                    return
                }
            }
        } else {
            proof.report(
                file, 1,
                "nothing checks the solution but the solution: give the judge `plainly:`, a second way to the answer, "
                    + "or compare by a `.property`")
        }
    }

    // Answers whose worth is known

    /// Runs of a solution that seems slow, at most.
    private static let timings = 5

    private func checkSolution(
        _ judging: ExerciseJudging, _ chapter: Chapter, _ proof: inout ExerciseProof
    ) async throws {
        let file = judging.files.solution.file
        var slowest = 0.0
        let outcome = try await judging.build(judging.files.solution)
        for seed in thoroughness.seeds {
            let inputs = try await judging.inputs(seed: seed)
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

    private func checkPublicCases(
        _ judging: ExerciseJudging, _ chapter: Chapter, _ proof: inout ExerciseProof
    ) async throws {
        guard !judging.exercise.examples.isEmpty else { return }
        let solution = judging.files.solution
        let checker = ExerciseChecker(courseFolder: courseFolder, compiler: compiler, cacheFolder: nil)
        let check = try await checker.check(
            Answer(file: solution.file, text: solution.text), to: judging.exercise, of: chapter)
        proof.findings += check.findings + check.failing.map(\.finding)
        if check.verdict != .correct, check.findings.isEmpty, check.failing.isEmpty {
            proof.report(solution.file, 1, "the public cases do not hold for the solution: \(check.verdict.rawValue)")
        }
    }

    private func checkStarter(
        _ judging: ExerciseJudging, _ chapter: Chapter, _ proof: inout ExerciseProof
    ) async throws {
        guard let starter = judging.exercise.starter else { return }
        let cell = chapter.cells[starter]
        let mayFail = cell.words.contains { $0.text == "fail" || $0.text == "no-run" }
        let judged = try await judging.judge(
            SwiftText(file: chapter.file, text: String(repeating: "\n", count: cell.position.line) + cell.source),
            on: try await judging.inputs(seed: thoroughness.seeds[0]), shrinks: false)
        switch judged.verdict {
        case .correct:
            proof.report(
                chapter.file, cell.position.line, "the starter already gets full points: leave something to do")
        case .doesNotCompile where !mayFail, .compileTimedOut where !mayFail:
            proof.report(
                chapter.file, cell.position.line,
                "the starter does not compile: mend it, or give its cell the word `fail`", notes: judged.details)
        default: break
        }
    }

    private func checkWrongAnswers(_ judging: ExerciseJudging, _ proof: inout ExerciseProof) async throws {
        let names = judging.judge.description.groups.map(\.name)
        let batches = try await judging.inputs(seed: thoroughness.seeds[0])
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

    // Mutants

    private enum Fate: Sendable {
        case refused, killed, survived
    }

    private func checkMutants(_ judging: ExerciseJudging, _ proof: inout ExerciseProof) async throws {
        var batches: [[ExerciseJudging.Batch]] = []
        for seed in thoroughness.seeds { batches.append(try await judging.inputs(seed: seed)) }
        let slowest = proof.solution?.slowest ?? 0
        let seconds = min(judging.exercise.timeout, 2 + 10 * slowest)
        var listed = Dictionary(judging.files.equivalents.map { ($0.mutant, $0) }) { first, _ in first }
        let all = Mutant.all(of: judging.files.solution.text)
        let tried = all.filter { listed[$0.name] == nil }.spread(over: thoroughness.mutants.upperBound)
        // Every equivalent is tried too: one that the judge refuses is none.
        let equivalent = all.filter { listed[$0.name] != nil }
        onStep("\(judging.exercise.name): \(tried.count) mutants")
        let fates = try await inParallel(tried + equivalent) { [batches] mutant in
            try await fate(of: mutant, judging, batches, seconds)
        }
        for (mutant, fate) in zip(tried, fates) {
            switch fate {
            case .refused: proof.mutants.refused += 1
            case .killed: proof.mutants.killed += 1
            case .survived: proof.mutants.survivors.append(mutant)
            }
        }
        for (mutant, fate) in zip(equivalent, fates.dropFirst(tried.count)) {
            guard let line = listed.removeValue(forKey: mutant.name) else { continue }
            if fate == .survived {
                proof.mutants.equivalent += 1
            } else {
                proof.report(
                    judging.files.folder + "/equivalent.txt", line.line,
                    "`\(mutant.name)` is listed as equivalent, and "
                        + (fate == .killed ? "the judge tells it from the solution" : "does not compile")
                        + ": delete the line")
            }
        }
        for line in listed.values {
            proof.report(
                judging.files.folder + "/equivalent.txt", line.line,
                "the solution has no mutant `\(line.mutant)` any more: delete the line")
        }
        for mutant in proof.mutants.survivors {
            proof.findings.append(
                Finding(
                    file: judging.files.solution.file, position: SourcePosition(line: mutant.line),
                    rule: .survivingMutant,
                    message:
                        "the judge takes this mutant for right: \(mutant.name): add inputs that tell it, or list it "
                        + "in equivalent.txt with a reason",
                    notes: ["- " + mutant.before, "+ " + mutant.after]))
        }
        let compiled = proof.mutants.made + proof.mutants.equivalent
        if compiled < thoroughness.mutants.lowerBound {
            proof.report(
                judging.files.solution.file, 1,
                "only \(compiled) mutants of the solution compile, and \(thoroughness.mutants.lowerBound) are needed to "
                    + "show that the judge is strict")
        }
    }

    /// Does something with each of some things, several at once, and gives the results in order.
    private func inParallel<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: items.count)
            for (index, item) in items.enumerated() {
                if index >= jobs, let (done, result) = try await group.next() { results[done] = result }
                group.addTask { (index, try await work(item)) }
            }
            while let (done, result) = try await group.next() { results[done] = result }
            return results.compactMap { $0 }
        }
    }

    private func fate(
        of mutant: Mutant, _ judging: ExerciseJudging, _ batches: [[ExerciseJudging.Batch]], _ seconds: Double
    ) async throws -> Fate {
        let answer = SwiftText(file: judging.files.solution.file, text: mutant.text)
        guard case .program(let program) = try await judging.build(answer) else { return .refused }
        defer { program.remove() }
        for batch in batches {
            let judged = try await judging.judge(
                program, on: batch, seconds: seconds, shrinks: false, stopsEarly: true)
            if judged.verdict != .correct { return .killed }
        }
        return .survived
    }
}

extension ExerciseProof {
    fileprivate mutating func report(_ file: String, _ line: Int, _ message: String, notes: [String] = []) {
        findings.append(
            Finding(
                file: file, position: SourcePosition(line: line), rule: .exerciseUnsound, message: message,
                notes: notes))
    }
}

extension JudgedAnswer {
    /// The verdict and the group that it comes from, in a few words.
    var summary: String {
        guard let group = firstFailing else { return verdict.rawValue }
        return "`\(group.name)` (\(group.verdict.rawValue))" + (group.failure.map { ": \($0.reason)" } ?? "")
    }

    /// Wall seconds of the group that took longest.
    fileprivate var slowest: Double { groups.map(\.seconds).max() ?? 0 }

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

extension Array {
    /// At most so many of the elements, evenly over all.
    fileprivate func spread(over limit: Int) -> [Element] {
        count <= limit ? self : (0..<limit).map { self[$0 * count / limit] }
    }
}
