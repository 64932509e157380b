import FileWatching
import Foundation
import Testing

@Suite("Files that are watched")
struct FileWatcherTests {
    /// The first change that concerns a file; nil if none comes within some seconds.
    private static func change(of path: String, _ watcher: FileWatcher) async -> FileChange? {
        await withTaskGroup(of: FileChange?.self) { group in
            group.addTask { await watcher.changes.first { $0.concerns(path) } }
            group.addTask {
                try? await Task.sleep(for: .seconds(20))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    private static func folder() throws -> String {
        let path = NSTemporaryDirectory() + "winnow-watch ü " + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/a/b", withIntermediateDirectories: true)
        try Data("1".utf8).write(to: URL(fileURLWithPath: path + "/a/b/file.swift"))
        return path
    }

    @Test(
        "a save is told, however the editor saves",
        arguments: ["in place", "truncate", "rename", "new file", "new folder", "delete"])
    func saves(way: String) async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let watcher = try FileWatcher(folders: [folder])
        var path = folder + "/a/b/file.swift"
        let file = URL(fileURLWithPath: path)
        switch way {
        case "in place":
            let handle = try FileHandle(forWritingTo: file)
            try handle.write(contentsOf: Data("2".utf8))
            try handle.close()
        case "truncate": try Data("longer".utf8).write(to: file)
        case "rename": try Data("longer".utf8).write(to: file, options: .atomic)
        case "new file":
            path = folder + "/a/other.swift"
            try Data("3".utf8).write(to: URL(fileURLWithPath: path))
        case "new folder":
            path = folder + "/c/d/other.swift"
            try FileManager.default.createDirectory(atPath: folder + "/c/d", withIntermediateDirectories: true)
            try Data("3".utf8).write(to: URL(fileURLWithPath: path))
        default: try FileManager.default.removeItem(at: file)
        }
        #expect(await Self.change(of: path, watcher) != nil)
    }

    @Test("what happens in a folder that came later is told too")
    func laterFolder() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let watcher = try FileWatcher(folders: [folder])
        try FileManager.default.createDirectory(atPath: folder + "/late", withIntermediateDirectories: true)
        #expect(await Self.change(of: folder + "/late", watcher) != nil)
        try Data("3".utf8).write(to: URL(fileURLWithPath: folder + "/late/file.swift"))
        #expect(await Self.change(of: folder + "/late/file.swift", watcher) != nil)
    }

    @Test("a folder that is not there is named")
    func absent() {
        #expect(throws: FileWatchingError.self) { try FileWatcher(folders: ["/nowhere/at all"]) }
    }
}
