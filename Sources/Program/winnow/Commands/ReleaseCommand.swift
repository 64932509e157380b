import ArgumentParser
import CourseReading
import Foundation
import StudentWorkspace
import SwiftPrograms

/// `winnow release`: writes the course that students get.
struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Write the students' course: everything but solutions and judges.",
        discussion: """
            The folder holds the chapters with their data, the sources of the site, the compiled library and this program; \
            it works wherever it is moved, on machines with the same Swift. It must be absent, empty, or written by \
            winnow before, and is replaced in one step.

              winnow release /srv/course
              /srv/course/winnow start ~/answers --student ada
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var folder: String

    func run() async throws {
        let source = try findCourse(course, winnow.course)
        let target = try OwnedFolder(folder, for: .course)
        guard !isInside(folder, source + "/Chapters"), !isInside(folder, source + "/Solutions") else {
            throw UsageError(description: "\(folder) lies among the files that are released: name a folder elsewhere")
        }
        let course = try readCourse(at: source)
        let compiler = try await findCompiler()
        let release = CourseRelease(
            course: course, folder: source, programFolder: LibraryBundle.programFolder(),
            toolchain: compiler.toolchain.version)
        var summary = CourseRelease.Summary()
        try target.replace { draft in summary = try release.write(to: draft) }
        let exercises = exerciseSheets(of: course)
        print(
            "wrote \(summary.files) files, \(summary.bytes / 1_000_000) MB, to \(folder): "
                + "\(Terminal.counted(course.chapters.count, "chapter")), \(Terminal.counted(exercises.count, "exercise")) "
                + "(version \(courseVersion(of: exercises)))")
    }

    private func isInside(_ path: String, _ folder: String) -> Bool {
        let inner = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        let outer = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
        return inner == outer || inner.hasPrefix(outer + "/")
    }
}
