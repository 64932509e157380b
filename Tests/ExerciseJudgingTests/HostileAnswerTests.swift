import ExerciseJudging
import Testing

/// Answers that try to get points, or to keep others from getting theirs, in another way than by answering.
struct HostileAnswerTests {
    struct Hostile: Sendable {
        var name: String
        var body: String
        var verdict: Verdict

        init(_ name: String, _ verdict: Verdict, _ body: String) {
            self.name = name
            self.body = body
            self.verdict = verdict
        }
    }

    private static let right = "return numbers.map(abs).reduce(0, +)"
    /// A frame of the number 1, by hand.
    private static let frame = "let frame: [UInt8] = [2, 0, 0, 0, 3, 2]; _ = write(64, frame, frame.count)"

    static let answers = [
        Hostile("right, whatever it prints", .correct, "print(numbers, \"7\"); fputs(\"x\", stderr); \(right)"),
        Hostile("prints what is right", .noAnswer, "print(numbers.map(abs).reduce(0, +)); exit(0)"),
        Hostile("says that all is well", .noAnswer, "print(\"correct 2 of 2\"); _exit(0)"),
        Hostile("floods", .noAnswer, "while true { print(String(repeating: \"x\", count: 999)) }"),
        Hostile("forks", .badAnswer, "if child > 0 { waitpid(child, nil, 0) }; \(right)"),
        Hostile("writes a frame of its own", .badAnswer, "if numbers.isEmpty { \(frame) }; \(right)"),
        Hostile("writes only a frame of its own", .wrongAnswer, "\(frame); _exit(0)"),
        Hostile("writes half a frame", .badAnswer, "_ = write(64, [9, 0, 0, 0, 3] as [UInt8], 5); _exit(0)"),
        Hostile(
            "writes a frame that claims four gigabytes", .badAnswer,
            "_ = write(64, [255, 255, 255, 255, 3] as [UInt8], 5); _exit(0)"),
        Hostile(
            "writes a list that claims 2^62 elements", .badAnswer,
            "let f: [UInt8] = [10, 0, 0, 0, 8] + [UInt8](repeating: 255, count: 8) + [63]; _ = write(64, f, 14); _exit(0)"
        ),
        Hostile(
            "answers in two megabytes", .badAnswer,
            "_ = write(64, [UInt8](repeating: 0, count: 2 << 20), 2 << 20); \(right)"),
        Hostile("closes every descriptor", .noAnswer, "for file in 0..<100 { close(Int32(file)) }; \(right)"),
        Hostile("loops", .timedOut, "while true { _ = getpid() }"),
        Hostile("sleeps", .timedOut, "sleep(100); \(right)"),
        Hostile("ignores signals", .timedOut, "for s: Int32 in 1...31 { signal(s, SIG_IGN) }; while true { sleep(1) }"),
        Hostile("asks for a terabyte", .outOfMemory, "return [UInt8](repeating: 1, count: 1 << 40).count"),
        Hostile("recurses for ever", .crashed, "return magnitudes(numbers) ^ magnitudes(numbers.reversed())"),
        Hostile("kills itself", .crashed, "kill(getpid(), SIGSEGV); sleep(1); \(right)"),
    ]

    @Test func eachGetsWhatItDeserves() async throws {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let judging = try await exercise.judging()
        let inputs = try await judging.inputs(seed: 1)
        for answer in Self.answers {
            let text = """
                import Glibc

                @_silgen_name("fork") func forked() -> Int32
                // Once in a run: as often as there are inputs would take every process that the machine has.
                let child = forked()

                func magnitudes(_ numbers: [Int]) -> Int {
                    \(answer.body)
                }
                """
            let judged = try await judging.judge(
                SwiftText(file: "hostile.swift", text: text), on: inputs, shrinks: false)
            let message = Comment(rawValue: "\(answer.name): \(judged.verdict) \(judged.groups) \(judged.log)")
            #expect(judged.verdict == answer.verdict, message)
            #expect(judged.points == (answer.verdict == .correct ? 2 : 0), message)
        }
    }

    @Test func codeBeforeMainMayOnlyAnswer() async throws {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let judging = try await exercise.judging()
        let text = """
            import Glibc

            @used @section(".init_array") let before: @convention(c) () -> Void = { _ = write(1, "PASS\\n", 5); _exit(0) }

            func magnitudes(_ numbers: [Int]) -> Int { 0 }
            """
        let judged = try await judging.judge(
            SwiftText(file: "hostile.swift", text: text), on: try await judging.inputs(seed: 1))
        #expect(judged.points == 0)
        #expect(judged.verdict == .badAnswer || judged.verdict == .doesNotCompile)
    }

    @Test(arguments: ["EntropyCoding", "ModelCompression", "Judging", "AnswerFrames"])
    func modulesThatAreNotAllowedAreNotFound(_ module: String) async throws {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let judging = try await exercise.judging()
        let judged = try await judging.judge(
            SwiftText(file: "mine.swift", text: "import \(module)\n" + ScratchExercise.solution), on: [])
        #expect(judged.verdict == .doesNotCompile && judged.log.contains("mine.swift:1:8: error: "))
    }

    @Test func anExpressionThatExplodesIsStopped() async throws {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let judging = try await exercise.judging()
        let bomb = "let t = 1 + 2.0 + 3 + 4.5 + \"a\" + 6 + 7 + 8.5 + -9 + 10 + [1] + 12\n"
        let judged = try await judging.judge(
            SwiftText(file: "mine.swift", text: bomb + ScratchExercise.solution), on: [])
        #expect(judged.verdict == .doesNotCompile)
    }
}
