/// What `winnow start` did about an exercise or a file of its own.
public enum WorkspaceUpdate: Hashable, Sendable {
    /// A file was written.
    case wrote(file: String)
    /// A file that the student had not touched was written again, since these parts of it changed.
    case renewed(file: String, parts: [String])
    /// The exercise changed in these parts; the student's file stays, and the new version lies at another place.
    case changed(file: String, parts: [String], newVersion: String)
    /// The exercise moved to another chapter, and the student's file with it.
    case moved(from: String, to: String)
    /// The course no longer has the exercise; the student's file stays.
    case removed(name: String, file: String)
    /// Something of the student's stands where a file should be; it stays.
    case left(file: String)

    /// The update in one line.
    public var line: String {
        switch self {
        case .wrote(let file): "wrote    \(file)"
        case .renewed(let file, let parts):
            "renewed  \(file), which you had not touched: \(parts.joined(separator: ", ")) changed"
        case .changed(let file, let parts, let newVersion):
            "changed  \(file): \(parts.joined(separator: ", ")); your file stays, the new version is \(newVersion)"
        case .moved(let from, let to): "moved    \(from) to \(to)"
        case .removed(let name, let file): "removed  \(name) is no longer in the course; your file \(file) stays"
        case .left(let file): "left     \(file) as it is, since you changed it"
        }
    }
}
