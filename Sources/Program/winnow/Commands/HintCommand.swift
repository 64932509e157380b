import ArgumentParser
import StudentWorkspace

/// `winnow hint`: shows the hints of an exercise, one more each time.
struct HintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hint", abstract: "Show the next hint of an exercise.",
        discussion: """
            One hint comes at a time; those that you have seen are shown with --all.

              winnow hint optimistic-size
              winnow hint optimistic-size --all
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("The exercise.", valueName: "exercise"))
    var exercise: String

    @Flag(help: "Show again the hints that you have seen, and no new one.")
    var all = false

    func run() throws {
        let student = try StudentCourse(course, winnow.course)
        let sheet = try student.sheet(named: exercise)
        let hints = sheet.exercise.hints
        guard !hints.isEmpty else {
            print("\(sheet.name) has no hints; its statement is at \(sheet.place)")
            return
        }
        if all {
            let shown = try student.workspace.hintsShown(of: sheet)
            if shown == 0 { print("you have seen no hint of \(sheet.name) yet") }
            for number in 0..<shown { show(number + 1, of: hints) }
        } else if let number = try student.workspace.takeHint(of: sheet) {
            show(number, of: hints)
        } else {
            print(
                "you have seen all \(hints.count) hints of \(sheet.name): `winnow hint \(sheet.name) --all` repeats them"
            )
        }
    }

    private func show(_ number: Int, of hints: [String]) {
        print("hint \(number) of \(hints.count)")
        for line in Workspace.hintText(hints[number - 1]) { print(line.isEmpty ? "" : "  " + Terminal.harmless(line)) }
    }
}
