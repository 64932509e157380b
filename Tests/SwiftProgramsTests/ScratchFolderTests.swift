import Foundation
import SwiftPrograms
import Testing

@Suite("Folders for temporary files")
struct ScratchFolderTests {
    private let place = NSTemporaryDirectory() + "scratch-tests-" + UUID().uuidString

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
    }

    @Test("a folder in use stays, what a killed run left goes, and what is not ours is not touched")
    func abandonedFoldersAreDeleted() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let first = try ScratchFolder(in: place)
        try Data("kept".utf8).write(to: URL(fileURLWithPath: first.path + "/file"))
        for name in ["winnow-run-killed/deep", "other/deep"] {
            try FileManager.default.createDirectory(atPath: "\(place)/\(name)", withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: place + "/winnow-run-link", withDestinationPath: place + "/other")

        let second = try ScratchFolder(in: place)
        let folders = [first, second].map { String($0.path.dropFirst(place.count + 1)) }
        #expect(names == (folders + ["other", "winnow-run-link"]).sorted())
        #expect(FileManager.default.fileExists(atPath: first.path + "/file"))
        #expect(FileManager.default.fileExists(atPath: place + "/other/deep"))

        first.remove()
        second.remove()
        #expect(names == ["other", "winnow-run-link"])
    }

    @Test("many at once, none of which deletes another")
    func manyAtOnce() async throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let place = place
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    guard let folder = try? ScratchFolder(in: place) else { return false }
                    defer { folder.remove() }
                    return FileManager.default.createFile(atPath: folder.path + "/file", contents: nil)
                        && FileManager.default.fileExists(atPath: folder.path + "/file")
                }
            }
            for await stayed in group { #expect(stayed) }
        }
        #expect(names.isEmpty)
    }

    @Test("a place that cannot be used is named")
    func placeIsNamed() throws {
        #expect(ScratchFolder.place(for: "/home/jürgen/tmp/") == "/tmp")
        #expect(ScratchFolder.place(for: "/var/tmp/") == "/var/tmp")
        let error = #expect(throws: ScratchFolderError.self) { try ScratchFolder(in: "/dev/null/nowhere") }
        #expect(error?.description.contains("/dev/null/nowhere") == true)
    }
}
