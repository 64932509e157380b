import CourseModel
import Foundation
import SwiftPrograms

/// Where the cells of a chapter keep long results: under the key of the program up to each cell, so that neither what
/// comes after a cell nor what kind of program it stands in changes where it finds its own.
struct CheckpointPlaces: Sendable {
    /// The folder `.winnow-cache/checkpoints`, as an absolute path.
    let folder: String
    /// The hashes of the chapter's data files, by path.
    let dataHashes: [String: String]

    /// Tells a program where its cells keep their results, by the file that the boundary of cells reads.
    ///
    /// - Parameters:
    ///   - cells: the program's cells.
    ///   - outputs: the folder of the program's outputs.
    func announce(
        _ cells: [Int], of chapter: Chapter, _ compiler: SwiftCompiler, in outputs: String
    ) throws {
        // A path with a newline in it would be two.
        guard cells.contains(where: { chapter.cells[$0].source.contains("checkpoint") }), !folder.contains("\n") else {
            return
        }
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let keys = ProgramKey.upToEach(of: cells, of: chapter, compiler: compiler, dataHashes: dataHashes)
        let lines = keys.map { "\(folder)/\($0.hash)\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: outputs + "/checkpoints"))
    }
}

extension ProgramKey {
    /// The keys of the chains that end with each of some cells.
    static func upToEach(
        of cells: [Int], of chapter: Chapter, compiler: SwiftCompiler, dataHashes: [String: String]
    ) -> [ProgramKey] {
        let whole = ProgramKey(
            ProgramPlan(kind: .chain, cells: cells, chain: 0), of: chapter, compiler: compiler, dataHashes: dataHashes)
        let counts = cells.map { 1 + chapter.cells[$0].dataFiles.count }
        var end = whole.parts.count - counts.reduce(0, +)
        return counts.map { count in
            end += count
            var key = whole
            key.parts = Array(whole.parts[..<end])
            return key
        }
    }
}
