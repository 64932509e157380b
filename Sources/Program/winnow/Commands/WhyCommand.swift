import ArgumentParser
import CellRunning
import CourseReading
import Foundation

/// `winnow why`: says which cells would run again, and why.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say which cells of a chapter would run again, and why.",
        discussion: """
            Nothing is run.

              winnow why Chapters/01-weight.md
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("The chapter.", valueName: "chapter"))
    var chapter: String

    func run() async throws {
        let folder = try findCourse(course, winnow.course)
        let compiler = try await findCompiler()
        let readCourse = try CourseReading.readCourse(at: folder, choosing: try chosenChapters([chapter], in: folder))
        let runner = makeRunner(
            of: readCourse, Solutions(of: readCourse, in: folder), in: folder, compiler, CourseRunner.Options())
        for line in runner.explain() { print(line) }
    }
}
