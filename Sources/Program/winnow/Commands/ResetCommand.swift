import ArgumentParser
import StudentWorkspace

/// `winnow reset`: puts the starter of an exercise back.
struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Put the starter of an exercise back, and keep your file as a backup.",
        discussion: """
            What you wrote is moved to the folder `Backups` of your workspace, under a new name each time.

              winnow reset optimistic-size
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("The exercise.", valueName: "exercise"))
    var exercise: String

    func run() throws {
        let student = try StudentCourse(course, winnow.course)
        let sheet = try student.sheet(named: exercise)
        switch try student.workspace.reset(sheet) {
        case .nothingToDo: print("\(sheet.file) is the starter already")
        case .done(let backup):
            print("wrote \(sheet.file)" + (backup.map { "; what was there is now \($0)" } ?? ""))
        }
    }
}
