import Foundation
import SwiftPrograms

/// A long computation behind a chapter: a Swift file that measures something at every point of a grid, and the file of
/// its results beside it.
public struct Experiment: Sendable {
    /// The folder of a course's experiments, relative to the course.
    public static let folder = "Chapters/experiments"

    /// Its name: that of its files, without ending.
    public let name: String
    /// The Swift file, relative to the course.
    public var file: String { "\(Self.folder)/\(name).swift" }
    /// The file of its results, relative to the course.
    public var resultFile: String { "\(Self.folder)/\(name).jsonl" }

    /// The experiment of a name.
    public init(name: String) {
        self.name = name
    }

    /// All experiments of a course that have code or results, by name.
    public static func all(in courseFolder: String) -> [Experiment] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: courseFolder + "/" + folder)) ?? []
        let own = names.compactMap { name in
            [".swift", ".jsonl"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
        }
        return Set(own).sorted().map { Experiment(name: $0) }
    }

    /// The hash of all that its results depend on: its code without comments, the library, the compiler and its flags,
    /// and the data files that its code names.
    ///
    /// A file is named by a text in the code that is its path from the course folder. A text that is the path of a folder
    /// names the files in it, but for those that describe data or make it (`.md`, `.py`).
    ///
    /// - Parameter hash: the hash of a file's content, by its path.
    package func key(of source: String, courseFolder: String, compiler: SwiftCompiler, hash: (String) -> String?)
        -> String
    {
        var key = ContentHash()
        key.update("winnow experiment 1")
        key.update(SwiftCompiler.flags.joined(separator: " "))
        key.update(compiler.toolchain.version)
        key.update(compiler.bundle.manifest.library)
        var paths: Set<String> = []
        for token in SwiftTokens(source) {
            key.update(token.text)
            if token.kind == .string { paths.formUnion(Self.files(named: token.text, in: courseFolder)) }
        }
        for path in paths.sorted() {
            key.update(path)
            key.update(hash(courseFolder + "/" + path) ?? "absent")
        }
        return key.hexadecimal
    }

    /// The files that a text in quotes names.
    private static func files(named literal: String, in courseFolder: String) -> [String] {
        let path = literal.trimmingCharacters(in: CharacterSet(charactersIn: "\"#"))
        guard !path.isEmpty, !path.hasPrefix("/"), !path.contains("\n"), !path.split(separator: "/").contains("..")
        else {
            return []
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: courseFolder + "/" + path, isDirectory: &isFolder) else {
            return []
        }
        // The folder itself, or its parent, is no data.
        if !isFolder.boolValue { return path.hasPrefix(folder) ? [] : [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: courseFolder + "/" + path)) ?? []
        return names.filter { name in
            var isInner: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(courseFolder)/\(path)/\(name)", isDirectory: &isInner)
                && !isInner.boolValue && ![".md", ".py", ".swift", ".jsonl"].contains { name.hasSuffix($0) }
        }.map { "\(path)/\($0)" }
    }
}

extension RunCache {
    /// The hash of a file's content, remembered in the cache or not.
    func hash(ofFile path: String, remembering: Bool) -> String? {
        remembering ? hash(ofFile: path) : Self.contentHash(ofFile: path)
    }
}
