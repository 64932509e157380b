import ArgumentParser
import Foundation
import StudentWorkspace

/// `winnow submit`: writes the archive that is handed in.
struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Write one zip file with your answers to hand in.",
        discussion: """
            The archive holds the files of the exercises and a manifest, nothing else, and the same answers always give \
            the same bytes. It says which exercises are missing.

              winnow submit                   to STUDENT.zip in your workspace
              winnow submit -o ~/ada.zip      elsewhere
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Option(
        name: [.customShort("o"), .customLong("out")],
        help: ArgumentHelp("The file to write (default: STUDENT.zip in the workspace).", valueName: "file"))
    var out: String?

    func run() throws {
        let student = try StudentCourse(course, winnow.course)
        let submission = try Submission(of: student.workspace, student.sheets)
        for gap in submission.gaps {
            Terminal.say("missing: \(gap.exercise): \(gap.reason)")
        }
        guard !submission.included.isEmpty else {
            Terminal.complain("there is no answer to hand in: nothing was written")
            throw ExitCode(1)
        }
        let name = try student.workspace.settings()?.student ?? "submission"
        let file = URL(fileURLWithPath: out ?? student.workspace.path(of: name + ".zip"))
        guard !isFolder(file.path) else {
            throw UsageError(description: "\(file.path) is a folder: name a file with -o FILE")
        }
        guard try isOurs(file.path) else {
            throw UsageError(description: "\(file.path) is there and no zip file: name another with -o FILE")
        }
        do {
            try Data(submission.archive()).write(to: file.resolvingSymlinksInPath(), options: .atomic)
        } catch {
            throw UsageError(description: "\(file.path) cannot be written: \(obstacle(to: file.path, error))")
        }
        let all = student.sheets.count
        print("wrote \(out ?? name + ".zip") with \(submission.included.count) of \(all) exercises")
        try student.adviseOnNewVersion()
    }

    /// Whether a file may be written over: nothing is there, or a zip file, and so no answer and nothing else of value.
    private func isOurs(_ path: String) throws -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        guard status.st_mode & S_IFMT == S_IFREG else { return false }
        let start = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 2) ?? Data()
        return start.isEmpty || start == Data("PK".utf8)
    }
}
