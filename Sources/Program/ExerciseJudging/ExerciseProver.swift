import AnswerFrames
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

    let course: Course
    let courseFolder: String
    let compiler: SwiftCompiler
    let scratch: String
    let thoroughness: Thoroughness
    let jobs: Int
    let onStep: @Sendable (String) -> Void

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
            try await checkAnswers(judging, chapter, &proof)
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
                // What is said of our own lines is about the name that they look for.
                let isOurs = ![files.judge, files.call, files.solution].map(\.file).contains(error.file)
                proof.findings.append(
                    Finding(
                        file: isOurs ? files.judge.file : error.file,
                        position: isOurs
                            ? SourcePosition(line: 1)
                            : SourcePosition(line: max(1, error.line), column: max(1, error.column)),
                        rule: .compileError,
                        message: error.message
                            + (isOurs ? ": a judge is `let judge = Judge<Input, Answer>(…) { … }`" : "")))
            }
            if errors.isEmpty { proof.report(files.judge.file, 1, "the judge does not compile: \(log)") }
        } catch let error as JudgeError {
            proof.report(files.judge.file, 1, "the judge stops when it is asked what it is: \(error)")
        }
        return nil
    }

    private func checkAnswers(
        _ judging: ExerciseJudging, _ chapter: Chapter, _ proof: inout ExerciseProof
    ) async throws {
        checkPoints(judging, chapter, &proof)
        let name = judging.exercise.name
        let batches: [[ExerciseJudging.Batch]]
        do {
            batches = try await inParallel(thoroughness.seeds) { try await judging.inputs(seed: $0) }
        } catch let error as JudgeError {
            proof.report(judging.files.judge.file, 1, "the judge stops when it makes inputs: \(error)")
            return
        }
        // Alone, since it is timed.
        try await checkSolution(judging, batches, chapter, &proof)
        onStep("\(name): wrong answers")
        try await checkSelf(judging, &proof)
        let others: [@Sendable () async throws -> [Finding]] = [
            { try await publicCases(judging, chapter) }, { try await starter(judging, batches[0], chapter) },
        ]
        proof.findings += try await inParallel(others) { try await $0() }.flatMap { $0 }
        try await checkWrongAnswers(judging, batches[0], &proof)
        if proof.solution?.verdict == .correct { try await checkMutants(judging, batches, &proof) }
    }

    private func checkPoints(_ judging: ExerciseJudging, _ chapter: Chapter, _ proof: inout ExerciseProof) {
        let points = judging.judge.description.groups.reduce(0) { $0 + $1.points }
        if points != judging.exercise.points {
            proof.report(
                judging.files.judge.file, 1,
                "the groups are worth \(points) points, and \(chapter.file) promises points=\(judging.exercise.points)")
        }
    }

    /// Holds the solution against the property or the plain second way.
    private func checkSelf(_ judging: ExerciseJudging, _ proof: inout ExerciseProof) async throws {
        let file = judging.files.judge.file
        guard judging.judge.description.isIndependent else {
            proof.report(
                file, 1,
                "nothing checks the solution but the solution: give the judge `plainly:`, a second way to the answer, "
                    + "or compare by a `.property`")
            return
        }
        let count = thoroughness.independentInputs
        let said = try await inParallel(thoroughness.independentSeeds) { seed -> Result<Judgement, JudgeError> in
            do {
                return .success(try await judging.judge.judgementOfItself(seed: seed, count: count))
            } catch let error as JudgeError {
                return .failure(error)
            }
        }
        for (seed, result) in zip(thoroughness.independentSeeds, said) {
            switch result {
            case .failure(let error):
                proof.report(
                    file, 1, "the judge or the solution stops on an input of its own (seed \(seed)): \(error)")
            case .success(let said) where said.kind != .right:
                var finding = Finding(
                    file: judging.files.solution.file, position: SourcePosition(line: 1), rule: .exerciseUnsound,
                    message: "the solution is wrong, or the judge is (seed \(seed)): \(said.reason)",
                    expected: said.expected.isEmpty ? nil : said.expected, actual: said.got)
                finding.notes = ["input: \(said.input)"]
                proof.findings.append(finding)
            case .success: continue
            }
            return
        }
    }

    /// Does something with each of some things, several at once, and gives the results in order.
    func inParallel<Item: Sendable, Result: Sendable>(
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
}

extension ExerciseProof {
    mutating func report(_ file: String, _ line: Int, _ message: String, notes: [String] = []) {
        findings.append(.unsound(file, line, message, notes: notes))
    }
}

extension Finding {
    static func unsound(_ file: String, _ line: Int, _ message: String, notes: [String] = []) -> Finding {
        Finding(
            file: file, position: SourcePosition(line: line), rule: .exerciseUnsound, message: message, notes: notes)
    }
}
