import CellRunning
import CourseModel
import Foundation
import SwiftPrograms
import Testing

@Suite struct ExperimentKeyTests {
    /// The key of an experiment that was compiled with a library of this hash.
    private func key(_ source: String, in course: ScratchCourse, library: String = "l") throws -> String {
        let manifest = LibraryBundle.Manifest(library: library, toolchain: "Swift 6", compiler: "", modules: [])
        try course.write(String(decoding: try JSONEncoder().encode(manifest), as: UTF8.self), to: "bundle/bundle.json")
        let compiler = SwiftCompiler(
            toolchain: Toolchain(compiler: "/swiftc", version: "Swift 6"),
            bundle: try LibraryBundle(folder: course.folder + "/bundle"))
        return Experiment(name: "e").key(of: source, courseFolder: course.folder, compiler: compiler) {
            try? String(contentsOfFile: $0, encoding: .utf8)
        }
    }

    @Test func commentsDoNotCountAndCodeDataAndLibraryDo() throws {
        let course = try ScratchCourse()
        defer { course.remove() }
        try course.write("1", to: "Chapters/data/a.gz")
        try course.write("1", to: "Chapters/data/README.md")
        let source = "import CellSupport\nlet x = f(\"Chapters/data\", 1)\n"
        let first = try key(source, in: course)
        #expect(try key("// why\nimport  CellSupport /* c */\n\nlet x = f(\"Chapters/data\", 1)", in: course) == first)
        #expect(try key(source.replacing("1)", with: "2)"), in: course) != first)
        #expect(try key(source, in: course, library: "m") != first)
        try course.write("2", to: "Chapters/data/README.md")
        try course.write("2", to: "Chapters/experiments/e.jsonl")
        try course.write("2", to: "Chapters/other.txt")
        #expect(try key(source, in: course) == first)
        try course.write("2", to: "Chapters/data/a.gz")
        let second = try key(source, in: course)
        #expect(second != first)
        try course.write("1", to: "Chapters/data/a.gz")
        try course.write("1", to: "Chapters/data/b.gz")
        #expect(try key(source, in: course) != first)
    }
}

@Suite(.serialized) struct ExperimentRunnerTests {
    private func run(_ course: ScratchCourse, jobs: Int = 1) async throws -> ExperimentRunner.Report {
        var options = CourseRunner.Options()
        options.jobs = jobs
        return try await ExperimentRunner(
            Experiment(name: "e"), courseFolder: course.folder, compiler: try compilerBesideTests(), options: options
        ).run()
    }

    private func findings(_ course: ScratchCourse) async throws -> [Finding] {
        try await CourseRunner(
            course: Course(title: "c"), courseFolder: course.folder, compiler: try compilerBesideTests(), version: "1"
        ).run().result.findings
    }

    /// The settings of all lines of the results, in order.
    private func points(_ course: ScratchCourse) throws -> [String] {
        try course.read("Chapters/experiments/e.jsonl").split(separator: "\n").compactMap { ResultLine($0)?.point }
    }

    /// Measures n², and writes a file for each point that it measures.
    private let squares = """
        import CellSupport
        import Foundation
        try experiment(over: combinations(1...2, [0.5, 1], { ["a": Double($0), "b": $1] })) { point in
            FileManager.default.createFile(atPath: "ran-\\(point["a"]!)-\\(point["b"]!)", contents: nil)
            return ["square": point["a"]! * point["a"]!]
        }
        """

    @Test func missingPointsAloneAreRun() async throws {
        let course = try ScratchCourse()
        defer { course.remove() }
        try course.write(squares, to: "Chapters/experiments/e.swift")
        let first = try await run(course, jobs: 2)
        #expect(first.findings.isEmpty && first.computed == 4 && first.kept == 0)
        let expected = [#"{"a":1,"b":0.5}"#, #"{"a":1,"b":1}"#, #"{"a":2,"b":0.5}"#, #"{"a":2,"b":1}"#]
        #expect(try points(course) == expected)
        #expect(try await findings(course).isEmpty)

        // What a run that was killed leaves: whole lines, and one that is torn.
        let lines = try course.read("Chapters/experiments/e.jsonl").split(separator: "\n")
        try course.write("\(lines[2])\n\(lines[0])\n\(lines[1].prefix(80))", to: "Chapters/experiments/e.jsonl")
        for file in ["ran-1.0-0.5", "ran-1.0-1.0", "ran-2.0-0.5", "ran-2.0-1.0"] {
            try FileManager.default.removeItem(atPath: course.folder + "/" + file)
        }
        let second = try await run(course)
        #expect(second.findings.isEmpty && second.computed == 2 && second.kept == 2)
        #expect(try points(course) == expected)
        let ran = try FileManager.default.contentsOfDirectory(atPath: course.folder).filter { $0.hasPrefix("ran") }
        #expect(ran.sorted() == ["ran-1.0-1.0", "ran-2.0-1.0"])

        // Other code: the results are stale until all points ran again.
        try course.write(squares.replacing("* point", with: "+ point"), to: "Chapters/experiments/e.swift")
        let stale = try await findings(course)
        #expect(stale.map(\.rule) == [.staleExperiment] && stale[0].severity == .warning)
        #expect(stale[0].file == "Chapters/experiments/e.jsonl" && stale[0].position.line == 1)
        #expect(try await run(course).computed == 4)
        #expect(try points(course) == expected)
        #expect(try await findings(course).isEmpty)
        try FileManager.default.removeItem(atPath: course.folder + "/Chapters/experiments/e.swift")
        #expect(try await findings(course).map(\.rule) == [.staleExperiment])
    }

    @Test func aPointThatFailsIsAFindingAtItsPlaceAndTheOthersAreKept() async throws {
        let course = try ScratchCourse()
        defer { course.remove() }
        let source = """
            import CellSupport
            import Foundation
            struct Refused: Error {}
            try experiment(over: (0..<5).map { ["n": $0] }) { point in
                let n = point["n"]!
                precondition(n != 1, "one is refused")
                if n == 2 { exit(0) }
                if n == 4 { throw Refused() }
                return ["n": n]
            }
            """
        try course.write(source, to: "Chapters/experiments/e.swift")
        let report = try await run(course)
        #expect(report.computed == 2 && report.points == 5)
        #expect(report.findings.map(\.rule) == [.exited, .trap, .trap])
        #expect(report.findings.map(\.position.line) == [1, 4, 6])
        #expect(report.findings.allSatisfy { $0.file == "Chapters/experiments/e.swift" })
        #expect(report.findings[1].message == "the point n 4 threw an error: Refused()")
        #expect(report.findings[2].message.contains("n 1 stopped here"))
        #expect(report.findings[2].message.contains("one is refused"))
        #expect(try points(course) == [#"{"n":0}"#, #"{"n":3}"#])
    }

    @Test func anExperimentThatCannotBeginIsAFinding() async throws {
        let course = try ScratchCourse()
        defer { course.remove() }
        let cases: [(source: String, rule: Rule, line: Int)] = [
            ("let x = 1\nlet y: String = x\n", .compileError, 2),
            ("print(1)\n", .exited, 1),
            ("import CellSupport\n\ntry experiment(over: [[1]]) { _ in [1] }\n", .trap, 3),
            ("import CellSupport\ntry experiment(over: [[String: Int]]()) { $0 }\n", .exited, 1),
        ]
        for (source, rule, line) in cases {
            try course.write(source, to: "Chapters/experiments/e.swift")
            let report = try await run(course)
            #expect(report.findings.map(\.rule) == [rule], "\(source)")
            #expect(report.findings.first?.position.line == line, "\(source)")
            #expect(!FileManager.default.fileExists(atPath: course.folder + "/Chapters/experiments/e.jsonl"))
        }
    }
}
