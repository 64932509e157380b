import CellRunning
import CourseModel
import CourseReading
import Foundation
import StudentWorkspace
import SwiftPrograms

/// A student's folder together with the course that it belongs to.
struct StudentCourse {
    let workspace: Workspace
    /// The course folder, as an absolute path.
    let folder: String
    let course: Course
    /// Its exercises, in order.
    let sheets: [ExerciseSheet]

    /// The workspace around the current folder, and its course.
    ///
    /// - Throws: `UsageError` if there is no workspace, or `WorkspaceError`.
    init(_ own: CourseOptions, _ parent: CourseOptions) throws {
        guard let workspace = Workspace.nearest(to: FileManager.default.currentDirectoryPath) else {
            throw UsageError(
                description: "neither this folder nor one above it is a workspace: make one with `winnow start DIR`, "
                    + "and run this command in it")
        }
        self.workspace = workspace
        if own.folder == nil, parent.folder == nil, let settings = try workspace.settings() {
            folder = try workspace.courseFolder(settings)
        } else {
            folder = try findCourse(own, parent)
        }
        course = try readCourse(at: folder)
        sheets = exerciseSheets(of: course)
        guard !sheets.isEmpty else { throw UsageError(description: "the course at \(folder) has no exercises") }
    }

    /// The exercise with a name; or, as it can be hard to type, the file of one.
    ///
    /// - Throws: `UsageError` that suggests another name.
    func sheet(named word: String) throws -> ExerciseSheet {
        var name = String(word.split(separator: "/").last ?? "")
        if name.hasSuffix(".swift") { name.removeLast(".swift".count) }
        if let found = sheets.first(where: { $0.name == name }) { return found }
        let advice =
            nearestWord(to: name, among: sheets.map(\.name)).map { "did you mean `\($0)`?" }
            ?? "there are " + sheets.map(\.name).joined(separator: ", ")
        throw UsageError(description: "there is no exercise `\(word)`: \(advice)")
    }

    /// Says so if the course has changed since the files were written.
    func adviseOnNewVersion() throws {
        guard let settings = try workspace.settings(), settings.courseVersion != courseVersion(of: sheets) else {
            return
        }
        Terminal.say("the course has changed since: `winnow start .` in \(workspace.folder) brings what is new")
    }

    /// A checker of the answers, which keeps its results in the workspace.
    func checker(_ compiler: SwiftCompiler) -> ExerciseChecker {
        ExerciseChecker(
            courseFolder: folder, compiler: compiler, cacheFolder: workspace.path(of: ".winnow-cache"))
    }
}

extension ExerciseChecker {
    /// What the file of an exercise comes to, whatever it is.
    func check(_ answer: AnswerFile, to sheet: ExerciseSheet, anew: Bool = false) async throws -> ExerciseCheck {
        switch answer {
        case .text(let text), .untouched(let text):
            return try await check(
                Answer(file: sheet.file, text: text), to: sheet.exercise, of: sheet.chapter, anew: anew)
        case .missing, .empty: return ExerciseCheck(sheet.exercise, verdict: .notSubmitted)
        case .unusable(let reason, let position):
            let finding = Finding(
                file: sheet.file, position: position ?? SourcePosition(line: 1),
                rule: position == nil ? .badValue : .notUTF8, message: reason)
            return ExerciseCheck(sheet.exercise, verdict: .rejected, findings: [finding])
        }
    }

    /// What is known of an answer without running it; nil if it must be run.
    func known(_ answer: AnswerFile, to sheet: ExerciseSheet) -> ExerciseCheck? {
        guard let text = answer.text else { return nil }
        return known(Answer(file: sheet.file, text: text), to: sheet.exercise, of: sheet.chapter)
    }
}
