import Foundation

/// A folder for what one run writes and nobody keeps.
///
/// A lock tells a folder in use from one whose run was killed; the next run deletes the latter.
public struct ScratchFolder: Sendable {
    /// The folder, as an absolute path.
    public let path: String
    private let lock: CInt

    /// Makes an empty folder among the temporary files, and deletes those that killed runs of this user left there.
    ///
    /// - Throws: ``ScratchFolderError``.
    public init() throws {
        try self.init(in: Self.place(for: NSTemporaryDirectory()))
    }

    /// Makes an empty folder in a folder, and deletes those that killed runs of this user left there.
    package init(in place: String) throws {
        try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        Self.deleteAbandoned(in: place)
        let name = Self.prefix + UUID().uuidString
        path = "\(place)/\(name)"
        // Nobody looks at a folder of this name, so that it is locked before it can be taken for abandoned.
        let made = "\(place)/new-\(name)"
        guard mkdir(made, 0o700) == 0 else { throw ScratchFolderError(place: place, code: errno) }
        lock = open(made, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Where a file system has no locks, nobody gets one, and nothing is deleted.
        _ = flock(lock, LOCK_EX | LOCK_NB)
        guard rename(made, path) == 0 else { throw ScratchFolderError(place: place, code: errno) }
    }

    /// Deletes the folder with all that is in it.
    public func remove() {
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
    }

    private static let prefix = "winnow-run-"

    /// Where temporary files go: as the environment says, unless the compiler's driver would stop at a name beyond ASCII.
    package static func place(for wanted: String) -> String {
        let place = wanted.utf8.allSatisfy { $0 < 128 } ? wanted : "/tmp"
        return place.count > 1 && place.hasSuffix("/") ? String(place.dropLast()) : place
    }

    private static func deleteAbandoned(in place: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let folder = open("\(place)/\(name)", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard folder >= 0 else { continue }
            defer { close(folder) }
            var status = stat()
            guard fstat(folder, &status) == 0, status.st_uid == geteuid(), flock(folder, LOCK_EX | LOCK_NB) == 0 else {
                continue
            }
            try? FileManager.default.removeItem(atPath: "\(place)/\(name)")
        }
    }
}

/// Temporary files have no place.
public struct ScratchFolderError: Error, CustomStringConvertible {
    let place: String
    let code: CInt

    /// What went wrong, and what to do, in one line.
    public var description: String {
        "no folder for temporary files can be made in \(place): \(String(cString: strerror(code))): set TMPDIR to "
            + "a folder that may be written"
    }
}
