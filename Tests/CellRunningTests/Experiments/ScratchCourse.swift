import Foundation
import SwiftPrograms
import Testing

/// A course in a folder of its own.
struct ScratchCourse {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/experiments-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder + "/Chapters/experiments", withIntermediateDirectories: true)
    }

    func write(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: folder + "/" + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) throws -> String {
        try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

/// The compiler with the library that lies beside the tests.
func compilerBesideTests() throws -> SwiftCompiler {
    let words = CommandLine.arguments
    let bundle = words.firstIndex(of: "--test-bundle-path").map { words[$0 + 1] } ?? words[0]
    let products = URL(fileURLWithPath: bundle).deletingLastPathComponent().path
    let library = try LibraryBundle(folder: products + "/" + LibraryBundle.folderName)
    let path = try #require(Toolchain.compilerPath())
    return SwiftCompiler(toolchain: Toolchain(compiler: path, version: library.manifest.toolchain), bundle: library)
}
