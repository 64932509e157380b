import Foundation
import SwiftPrograms

/// The Swift package of a workspace, which makes editors complete and jump: a target for each exercise, which sees the
/// library modules that the exercise allows, from copies that lie in the workspace.
struct WorkspacePackage {
    /// Where the copies lie in the workspace.
    static let libraryFolder = ".library"
    static let file = "Package.swift"

    let sheets: [ExerciseSheet]
    let library: LibraryBundle

    /// The modules, Swift's and C's, that exercises may import.
    var modules: [(name: String, path: String)] {
        library.restricted(to: Array(Set(sheets.flatMap(\.exercise.imports)))).visibleModules
    }

    /// The text of `Package.swift`.
    ///
    /// A target takes its one file out of a folder with others, which must be named as left out, or the package manager
    /// warns of each; which there are is looked up whenever the package is read.
    var text: String {
        """
        // swift-tools-version: 6.2
        // For editors. `winnow start` writes this file; `winnow check` does without it.
        // After moving this folder, delete `.build` in it: the compiler keeps absolute paths there.
        import Foundation
        import PackageDescription

        func exercise(_ name: String, in folder: String, seeing modules: [String]) -> Target? {
            let file = name + ".swift"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: Context.packageDirectory + "/" + folder)) ?? []
            guard names.contains(file) else { return nil }
            let library = Context.packageDirectory + "/\(Self.libraryFolder)/"
            var flags: [String] = []
            for module in modules {
                let map = library + module + "/module.modulemap"
                if FileManager.default.fileExists(atPath: map) {
                    flags += ["-Xcc", "-fmodule-map-file=\\(map)"]
                } else {
                    flags += ["-Xfrontend", "-swift-module-file=\\(module)=\\(library)\\(module).swiftmodule"]
                }
            }
            return .target(
                name: name, path: folder, exclude: names.filter { $0 != file }, sources: [file],
                swiftSettings: [
                    .swiftLanguageMode(.v5), .defaultIsolation(MainActor.self), .unsafeFlags(flags),
                ])
        }

        let package = Package(
            name: "exercises",
            targets: [
        \(targets)
            ].compactMap { $0 }
        )

        """
    }

    private var targets: String {
        sheets.map { sheet in
            let modules = library.restricted(to: sheet.exercise.imports).visibleModules.map { "\"\($0.name)\"" }
            return "        exercise(\"\(sheet.name)\", in: \"Exercises/\(sheet.chapter.slug)\", "
                + "seeing: [\(sheet.exercise.imports.isEmpty ? "" : modules.joined(separator: ", "))]),"
        }.joined(separator: "\n")
    }
}

extension Workspace {
    /// Writes the package and copies the modules that it names.
    func writePackage(
        for sheets: [ExerciseSheet], _ library: LibraryBundle, _ earlier: WorkspaceSettings?,
        _ settings: inout WorkspaceSettings
    ) throws -> [WorkspaceUpdate] {
        let package = WorkspacePackage(sheets: sheets, library: library)
        let manager = FileManager.default
        let copies = path(of: WorkspacePackage.libraryFolder)
        do {
            try? manager.removeItem(atPath: copies)
            if !package.modules.isEmpty {
                try manager.createDirectory(atPath: copies, withIntermediateDirectories: true)
            }
            for module in package.modules {
                try copyContent(
                    of: module.path, to: copies + "/" + URL(fileURLWithPath: module.path).lastPathComponent)
            }
        } catch {
            throw WorkspaceError.unwritable(copies, reason: obstacle(to: copies + "/modules", error))
        }
        let text = package.text
        if let present = manager.contents(atPath: path(of: WorkspacePackage.file)) {
            let hash = ExerciseSheet.hash(String(decoding: present, as: UTF8.self))
            guard hash == earlier?.package else {
                settings.package = earlier?.package
                return present == Data(text.utf8) ? [] : [.left(file: WorkspacePackage.file)]
            }
        }
        settings.package = ExerciseSheet.hash(text)
        try write(Data(text.utf8), to: WorkspacePackage.file)
        if !manager.fileExists(atPath: path(of: ".gitignore")) {
            try write(Data(".build/\n.winnow-cache/\n.library/\n".utf8), to: ".gitignore")
        }
        return []
    }

    /// Copies a file, or a folder of files, without owner and permissions: a shared course may belong to somebody else
    /// and allow no writing, and the copies are to be replaced some day.
    private func copyContent(of source: String, to target: String) throws {
        guard isFolder(source) else {
            try Data(contentsOf: URL(fileURLWithPath: source)).write(to: URL(fileURLWithPath: target))
            return
        }
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: source) {
            try copyContent(of: source + "/" + name, to: target + "/" + name)
        }
    }
}
