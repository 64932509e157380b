import CellRunning
import CourseModel
import CourseReading
import Foundation
import Testing

@Suite(.serialized) struct CheckpointRunTests {
    private let chapter = """
        # A

        ```swift silent
        let factor = 2
        ```

        ```swift silent needs=Chapters/data.txt
        import CellSupport
        import Foundation
        let trained = try checkpoint("training") { () -> [Double] in
            FileManager.default.createFile(atPath: "trained-\\(UUID())", contents: nil)
            return [0.1, .infinity]
        }
        ```

        ```swift
        print(trained)
        ```
        ```output
        [0.1, inf]
        ```

        ```swift trap
        precondition(trained.isEmpty)
        ```

        """

    /// Runs the course, and returns how often anything was trained since it began.
    private func trainings(_ course: ScratchCourse, usesCache: Bool = true) async throws -> Int {
        var options = CourseRunner.Options()
        options.usesCache = usesCache
        options.jobs = 1
        let report = try await CourseRunner(
            course: try readCourse(at: course.folder) { _ in true }, courseFolder: course.folder,
            compiler: try compilerBesideTests(), version: "1", options: options
        ).run()
        #expect(report.result.findings.isEmpty)
        return try FileManager.default.contentsOfDirectory(atPath: course.folder).filter { $0.hasPrefix("trained") }
            .count
    }

    @Test func onlyWhatACellDependsOnTrainsAgain() async throws {
        let course = try ScratchCourse()
        defer { course.remove() }
        try course.write("1", to: "Chapters/data.txt")
        func edit(_ old: String, _ new: String) throws {
            let text = try course.read("Chapters/01-a.md")
            #expect(text.contains(old))
            try course.write(text.replacing(old, with: new), to: "Chapters/01-a.md")
        }
        try course.write(chapter, to: "Chapters/01-a.md")
        // The cell that stops the program stands in a program of its own, which begins with the same cells.
        #expect(try await trainings(course) == 1)
        try edit("print(trained)", "print(trained as [Double])")
        try edit("trained.isEmpty", "trained.count == 0")
        #expect(try await trainings(course) == 1, "a later cell changed")
        try edit("# A", "# B\n\nMore.")
        #expect(try await trainings(course) == 1, "prose changed")
        try edit("\"training\"", "\"other training\"")
        #expect(try await trainings(course) == 2, "the cell changed")
        try edit("factor = 2", "factor = 3")
        #expect(try await trainings(course) == 3, "an earlier cell changed")
        try course.write("22", to: "Chapters/data.txt")
        #expect(try await trainings(course) == 4, "its data changed")
        try edit("as [Double]", "as Array<Double>")
        #expect(try await trainings(course) == 4, "a later cell changed")
        // Each of the two programs computes for itself, and leaves nothing.
        #expect(try await trainings(course, usesCache: false) == 6)
        try edit("as Array<Double>", "")
        #expect(try await trainings(course) == 6)
        try FileManager.default.removeItem(atPath: course.folder + "/.winnow-cache")
        #expect(try await trainings(course, usesCache: false) == 8)
        #expect(!FileManager.default.fileExists(atPath: course.folder + "/.winnow-cache"))
    }

    @Test func theFolderIsBounded() throws {
        let course = try ScratchCourse()
        defer { course.remove() }
        for number in 0..<5 {
            try course.write(String(repeating: "x", count: 100), to: "kept/\(number)")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(1000 + number * 7 % 5))],
                ofItemAtPath: "\(course.folder)/kept/\(number)")
        }
        // By date: 0, 3, 1, 4, 2.
        RunCache.trim(course.folder + "/kept", to: 299)
        #expect(try FileManager.default.contentsOfDirectory(atPath: course.folder + "/kept").sorted() == ["2", "4"])
        RunCache.trim(course.folder + "/kept", to: 200)
        #expect(try FileManager.default.contentsOfDirectory(atPath: course.folder + "/kept").count == 2)
        RunCache.trim(course.folder + "/absent", to: 0)
    }
}
