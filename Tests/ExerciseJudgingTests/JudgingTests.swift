import ExerciseJudging
import Foundation
import Testing

struct JudgingTests {
    private func judged(
        _ body: String, judge: String? = nil, judgeSeconds: Double? = nil
    ) async throws -> JudgedAnswer {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        if let judge { try exercise.write(judge, named: "judge.swift") }
        let judging = try await exercise.judging(judgeSeconds: judgeSeconds)
        let text = "func magnitudes(_ numbers: [Int]) -> Int {\n    \(body)\n}\n"
        return try await judging.judge(
            SwiftText(file: "mine.swift", text: text), on: try await judging.inputs(seed: 5))
    }

    @Test func theSmallestFailingInputIsTold() async throws {
        let judged = try await judged("return numbers.contains { $0 > 100 } ? 1 : numbers.map(abs).reduce(0, +)")
        #expect(judged.verdict == .partial && judged.points == 1)
        let failure = try #require(judged.firstFailing?.failure)
        #expect(judged.firstFailing?.name == "small")
        #expect((failure.input, failure.expected, failure.got) == ("numbers: [101]", "101", "1"))
    }

    @Test func aCrashIsToldWithItsInput() async throws {
        let judged = try await judged(
            "precondition(numbers.count < 3, \"too long\"); return numbers.map(abs).reduce(0, +)")
        #expect(judged.verdict == .crashed)
        let failure = try #require(judged.firstFailing?.failure)
        #expect(failure.input == "numbers: [0, 0, 0]" && failure.reason.contains("too long"))
    }

    @Test func whatFailsDifferentlyIsTheFirstGroups() async throws {
        let judged = try await judged("return numbers.isEmpty ? [1][numbers.count + 1] : 5")
        #expect(judged.verdict == .crashed && judged.points == 0)
    }

    @Test func aJudgeThatTrapsOnAnAnswerRefusesIt() async throws {
        let judge = ScratchExercise.judge(
            compare: ".property(\"fine\") { _, answer in precondition(answer != 13); return answer >= 0 }")
        let judged = try await judged("return 13", judge: judge)
        #expect(judged.verdict == .badAnswer)
        #expect(judged.firstFailing?.failure?.reason == "the judge stopped at this answer")
    }

    @Test func aJudgeThatLoopsOnAnAnswerRefusesIt() async throws {
        let judge = ScratchExercise.judge(
            compare: ".property(\"fine\") { _, answer in while answer == 13 { sleep(1) }; return answer >= 0 }"
        ).replacing("import Judging", with: "import Glibc\nimport Judging")
        let judged = try await judged("return numbers.isEmpty ? 0 : 13", judge: judge, judgeSeconds: 2)
        #expect(judged.verdict == .badAnswer)
    }

    @Test func aJudgeThatOutgrowsItsLimitOnAnAnswerRefusesIt() async throws {
        let judge = ScratchExercise.judge(
            compare:
                ".property(\"fine\") { _, answer in [UInt8](repeating: 1, count: answer == 13 ? 1 << 40 : 1)[0] == 1 }")
        let judged = try await judged("return 13", judge: judge)
        #expect(judged.verdict == .badAnswer)
    }

    @Test func answersWithTypesOfTheirOwnAreCalledAsTheyAre() async throws {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let sum = "var sum: Int { numbers.map(abs).reduce(0, +) }"
        try exercise.write("struct Box {\n    var numbers: [Int]\n    \(sum)\n}\n", named: "solution.swift")
        try exercise.write(
            ScratchExercise.call.replacing("magnitudes(input.numbers)", with: "Box(numbers: input.numbers).sum"),
            named: "call.swift")
        let judging = try await exercise.judging()
        let inputs = try await judging.inputs(seed: 3)
        // Three that the call can use, laid out in three ways, the last wrong in a default that only the call can fill in.
        for (body, verdict) in [
            ("var numbers: [Int]\n    \(sum)", Verdict.correct),
            ("var name = \"box\"\n    var count = 0\n    var numbers: [Int]\n    \(sum)", .correct),
            (
                "var first = 1\n    var numbers: [Int]\n    var sum: Int { numbers.map(abs).reduce(first, +) }",
                .wrongAnswer
            ),
        ] {
            let answer = SwiftText(file: "mine.swift", text: "struct Box {\n    \(body)\n}\n")
            #expect(try await judging.judge(answer, on: inputs, shrinks: false).verdict == verdict, "\(body)")
        }
    }

    /// They are linked at the same time, so that a list of libraries written there would be another answer's.
    @Test func wholeDispatchersAreAllThatAnswersShare() async throws {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let judging = try await exercise.judging()
        for text in [ScratchExercise.solution, "func magnitudes(_ numbers: [Int]) -> Int { numbers.count }\n"] {
            guard case .program = try await judging.build(SwiftText(file: "mine.swift", text: text)) else {
                Issue.record("it does not compile")
                return
            }
        }
        let scratch = exercise.folder + "/scratch"
        let folders = try FileManager.default.contentsOfDirectory(atPath: scratch).map {
            try FileManager.default.contentsOfDirectory(atPath: "\(scratch)/\($0)")
        }
        func isDispatcher(_ name: String) -> Bool { name.hasSuffix(".o") && name.count == 64 + 2 }
        let shared = folders.filter { $0.contains(where: isDispatcher) }
        #expect(shared.count == 1 && shared.joined().allSatisfy(isDispatcher), "\(shared)")
    }

    @Test func whatTakesTooMuchOfTheProcessorIsStoppedBeforeItsTimeIsOver() async throws {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let judging = try await exercise.judging()
        let text = "import Glibc\nfunc magnitudes(_ numbers: [Int]) -> Int { while true { _ = getpid() } }\n"
        guard case .program(let program) = try await judging.build(SwiftText(file: "mine.swift", text: text)) else {
            Issue.record("it does not compile")
            return
        }
        let judged = try await judging.judge(
            program, on: try await judging.inputs(seed: 1), limits: AnswerLimits(seconds: 300, processorSeconds: 1),
            stopsEarly: true)
        #expect(judged.verdict == .timedOut && (judged.groups.first?.seconds ?? 0) < 200)
    }
}
