import Foundation

/// A student's folder: `Exercises/<chapter>/<exercise>.swift`, a package around them, and `winnow.json`.
public struct Workspace: Sendable {
    /// The file that says what the folder is.
    static let settingsFile = "winnow.json"

    /// The folder, as an absolute path.
    public let folder: String

    /// A workspace in a folder, which need not be there yet.
    public init(folder: String) {
        self.folder = folder
    }

    /// The nearest workspace from a folder upwards; nil if there is none.
    public static func nearest(to start: String) -> Workspace? {
        var folder = URL(fileURLWithPath: start).standardizedFileURL
        while true {
            let candidate = Workspace(folder: folder.path)
            if candidate.exists { return candidate }
            guard folder.path != "/" else { return nil }
            folder.deleteLastPathComponent()
        }
    }

    /// Whether the folder is a workspace.
    var exists: Bool {
        FileManager.default.fileExists(atPath: path(of: Self.settingsFile)) || isFolder(path(of: "Exercises"))
    }

    /// The absolute path of a file of the workspace.
    public func path(of file: String) -> String { folder + "/" + file }

    /// What the workspace remembers; nil if it has no `winnow.json`.
    ///
    /// - Throws: ``WorkspaceError/damagedSettings(_:reason:)`` if the file is not what was written.
    public func settings() throws -> WorkspaceSettings? {
        guard let data = FileManager.default.contents(atPath: path(of: Self.settingsFile)) else { return nil }
        do {
            return try JSONDecoder().decode(WorkspaceSettings.self, from: data)
        } catch {
            throw WorkspaceError.damagedSettings(path(of: Self.settingsFile))
        }
    }

    /// Keeps what the workspace is to remember.
    ///
    /// - Throws: ``WorkspaceError/unwritable(_:reason:)``.
    func save(_ settings: WorkspaceSettings) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(encoder.encode(settings) + Data("\n".utf8), to: Self.settingsFile)
    }

    /// Writes a file whole, with the folders above it.
    ///
    /// - Throws: ``WorkspaceError/unwritable(_:reason:)``.
    func write(_ data: Data, to file: String) throws {
        let target = URL(fileURLWithPath: path(of: file))
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: target, options: .atomic)
        } catch {
            throw WorkspaceError.unwritable(target.path, reason: obstacle(to: target.path, error))
        }
    }

    /// The course folder that the workspace belongs to, wherever both are now.
    ///
    /// - Throws: ``WorkspaceError/courseGone(_:)`` if it is in neither of the places where it could be.
    public func courseFolder(_ settings: WorkspaceSettings) throws -> String {
        let beside = URL(fileURLWithPath: path(of: settings.courseFromHere)).standardizedFileURL.path
        for candidate in [settings.course, beside] where isFolder(candidate + "/Chapters") { return candidate }
        throw WorkspaceError.courseGone(settings.course)
    }
}

/// Why something in a workspace cannot be done.
public enum WorkspaceError: Error, CustomStringConvertible {
    case damagedSettings(String)
    case unwritable(String, reason: String)
    case courseGone(String)
    /// The folder holds something else.
    case foreignFolder(String)
    /// The place of the folder is taken by a file.
    case notAFolder(String)

    /// What is wrong and what to do about it, in one line.
    public var description: String {
        switch self {
        case .damagedSettings(let path):
            "\(path) is not what winnow wrote: move it away and run `winnow start` again; your answers stay as they are"
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        case .courseGone(let path):
            "the course of this workspace is no longer at \(path): name it with --course DIR, or run `winnow start` "
                + "again from where it is now"
        case .foreignFolder(let path):
            "\(path) holds files that are no workspace: name an empty folder, or one that is not there yet"
        case .notAFolder(let path): "\(path) is a file: name a folder"
        }
    }
}

/// Whether a path leads to a folder.
func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}

/// The way from one folder to another, both absolute.
func relativePath(from start: String, to end: String) -> String {
    let from = start.split(separator: "/")
    let to = end.split(separator: "/")
    let shared = zip(from, to).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared).map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
}
