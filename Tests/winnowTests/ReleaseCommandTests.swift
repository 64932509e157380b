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

    @Test("a course that belongs to somebody else and allows no writing serves a student, and an editor's build too")
    func sharedCourse() throws {
        let course = try SampleExercises.course()
        let shared = try TemporaryFolder(at: NSTemporaryDirectory() + "shared ü \(UUID().uuidString)")
        let release = shared.path + "/for all"
        #expect(try ProgramRun(["release", release], in: course).status == 0)
        try Self.run("/bin/chmod", ["-R", "a-w,a+rX", shared.path])
        defer { try? Self.run("/bin/chmod", ["-R", "u+w", shared.path]) }

        let home = try TemporaryFolder(at: NSTemporaryDirectory() + "hers ü \(UUID().uuidString)")
        // The compiler's driver cannot bear letters beyond ASCII in this one place.
        let temporary = try TemporaryFolder()
        // Root may write everywhere: then it is somebody else who works here.
        let isRoot = getuid() == 0
        if isRoot { try Self.run("/bin/chown", ["65534:65534", home.path, temporary.path]) }
        func asStudent(_ words: [String], in folder: TemporaryFolder) throws -> ProgramRun {
            let someone = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            let all =
                (isRoot ? someone : []) + ["/usr/bin/env", "HOME=\(home.path)", "TMPDIR=\(temporary.path)"] + words
            return try ProgramRun(Array(all.dropFirst()), in: folder, program: all[0])
        }
        let start = try asStudent([release + "/winnow", "start", "my answers"], in: home)
        #expect(start.status == 0, "\(start.errors)")
        let answers = try TemporaryFolder(at: home.path + "/my answers")
        #expect(try asStudent([release + "/winnow", "start", "."], in: answers).status == 0)
        let homeless = try asStudent(["/usr/bin/env", "HOME=/nowhere", release + "/winnow", "test"], in: home)
        #expect(homeless.status == 0, "\(homeless.errors)")
        let bits = try asStudent([release + "/winnow", "check", "bits"], in: answers)
        #expect(bits.status == 1 && bits.errors.contains("this is still the starter"), "\(bits.errors)")
        try answers.write(
            "import EntropyCoding\nfunc bits() -> Int { GolombCode.rice(3).bitCount(of: 9) - 4 }\n",
            to: "Exercises/01-numbers/bits.swift")
        let check = try asStudent([release + "/winnow", "check", "bits"], in: answers)
        #expect(check.status == 0, "\(check.errors)")
        // What editors do: the exercise sees the library module that it allows, from the workspace's own copy.
        let build = try asStudent(["swift", "build"], in: answers)
        #expect(build.status == 0, "\(build.output)\(build.errors)")
        let warnings = (build.output + build.errors).split(separator: "\n").filter {
            // The package manager looks for a home in the list of users, where somebody else may have none.
            $0.contains("warning:") && !$0.contains("is not accessible or not writable")
        }
        #expect(warnings.isEmpty, "\(warnings)")
    }

    private static func run(_ program: String, _ words: [String]) throws {
        let process = try Process.run(URL(fileURLWithPath: program), arguments: words)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(program) \(words)")
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
