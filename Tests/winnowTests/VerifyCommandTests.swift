import Foundation
import Testing

@Suite("winnow verify, from outside", .serialized)
struct VerifyCommandTests {
    private struct Entry {
        var isSound: Bool
        var killed: Int
        var survivors: Int
        var findings: [String]
    }

    private static func entries(_ run: ProgramRun) throws -> [String: Entry] {
        let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(report["format"] as? Int == 1)
        var result: [String: Entry] = [:]
        for entry in try #require(report["exercises"] as? [[String: Any]]) {
            let mutants = try #require(entry["mutants"] as? [String: Any])
            let findings = try #require(entry["findings"] as? [[String: Any]])
            result[try #require(entry["exercise"] as? String)] = Entry(
                isSound: try #require(entry["sound"] as? Bool), killed: try #require(mutants["killed"] as? Int),
                survivors: try #require(mutants["survivors"] as? [String]).count,
                findings: findings.compactMap { $0["rule"] as? String })
        }
        return result
    }

    @Test("a sound exercise is proved, and the exit code says so")
    func sound() throws {
        let course = try SoundExercise.course()
        let run = try ProgramRun(["verify", "sound", "--json", "-"], in: course)
        #expect(run.status == 0, "\(run.errors)")
        let entry = try #require(try Self.entries(run)["sound"])
        #expect(entry.isSound && entry.survivors == 0 && entry.findings.isEmpty && entry.killed >= 8)
        #expect(run.errors.contains("✓ sound: 1 wrong answer · \(entry.killed) of \(entry.killed) mutants told apart"))
        #expect(run.errors.contains("1 of 1 exercises are sound"))
        #expect(run.leftFiles == [] && run.leftProcesses == [])
    }

    @Test("a judge that takes everything, a starter that passes and a solution wrong for one input in a thousand")
    func unsound() throws {
        let course = try SoundExercise.course()
        let run = try ProgramRun(["verify", "lenient", "given", "rare", "--json", "-"], in: course)
        #expect(run.status == 1)
        let entries = try Self.entries(run)
        #expect(entries.count == 3 && entries.values.allSatisfy { !$0.isSound })
        let lenient = try #require(entries["lenient"])
        #expect(
            lenient.survivors >= 5 && lenient.killed < lenient.survivors
                && lenient.findings.contains("surviving-mutant"))
        for words in [
            "Solutions/01-numbers/lenient/wrong/signed.swift:1:1: error: this wrong answer gets full points",
            "the judge takes this mutant for right: 5:19",
            "the starter already gets full points: leave something to do [exercise-unsound]",
            "Solutions/01-numbers/rare/solution.swift:1:1: error: the solution is wrong, or the judge is",
            "0 of 3 exercises are sound",
        ] {
            #expect(run.errors.contains(words), "\(words)\n\(run.errors)")
        }
        #expect(
            entries["given"]?.findings == ["exercise-unsound"]
                && entries["rare"]?.findings.contains("exercise-unsound") == true)
    }

    @Test("a wrong name and a wrong number are told")
    func usage() throws {
        let course = try SoundExercise.course()
        let run = try ProgramRun(["verify", "sounds"], in: course)
        #expect(run.status == 64 && run.errors.contains("did you mean `sound`?"))
        #expect(try ProgramRun(["verify", "--jobs", "0"], in: course).status == 64)
    }
}

/// A course whose exercise is given four times: as it should be, and with one thing amiss.
private enum SoundExercise {
    static func course() throws -> TemporaryFolder {
        let names = ["sound", "lenient", "given", "rare"]
        let folder = try TemporaryFolder.course(["01-numbers": "# Numbers\n\n" + names.map(chapter).joined()])
        for name in names {
            let place = "Solutions/01-numbers/\(name)/"
            let rare = name == "rare" ? "numbers.last == 24 ? sum + 1 : sum" : "sum"
            try folder.write(solution(returning: rare), to: place + "solution.swift")
            try folder.write(call, to: place + "call.swift")
            try folder.write(judge(isLenient: name == "lenient"), to: place + "judge.swift")
            try folder.write(wrong, to: place + "wrong/signed.swift")
            let lines = ["5:19 `<` → `<=`", "5:21 `0` → `1`"].map { $0 + " # zero adds nothing either way\n" }
            if name != "lenient" { try folder.write(lines.joined(), to: place + "equivalent.txt") }
        }
        return folder
    }

    private static func solution(returning result: String) -> String {
        """
        func magnitudes(_ numbers: [Int]) -> Int {
            var sum = 0
            for index in 0..<numbers.count {
                let number = numbers[index]
                if number < 0 { sum -= number } else { sum += number }
            }
            return \(result)
        }

        """
    }

    private static let call = """
        struct Input: Codable { var numbers: [Int] }
        typealias Answer = Int
        func call(_ input: Input) -> Answer { magnitudes(input.numbers) }

        """

    private static func judge(isLenient: Bool) -> String {
        let comparison =
            isLenient
            ? ".property(\"anything\") { _, _ in true }" : ".exactly, plainly: { $0.numbers.map(abs).reduce(0, +) }"
        return """
            import Judging

            let judge = Judge<Input, Answer>(compare: \(comparison)) {
                Group("small", points: 1, count: 30) { size, random in
                    Input(numbers: random.array(count: size / 10) { $0.int(-1000...1000) })
                }
                Group("edges", points: 1, inputs: [Input(numbers: []), Input(numbers: [0, -1, 1])])
            }

            """
    }

    private static let wrong = """
        // fails: small
        // Forgets that magnitudes have no sign.
        func magnitudes(_ numbers: [Int]) -> Int { numbers.reduce(0, +) }

        """

    private static func chapter(_ name: String) -> String {
        """
        ## Exercise \(name)

        <!-- exercise id=\(name) points=2 timeout=10 -->

        Add the magnitudes of numbers.

        ```swift starter=\(name)
        func magnitudes(_ numbers: [Int]) -> Int {
            \(name == "given" ? "numbers.map(abs).reduce(0, +)" : "7")
        }
        ```

        ```swift example=\(name)
        print(magnitudes([3, -4]))
        ```

        ```output
        7
        ```

        <details><summary>Hint</summary>

        A magnitude has no sign.

        </details>


        """
    }
}
