import Foundation
import Testing

@Suite("winnow release, from outside", .serialized)
struct ReleaseCommandTests {
    private static func files(of folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder)
    }

    @Test("the released course holds nothing of the instructor's, and works after it was moved")
    func release() throws {
        let course = try SampleExercises.course()
        let folder = try TemporaryFolder()
        let run = try ProgramRun(["release", folder.path + "/the course"], in: course)
        #expect(run.status == 0, "\(run.errors)")
        // A second release replaces the first; a folder of others is refused.
        #expect(try ProgramRun(["release", folder.path + "/the course"], in: course).status == 0)
        try folder.write("mine", to: "other/file")
        #expect(try ProgramRun(["release", folder.path + "/other"], in: course).status == 64)
        #expect(folder.text("other/file") == "mine")

        let moved = folder.path + "/möved"
        try FileManager.default.moveItem(atPath: folder.path + "/the course", toPath: moved)
        let secrets = [
            SampleExercises.secret, "the judge of twice", "n &+ n &+ 41", "func bits() -> Int { 1 }",
            "not for students",
        ].map { Data($0.utf8) }
        for file in try Self.files(of: moved) {
            #expect(!file.contains("Solutions") && !file.contains(".git"), "\(file)")
            guard let content = FileManager.default.contents(atPath: moved + "/" + file) else { continue }
            for secret in secrets { #expect(content.range(of: secret) == nil, "\(file)") }
        }

        let elsewhere = try TemporaryFolder()
        let program = moved + "/winnow"
        let start = try ProgramRun(["start", "answers"], in: elsewhere, program: program)
        #expect(start.status == 0 && start.output.contains("check --watch"), "\(start.errors)")
        let answers = try TemporaryFolder(at: elsewhere.path + "/answers")
        try answers.write("func twice(_ n: Int) -> Int { 2 * n }\n", to: SampleExercises.twice)
        #expect(try ProgramRun(["check", "twice"], in: answers, program: program).status == 0)
        let test = try ProgramRun(["test"], in: elsewhere, program: program)
        #expect(test.status == 0 && test.errors.contains("left out the public cases of twice, bits"), "\(test.errors)")
        #expect(try ProgramRun(["build", "--out", "site"], in: elsewhere, program: program).status == 0)
    }

    @Test("a chapter that shows a whole solution is not released, and what was there stays")
    func tellingChapter() throws {
        let course = try SampleExercises.course()
        let chapter = course.text("Chapters/01-numbers.md")
        try course.write(
            chapter + "\n```text\nfunc bits() -> Int { 1 }\n```\n", to: "Chapters/01-numbers.md")
        let folder = try TemporaryFolder()
        let run = try ProgramRun(["release", folder.path + "/out"], in: course)
        #expect(
            run.status == 1
                && run.errors.contains("Chapters/01-numbers.md holds the whole text of Solutions/01-numbers/bits"))
        #expect(try Self.files(of: folder.path).isEmpty)
    }
}
