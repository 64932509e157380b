import ArgumentParser
import CourseModel
import CourseReading
import Foundation
import StudentWorkspace
import SwiftPrograms

/// `winnow start`: makes a folder with one file per exercise for a student to work in.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Make a folder with one file per exercise to work in.",
        discussion: """
            The folder is also a Swift package, so that an editor completes and jumps. Run it again when the course has \
            changed: it adds what is new, says what changed, and never writes over what you wrote.

              winnow start ~/answers --student ada
              cd ~/answers && winnow check --watch
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("The folder to make, or to bring up to date.", valueName: "dir"))
    var folder: String

    @Option(help: ArgumentHelp("Who works in it: the name that your course knows you by.", valueName: "id"))
    var student: String?

    func validate() throws {
        guard let student else { return }
        let isPlain = student.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "/" }
        guard isPlain, !student.isEmpty, !student.hasPrefix("."), student.utf8.count <= 100 else {
            throw ValidationError("--student takes a name of up to 100 bytes without `/`, such as ada")
        }
    }

    func run() throws {
        let workspace = Workspace(folder: URL(fileURLWithPath: folder).standardizedFileURL.path)
        let courseFolder = try courseFolder(for: workspace)
        let sheets = exerciseSheets(of: try readCourse(at: courseFolder))
        guard !sheets.isEmpty else { throw UsageError(description: "the course at \(courseFolder) has no exercises") }
        let updates = try workspace.start(
            sheets, courseFolder: courseFolder, student: student, library: try LibraryBundle.besideProgram())
        for update in updates { print(update.line) }
        if updates.isEmpty {
            print("nothing new: all \(sheets.count) exercises are there")
        } else {
            print("next: cd \(Self.quoted(folder)) && \(Self.ownCall) check --watch")
        }
    }

    /// The course of the options; else that of the workspace, if it is one already; else the nearest.
    private func courseFolder(for workspace: Workspace) throws -> String {
        if course.folder == nil, winnow.course.folder == nil, let settings = try workspace.settings(),
            let known = try? workspace.courseFolder(settings)
        {
            return known
        }
        return try findCourse(course, winnow.course)
    }

    /// How the reader can call this program: by its name if the shell finds it, else by its path.
    private static var ownCall: String {
        let program = LaunchedProgram.path
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/winnow" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        let resolved = found.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        return resolved == URL(fileURLWithPath: program).resolvingSymlinksInPath().path ? "winnow" : quoted(program)
    }

    private static func quoted(_ path: String) -> String {
        let isPlain = path.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "0123456789/._-~+".unicodeScalars.contains($0)
        }
        return isPlain ? path : Terminal.shellQuoted(path)
    }
}
