import Foundation
import Testing

@Suite("a student's commands, from outside", .serialized)
struct StudentCommandTests {
    private static func verdicts(_ run: ProgramRun) throws -> [String: String] {
        let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(report["format"] as? Int == 1)
        let entries = try #require(report["exercises"] as? [[String: Any]])
        let keys: Set = ["exercise", "verdict", "points", "of", "seconds"]
        #expect(entries.allSatisfy { keys.isSubset(of: $0.keys) })
        return Dictionary(
            uniqueKeysWithValues: entries.compactMap { entry in
                guard let name = entry["exercise"] as? String, let verdict = entry["verdict"] as? String else {
                    return nil
                }
                return (name, verdict)
            })
    }

    @Test("start, fail, hint, fix, pass, submit, and a moved workspace")
    func loop() throws {
        let course = try SampleExercises.course()
        let folder = try SampleExercises.workspace(course)
        #expect(try ProgramRun(["check"], in: folder).status == 1)

        try folder.write("func twice(_ n: Int) -> Int {\n    n + 1\n}\n", to: SampleExercises.twice)
        let wrong = try ProgramRun(["check", "twice", "--json", "-"], in: folder)
        #expect(try wrong.status == 1 && Self.verdicts(wrong) == ["twice": "wrong-answer"])
        // The smallest case comes first, with its code, what was expected and what came.
        #expect(
            wrong.errors.contains(
                "  case `twice-three`\n      print(twice(3))\n  expected: 6\n  got:      4\n  failing too: `twice-many`\n"
            ),
            "\(wrong.errors)")
        #expect(wrong.errors.contains("statement: Chapters/01-numbers.md:13"))

        #expect(try ProgramRun(["hint", "twice"], in: folder).output == "hint 1 of 1\n  Multiply.\n")
        #expect(try ProgramRun(["hint", "twice"], in: folder).output.hasPrefix("you have seen all 1 hints"))

        try folder.write("func twice(_ n: Int) -> Int {\r\n    2 * n\r\n}\r\n", to: SampleExercises.twice)
        let right = try ProgramRun(["check", SampleExercises.twice, "--json", "-"], in: folder)
        #expect(try right.status == 0 && Self.verdicts(right) == ["twice": "correct"])
        #expect(right.errors.contains("1 of 2 exercises · 2 of 5 points"))

        let submit = try ProgramRun(["submit"], in: folder)
        #expect(submit.status == 0 && submit.output == "wrote ada.zip with 1 of 2 exercises\n")
        #expect(submit.errors == "missing: bits: it is still the starter\n")

        let moved = try TemporaryFolder(at: NSTemporaryDirectory() + "moved wörk \(UUID().uuidString)")
        try FileManager.default.removeItem(atPath: moved.path)
        try FileManager.default.moveItem(atPath: folder.path, toPath: moved.path)
        let there = try ProgramRun(["check", "twice", "--json", "-"], in: moved)
        #expect(there.status == 0 && there.output.contains("\"cached\" : true"), "\(there.errors)")

        let reset = try ProgramRun(["reset", "twice"], in: moved)
        #expect(reset.output == "wrote \(SampleExercises.twice); what was there is now Backups/twice-1.swift\n")
    }

    @Test(
        "each way of going wrong has its verdict, a sentence, and its place",
        arguments: [
            (
                "func twice(_ n: Int) -> Int {\n    wrong\n}", "does-not-compile",
                ":2:5: error: cannot find 'wrong' in scope"
            ),
            ("func twice(_ n: Int) -> Int {\n    2 * n\n", "does-not-compile", ":2:10: error: expected '}'"),
            ("func thrice(_ n: Int) -> Int { n }", "does-not-compile", "keep the names and parameters of the starter"),
            (
                "import EntropyCoding\nfunc twice(_ n: Int) -> Int { 2 * n }", "does-not-compile",
                ":1:1: error: exercise `twice` does not allow `import EntropyCoding`"
            ),
            ("func twice(_ n: Int) -> Int {\n    n < 3 ? 2 * n : [n][n]\n}", "crashed", ":2:"),
            (
                "import Foundation\nfunc twice(_ n: Int) -> Int { while n > 2 { usleep(1000) }\n return 2 * n }",
                "timed-out",
                "was still running after 5 s"
            ),
            (
                "import Foundation\nfunc twice(_ n: Int) -> Int { exit(0) }", "no-answer",
                "ended the program with status 0"
            ),
            ("func twice(_ n: Int) -> Int { while true { print(n, n, n, n) } }", "no-answer", "printed more than"),
            // The first case that fails says how it went, whatever the later ones do.
            ("func twice(_ n: Int) -> Int { n < 3 ? 7 : [n][n] }", "wrong-answer", "failing too: `twice-many`"),
            (
                "import struct NeuralNetworks.Matrix\nfunc twice(_ n: Int) -> Int { 2 * n }", "does-not-compile",
                ":1:1: error: exercise `twice` does not allow `import NeuralNetworks`"
            ),
            (
                "// y\nimport\n    `EntropyCoding`\nfunc twice(_ n: Int) -> Int { 2 * n }", "does-not-compile",
                ":2:1: error: exercise `twice` does not allow `import EntropyCoding`"
            ),
            (
                "\n#sourceLocation(file: \"Chapters/01-numbers.md\", line: 1)\nfunc twice(_ n: Int) -> Int { y }",
                "does-not-compile", "twice.swift:2:1: error: cannot find 'y' in scope (behind this line"
            ),
            ("func twice(_ n: Int) -> Int { n < 3 ? 2 * n : 5 }", "partial", "1 of 2 public cases holds"),
            ("", "not-submitted", "the file is empty"),
            ("\u{0}\u{1}\u{2}", "rejected", "it is no text"),
        ])
    func failures(answer: String, verdict: String, words: String) throws {
        let course = try SampleExercises.course()
        let folder = try SampleExercises.workspace(course)
        try folder.write(answer, to: SampleExercises.twice)
        let run = try ProgramRun(["check", "twice", "--json", "-"], in: folder)
        #expect(try run.status == 1 && Self.verdicts(run) == ["twice": verdict], "\(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.leftFiles == [] && run.leftProcesses == [])
    }

    @Test("a text that only speaks of an import imports nothing")
    func spokenImport() throws {
        let course = try SampleExercises.course()
        let folder = try SampleExercises.workspace(course)
        try folder.write(
            "/*\nimport EntropyCoding\n*/\nlet t = \"\"\"\nimport EntropyCoding\n\"\"\"\n"
                + "func twice(_ n: Int) -> Int { 2 * n }\n", to: SampleExercises.twice)
        let run = try ProgramRun(["check", "twice", "bits", "twice", "--json", "-"], in: folder)
        // Named twice, told once.
        #expect(run.output.components(separatedBy: "\"exercise\"").count == 3, "\(run.output)")
        #expect(run.output.contains("\"correct\"") && run.output.contains("\"wrong-answer\""), "\(run.errors)")
    }

    @Test("an expression that would keep the compiler busy for minutes is named")
    func typeBomb() throws {
        let course = try SampleExercises.course()
        let folder = try SampleExercises.workspace(course)
        try folder.write(
            "let t = 1 + 2.0 + 3 + 4.5 + \"a\" + 6 + 7 + 8.5 + -9 + 10 + [1] + 12\nfunc twice(_ n: Int) -> Int { 2 * n }\n",
            to: SampleExercises.twice)
        let run = try ProgramRun(["check", "twice"], in: folder)
        #expect(run.status == 1 && run.errors.contains("too hard for the"), "\(run.errors)")
        #expect(run.leftProcesses == [])
    }

    @Test("a file that is gone or a folder is named; a course that is gone too; names are suggested")
    func words() throws {
        let course = try SampleExercises.course()
        let folder = try SampleExercises.workspace(course)
        try FileManager.default.removeItem(atPath: folder.path + "/" + SampleExercises.twice)
        #expect(try ProgramRun(["check", "twice"], in: folder).errors.contains("`winnow start"))
        try FileManager.default.createDirectory(
            atPath: folder.path + "/" + SampleExercises.twice, withIntermediateDirectories: true)
        #expect(try ProgramRun(["check", "twice"], in: folder).errors.contains("it is a folder"))
        let unknown = try ProgramRun(["check", "twize"], in: folder)
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean `twice`?"))
        #expect(try ProgramRun(["check", "--watch"], in: folder).status == 64)
        #expect(try ProgramRun(["check"], in: try TemporaryFolder()).status == 64)
        try FileManager.default.removeItem(atPath: course.path + "/Chapters")
        let gone = try ProgramRun(["check"], in: folder)
        #expect(gone.status == 64 && gone.errors.contains("is no longer at"))
    }
}
