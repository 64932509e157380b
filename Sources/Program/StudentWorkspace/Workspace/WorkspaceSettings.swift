/// What a workspace remembers, in its file `winnow.json`.
public struct WorkspaceSettings: Codable, Hashable, Sendable {
    /// What was written for an exercise.
    struct Known: Codable, Hashable, Sendable {
        /// The student's file, relative to the workspace.
        var file: String
        /// The version that was written, part by part.
        var fingerprint: ExerciseSheet.Fingerprint
        /// The hash of the file as it was written, which tells whether the student has touched it.
        var written: String
        /// How many hints the student has seen.
        var hintsShown: Int
    }

    /// The version of this format.
    var format = 1
    /// The course folder, as an absolute path.
    public var course: String
    /// The course folder as seen from the workspace, for when both are moved together.
    public var courseFromHere: String
    /// The version of the course that the files are of.
    public var courseVersion: String
    /// Who works here.
    public var student: String?
    /// The hash of `Package.swift` as it was written.
    var package: String?
    /// What was written, by exercise.
    var exercises: [String: Known] = [:]

    /// The settings of a new workspace.
    init(course: String, courseFromHere: String, courseVersion: String, student: String?) {
        self.course = course
        self.courseFromHere = courseFromHere
        self.courseVersion = courseVersion
        self.student = student
    }
}
