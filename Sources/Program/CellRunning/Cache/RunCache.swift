import Foundation
import SwiftPrograms

/// The folder `.winnow-cache` of a course: outcomes of programs whose cells all passed, by key, and what cells keep.
///
/// Files are written under another name and renamed, so that two runs at once, or one that is killed, leave only whole
/// files; what cannot be read counts as absent.
package struct RunCache: Sendable {
    /// The name of the folder.
    static let folderName = ".winnow-cache"
    /// Bytes of outcomes, and of checkpoints, that are kept; beyond, the ones used longest ago go first.
    private static let mostBytes = ["runs": 256 << 20, "checkpoints": 1 << 30]

    private let folder: String

    init(courseFolder: String) {
        folder = courseFolder + "/" + Self.folderName
    }

    /// Where programs keep their checkpoints.
    var checkpointFolder: String { folder + "/checkpoints" }

    /// The outcomes of a program's cells, in the order of the plan; nil if they are not known.
    func outcomes(for key: ProgramKey) -> [CellOutcome]? {
        let path = path(of: key)
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
        return try? JSONDecoder().decode([CellOutcome].self, from: data)
    }

    /// Keeps the outcomes of a program's cells.
    func store(_ outcomes: [CellOutcome], for key: ProgramKey) {
        guard let data = try? JSONEncoder().encode(outcomes) else { return }
        write(data, to: path(of: key))
    }

    /// The keys of a chapter's programs at the last run, by the ids of the cells that each ends with.
    func lastKeys(of chapter: String) -> [String: LastRun] {
        guard let data = FileManager.default.contents(atPath: lastPath(of: chapter)) else { return [:] }
        return (try? JSONDecoder().decode([String: LastRun].self, from: data)) ?? [:]
    }

    /// Keeps the keys of a chapter's programs, so that the next run can say what changed.
    func storeLastKeys(_ keys: [String: LastRun], of chapter: String) {
        guard let data = try? JSONEncoder().encode(keys) else { return }
        write(data, to: lastPath(of: chapter))
    }

    /// A program at the last run.
    struct LastRun: Sendable, Codable {
        var key: ProgramKey
        var passed: Bool
    }

    /// The SHA-256 of a file's content, remembered by place, size and dates; nil if it is no file that can be read.
    func hash(ofFile path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        // Copying and unpacking set the date of modification back; the date of change is the system's own.
        let dates = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }.joined(separator: " ")
        let identity = ContentHash.of("\(path) \(status.st_size) \(status.st_ino) \(dates)")
        let remembered = folder + "/files/" + identity
        if let known = FileManager.default.contents(atPath: remembered) {
            return String(decoding: known, as: UTF8.self)
        }
        guard let hash = Self.contentHash(ofFile: path) else { return nil }
        // A file that was written a moment ago may be written again without a new date.
        if time(nil) - status.st_ctim.tv_sec > 2 { write(Data(hash.utf8), to: remembered) }
        return hash
    }

    /// The SHA-256 of a file's content, read piece by piece; nil if it cannot be read.
    static func contentHash(ofFile path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        var hash = ContentHash()
        while let piece = try? file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update([UInt8](piece)) }
        return hash.hexadecimal
    }

    /// Deletes what was used longest ago until the rest is within bounds.
    func trim() {
        for (name, bytes) in Self.mostBytes { Self.trim(folder + "/" + name, to: bytes) }
    }

    /// Deletes what was used longest ago in a folder until the rest is within `mostBytes`.
    package static func trim(_ folder: String, to mostBytes: Int) {
        let keys: [URLResourceKey] = [.fileSizeKey, .contentModificationDateKey]
        let folder = URL(fileURLWithPath: folder)
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys)) ?? []
        let entries = files.compactMap { file -> (file: URL, bytes: Int, date: Date)? in
            guard let values = try? file.resourceValues(forKeys: Set(keys)) else { return nil }
            return (file, values.fileSize ?? 0, values.contentModificationDate ?? .distantPast)
        }
        var total = entries.reduce(0) { $0 + $1.bytes }
        for entry in entries.sorted(by: { $0.date < $1.date }) where total > mostBytes {
            try? FileManager.default.removeItem(at: entry.file)
            total -= entry.bytes
        }
    }

    private func path(of key: ProgramKey) -> String { folder + "/runs/" + key.hash + ".json" }

    private func lastPath(of chapter: String) -> String { folder + "/last/" + ContentHash.of(chapter) + ".json" }

    /// A cache that cannot be written is no reason to fail: the next run computes again.
    private func write(_ data: Data, to path: String) {
        let target = URL(fileURLWithPath: path)
        try? FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? data.write(to: target, options: .atomic)
    }
}
