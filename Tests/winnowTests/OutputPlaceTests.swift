import Foundation
import Testing

@Suite("what is written goes where it was asked for, or the program says why not", .serialized)
struct OutputPlaceTests {
    /// The course lasts as long as the workspace.
    private let course: TemporaryFolder
    private let folder: TemporaryFolder

    init() throws {
        course = try SampleExercises.course()
        folder = try SampleExercises.workspace(course)
    }

    /// Runs a line of a shell in which `$0` is the program.
    private func shell(_ line: String) throws -> ProgramRun {
        try ProgramRun(["-c", line, ProgramRun.program], in: folder, program: "/bin/sh")
    }

    @Test(
        "outputs that are closed, full or read by nobody stop nothing",
        arguments: [
            ("\"$0\" check >&- 2>&-", 1, ""), ("\"$0\" check 2>&-", 1, ""), ("\"$0\" check 2>/dev/full", 1, ""),
            ("\"$0\" check <&- >&-", 1, "0 of 2 exercises"), ("\"$0\" check --json - >&-", 1, "0 of 2 exercises"),
            ("{ \"$0\" check 2>&1; echo $? >status; } | true; exit $(cat status)", 1, ""),
            ("\"$0\" check --json - >/dev/full", 64, "-: No space left on device"),
        ])
    func outputs(line: String, status: Int32, words: String) throws {
        let run = try shell(line)
        #expect(run.status == status && (words.isEmpty || run.errors.contains(words)), "\(run.status) \(run.errors)")
        #expect(!run.errors.contains("crashed"))
    }

    @Test("a link or a device that a report is to go to stays what it is")
    func links() throws {
        let manager = FileManager.default
        try folder.write("an older report", to: "target")
        try manager.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "target")
        try manager.createSymbolicLink(atPath: folder.path + "/full", withDestinationPath: "/dev/full")
        #expect(try ProgramRun(["check", "--json", "link"], in: folder).status == 1)
        #expect(folder.text("target").hasPrefix("{"))
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.path + "/link") == "target")
        let full = try ProgramRun(["check", "--json", "full"], in: folder)
        #expect(full.status == 64 && full.errors.contains("full: No space left on device"), "\(full.errors)")
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.path + "/full") == "/dev/full")
        for (place, words) in [("nowhere/r", "there is no folder"), (".", "it is a folder")] {
            let run = try ProgramRun(["check", "--json", place], in: folder)
            #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
        }
    }

    @Test("what is handed in takes the place of an older archive, and of nothing else")
    func submission() throws {
        let answer = "func twice(_ n: Int) -> Int { 2 * n }\n"
        try folder.write(answer, to: SampleExercises.twice)
        for _ in 0..<2 { #expect(try ProgramRun(["submit", "-o", "a.zip"], in: folder).status == 0) }
        let run = try ProgramRun(["submit", "-o", SampleExercises.twice], in: folder)
        #expect(run.status == 64 && run.errors.contains("no zip file: name another with -o"), "\(run.errors)")
        #expect(folder.text(SampleExercises.twice) == answer)
        let nowhere = try ProgramRun(["submit", "-o", "nowhere/a.zip"], in: folder)
        #expect(nowhere.status == 64 && nowhere.errors.contains("there is no folder"), "\(nowhere.errors)")
        try FileManager.default.removeItem(atPath: folder.path + "/Exercises/01-numbers")
        try folder.write("in the way", to: "Exercises/01-numbers")
        let reset = try ProgramRun(["reset", "twice"], in: folder)
        #expect(reset.status == 64 && reset.errors.contains("is a file where a folder must be"), "\(reset.errors)")
    }
}
