import ArgumentParser
import CourseModel
import CourseReading
import Foundation

/// `winnow start`: makes a folder with one file per exercise for a student to work in.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Make a folder with one file per exercise to work in.",
        discussion: """
            Nothing that is there already is overwritten.

              winnow start ~/my-answers
              cd ~/my-answers && winnow check
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("The folder to make.", valueName: "dir"))
    var folder: String

    @Option(help: ArgumentHelp("Who works in it.", valueName: "id"))
    var student: String?

    func run() throws {
        let courseFolder = try findCourse(course, winnow.course)
        let course = try readCourse(at: courseFolder)
        let workspace = Workspace(folder: URL(fileURLWithPath: folder).standardizedFileURL.path)
        var written = 0
        for chapter in course.chapters {
            for exercise in chapter.exercises where try workspace.add(exercise, of: chapter) {
                written += 1
                print("wrote \(workspace.file(of: exercise, in: chapter))")
            }
        }
        try workspace.save(Workspace.Settings(course: courseFolder, student: student))
        print(
            written == 0
                ? "nothing new: all exercises are there"
                : "next: edit a file, then `cd \"\(folder)\"` and `winnow check`")
    }
}

/// A student's folder: `Exercises/<chapter>/<exercise>.swift`, and `winnow.json`, which says where the course is.
struct Workspace {
    /// What the folder remembers.
    struct Settings: Codable {
        /// The course folder.
        var course: String
        var student: String?
    }

    /// The folder, as an absolute path.
    let folder: String

    /// The nearest workspace from a folder upwards.
    static func nearest(to start: String) -> Workspace? {
        var folder = start
        while !isFolder(folder + "/Exercises") {
            guard folder != "/", !folder.isEmpty else { return nil }
            folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        }
        return Workspace(folder: folder)
    }

    var settings: Settings? {
        guard let data = FileManager.default.contents(atPath: folder + "/winnow.json") else { return nil }
        return try? JSONDecoder().decode(Settings.self, from: data)
    }

    func save(_ settings: Settings) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(settings).write(to: URL(fileURLWithPath: folder + "/winnow.json"), options: .atomic)
    }

    /// The file of an exercise, relative to the folder.
    func file(of exercise: Exercise, in chapter: Chapter) -> String {
        "Exercises/\(chapter.slug)/\(exercise.name).swift"
    }

    /// The text of the student's file; nil if there is none.
    func answer(to exercise: Exercise, of chapter: Chapter) -> String? {
        let path = folder + "/" + file(of: exercise, in: chapter)
        return FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes the starter of an exercise with its statement as a comment; false if the file is there already.
    func add(_ exercise: Exercise, of chapter: Chapter) throws -> Bool {
        let path = folder + "/" + file(of: exercise, in: chapter)
        guard !FileManager.default.fileExists(atPath: path), let starter = exercise.starter else { return false }
        let statement = exercise.statement.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let comment = ([exercise.title, ""] + statement)
            .map { $0.isEmpty ? "//" : "// \($0)" }
        let text = comment.joined(separator: "\n") + "\n\n" + chapter.cells[starter].source
        let file = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .atomic)
        return true
    }
}
