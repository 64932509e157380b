import Foundation
import StudentWorkspace
import SwiftPrograms
import Testing

/// A workspace in a folder with blanks and letters beyond ASCII, gone with the last reference to it.
final class ScratchWorkspace {
    let root: String
    let workspace: Workspace
    private let library: LibraryBundle

    init() throws {
        root = NSTemporaryDirectory() + "winnow tests ü \(UUID().uuidString)"
        workspace = Workspace(folder: root + "/answers")
        let modules = root + "/library/modules"
        try FileManager.default.createDirectory(atPath: modules, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: root + "/course/Chapters", withIntermediateDirectories: true)
        for module in ["EntropyCoding", "NeuralNetworks"] {
            try Data("module".utf8).write(to: URL(fileURLWithPath: "\(modules)/\(module).swiftmodule"))
        }
        let manifest = LibraryBundle.Manifest(
            library: "", toolchain: "", compiler: "", modules: ["EntropyCoding", "NeuralNetworks"])
        try JSONEncoder().encode(manifest).write(to: URL(fileURLWithPath: root + "/library/bundle.json"))
        library = try LibraryBundle(folder: root + "/library")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    @discardableResult
    func start(_ sheets: [ExerciseSheet] = SampleCourse.sheets(), student: String? = nil) throws -> [String] {
        try workspace.start(sheets, courseFolder: root + "/course", student: student, library: library).map(\.line)
    }

    func text(_ file: String) -> String? {
        FileManager.default.contents(atPath: workspace.path(of: file)).map { String(decoding: $0, as: UTF8.self) }
    }

    func write(_ bytes: [UInt8], to file: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: workspace.path(of: file)))
    }
}

@Suite("A student's folder")
struct WorkspaceTests {
    static let twice = "Exercises/01-numbers/twice.swift"

    @Test("starting writes every exercise once, and keeps who works there")
    func start() throws {
        let scratch = try ScratchWorkspace()
        #expect(
            try scratch.start(student: "ada") == [
                "wrote    \(Self.twice)", "wrote    Exercises/01-numbers/coded.swift",
            ])
        #expect(try scratch.start() == [])
        #expect(try scratch.workspace.settings()?.student == "ada")
        #expect(
            Workspace.nearest(to: scratch.workspace.folder + "/Exercises/01-numbers")?.folder
                == scratch.workspace.folder)
        // The package sees what the exercise allows, and nothing else lies in the workspace.
        let modules = try FileManager.default.contentsOfDirectory(atPath: scratch.workspace.path(of: ".library"))
        #expect(modules == ["EntropyCoding.swiftmodule"])
        #expect(
            scratch.text("Package.swift")?.contains(
                "exercise(\"coded\", in: \"Exercises/01-numbers\", seeing: [\"EntropyCoding\"])") == true)
    }

    @Test("a newer course adds what is new, renews what was not touched, and leaves the student's text")
    func newerCourse() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start()
        let newer = SampleCourse.sheets(SampleCourse.text(statement: "Double.", third: true))
        #expect(
            try scratch.start(newer) == [
                "renewed  \(Self.twice), which you had not touched: the statement changed",
                "wrote    Exercises/01-numbers/third.swift",
            ])
        #expect(scratch.text(Self.twice) == newer[0].text)

        let mine = Array("func twice(_ n: Int) -> Int { n + n } // mine\r\n".utf8)
        try scratch.write(mine, to: Self.twice)
        let newest = SampleCourse.sheets(
            SampleCourse.text(statement: "Double.", starter: "2", output: "8")
                .replacing("id=twice-many", with: "id=twice-more").replacing("points=2", with: "points=5"))
        #expect(
            try scratch.start(newest) == [
                "changed  \(Self.twice): the starter, new cases (twice-more), other cases (twice-three), cases gone "
                    + "(twice-many), points, time or allowed modules; your file stays, the new version is "
                    + "Updates/01-numbers/twice.swift",
                "removed  third is no longer in the course; your file Exercises/01-numbers/third.swift stays",
            ])
        #expect(scratch.text(Self.twice).map { Array($0.utf8) } == mine)
        #expect(scratch.text("Updates/01-numbers/twice.swift") == newest[0].text)
        #expect(scratch.text("Exercises/01-numbers/third.swift") != nil)
        #expect(try scratch.start(newest) == [])
    }

    @Test("cells that come or go elsewhere in a chapter change no exercise, although its cases are renumbered")
    func otherCells() throws {
        let scratch = try ScratchWorkspace()
        let text = SampleCourse.text().replacing(" id=twice-three", with: "").replacing(" id=twice-many", with: "")
        try scratch.start(SampleCourse.sheets(text))
        let newer = text.replacing("# Numbers\n", with: "# Numbers\n\n```swift\nlet one = 1\n```\n")
        #expect(try scratch.start(SampleCourse.sheets(newer)) == [])
        #expect(
            try scratch.start(SampleCourse.sheets(newer.replacing("print(twice(3))", with: "print(twice(4))"))) == [
                "renewed  \(Self.twice), which you had not touched: other cases (number 1) changed"
            ])
    }

    @Test("an exercise that moves to another chapter takes the student's file along")
    func movedExercise() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start()
        try scratch.write(Array("// mine\n".utf8), to: Self.twice)
        let lines = try scratch.start(SampleCourse.sheets(slug: "02-numbers"))
        #expect(lines.first == "moved    \(Self.twice) to Exercises/02-numbers/twice.swift")
        #expect(scratch.text("Exercises/02-numbers/twice.swift") == "// mine\n")
    }

    @Test("a folder that holds something else, a file, and damaged settings are refused, and nothing is written")
    func refusals() throws {
        let scratch = try ScratchWorkspace()
        let manager = FileManager.default
        try manager.createDirectory(atPath: scratch.workspace.folder, withIntermediateDirectories: true)
        try scratch.write([1], to: "thesis.tex")
        #expect(throws: WorkspaceError.self) { try scratch.start() }
        #expect(try manager.contentsOfDirectory(atPath: scratch.workspace.folder) == ["thesis.tex"])
        try manager.removeItem(atPath: scratch.workspace.path(of: "thesis.tex"))
        try scratch.start()
        try scratch.write(Array("{ \"course\"".utf8), to: "winnow.json")
        #expect(throws: WorkspaceError.self) { try scratch.start() }
        #expect(scratch.text("winnow.json") == "{ \"course\"")
        #expect(throws: WorkspaceError.self) {
            _ = try Workspace(folder: scratch.workspace.path(of: "winnow.json")).start(
                [], courseFolder: "/", student: nil, library: LibraryBundle(folder: scratch.root + "/library"))
        }
    }

    @Test("a package that the student changed is left alone")
    func ownPackage() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start()
        try scratch.write(Array("// my own\n".utf8), to: "Package.swift")
        #expect(
            try scratch.start(SampleCourse.sheets(SampleCourse.text(third: true))).last
                == "left     Package.swift as it is, since you changed it")
        #expect(scratch.text("Package.swift") == "// my own\n")
    }

    @Test("what stands in place of an answer is told apart")
    func answers() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start()
        let sheet = try #require(SampleCourse.sheets().first)
        func answer(_ bytes: [UInt8]) throws -> AnswerFile {
            try scratch.write(bytes, to: Self.twice)
            return scratch.workspace.answer(to: sheet)
        }
        func reason(_ answer: AnswerFile) -> String {
            if case .unusable(let reason, _) = answer { return reason }
            return "usable"
        }
        #expect(try answer(Array(sheet.text.utf8)) == .untouched(sheet.text))
        #expect(try answer(Array("func f() {}\r\n".utf8)) == .text("func f() {}\r\n"))
        #expect(try answer([0xEF, 0xBB, 0xBF, 0x61]) == .text("a"))
        #expect(try answer([]) == .empty && answer(Array(" \r\n\t".utf8)) == .empty)
        #expect(try reason(answer([0xFF, 0xFE, 0x61, 0])).contains("UTF-16"))
        #expect(try reason(answer([0x7F, 0x45, 0, 1])).contains("no text"))
        let broken = try answer(Array("a\nbé".utf8) + [0xC3, 0x28])
        if case .unusable(_, let position) = broken {
            #expect(position?.line == 2 && position?.column == 4)
        } else {
            Issue.record("\(broken)")
        }
        #expect(try reason(answer([UInt8](repeating: 0x61, count: 1 << 20 + 1))).contains("1 MiB"))
        try FileManager.default.removeItem(atPath: scratch.workspace.path(of: Self.twice))
        #expect(scratch.workspace.answer(to: sheet) == .missing)
        try FileManager.default.createDirectory(
            atPath: scratch.workspace.path(of: Self.twice), withIntermediateDirectories: true)
        #expect(reason(scratch.workspace.answer(to: sheet)).contains("folder"))
        try FileManager.default.removeItem(atPath: scratch.workspace.path(of: Self.twice))
        #expect(mkfifo(scratch.workspace.path(of: Self.twice), 0o600) == 0)
        #expect(reason(scratch.workspace.answer(to: sheet)).contains("no ordinary file"))
    }

    @Test("hints come one at a time and are remembered, also over a newer course")
    func hints() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start()
        let sheet = try #require(SampleCourse.sheets().first)
        #expect(try scratch.workspace.takeHint(of: sheet) == 1)
        try scratch.start(SampleCourse.sheets(SampleCourse.text(statement: "Double.")))
        #expect(try scratch.workspace.takeHint(of: sheet) == 2)
        #expect(try scratch.workspace.takeHint(of: sheet) == nil)
        #expect(Workspace.hintText(sheet.exercise.hints[0]) == ["Multiply by 2."])
    }

    @Test("a reset keeps every earlier file under a name of its own")
    func reset() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start()
        let sheet = try #require(SampleCourse.sheets().first)
        #expect(try scratch.workspace.reset(sheet) == .nothingToDo)
        for number in 1...3 {
            try scratch.write(Array("// \(number)\n".utf8), to: Self.twice)
            #expect(try scratch.workspace.reset(sheet) == .done(backup: "Backups/twice-\(number).swift"))
            #expect(scratch.text("Backups/twice-\(number).swift") == "// \(number)\n")
            #expect(scratch.text(Self.twice) == sheet.text)
        }
    }

    @Test("the course is found where it was, and beside the workspace when both were moved")
    func movedCourse() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start()
        let settings = try #require(try scratch.workspace.settings())
        #expect(try scratch.workspace.courseFolder(settings) == scratch.root + "/course")
        let other = NSTemporaryDirectory() + "winnow moved \(UUID().uuidString)"
        try FileManager.default.moveItem(atPath: scratch.root, toPath: other)
        defer { try? FileManager.default.removeItem(atPath: other) }
        let moved = Workspace(folder: other + "/answers")
        #expect(try moved.courseFolder(settings) == other + "/course")
        try FileManager.default.removeItem(atPath: other + "/course")
        #expect(throws: WorkspaceError.self) { try moved.courseFolder(settings) }
    }

    @Test("an archive holds bodies and a manifest, always the same bytes, and says what is missing")
    func submission() throws {
        let scratch = try ScratchWorkspace()
        try scratch.start(student: "ada")
        let sheets = SampleCourse.sheets()
        #expect(try Submission(of: scratch.workspace, sheets).included == [])
        try scratch.write(Array("func twice(_ n: Int) -> Int { 2 * n } // é\n".utf8), to: Self.twice)
        let submission = try Submission(of: scratch.workspace, sheets)
        #expect(submission.included == ["twice"])
        #expect(submission.gaps.map(\.exercise) == ["coded"])
        let first = try submission.archive()
        Thread.sleep(forTimeInterval: 2.1)
        #expect(try Submission(of: scratch.workspace, sheets).archive() == first)
        let zip = scratch.root + "/a.zip"
        try Data(first).write(to: URL(fileURLWithPath: zip))
        let listing = Process()
        listing.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        listing.arguments = [
            "python3", "-c",
            "import sys, zipfile, json; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; "
                + "assert z.namelist() == ['\(Self.twice)', 'manifest.json'], z.namelist(); "
                + "m = json.loads(z.read('manifest.json')); assert m['student'] == 'ada', m; "
                + "import hashlib; assert m['files'][0]['sha256'] == hashlib.sha256(z.read('\(Self.twice)')).hexdigest()",
            zip,
        ]
        try listing.run()
        listing.waitUntilExit()
        #expect(listing.terminationStatus == 0)
    }
}
