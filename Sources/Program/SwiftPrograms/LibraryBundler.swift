import Foundation

/// Makes the library bundle from a finished build.
public struct LibraryBundler {
    /// The modules that cells may import, if the build has them.
    private static let modules = [
        "ModelCompression", "NeuralNetworks", "EntropyCoding", "CellSupport", "Judging", "Figures", "AnswerFrames",
    ]
    /// The C modules that those import.
    private static let cModules = ["COpenBLAS", "CZlib"]

    private let sources: String
    private let build: String
    private let compiler: String
    private let version: String

    /// A bundler.
    ///
    /// - Parameters:
    ///   - sources: the folder of the package.
    ///   - build: the folder of the build's products, where the bundle will lie too.
    ///   - version: the compiler's version.
    public init(sources: String, build: String, compiler: String, version: String) {
        self.sources = sources
        self.build = build
        self.compiler = compiler
        self.version = version
    }

    /// Writes the bundle under another name, tries it, and puts it in the place of the last one.
    ///
    /// - Throws: ``LibraryBundleError/unusable(_:)`` if the compiler refuses it, or what the file system says.
    public func make() async throws -> LibraryBundle {
        let files = FileManager.default
        let target = build + "/" + LibraryBundle.folderName
        let draft = target + ".new"
        try? files.removeItem(atPath: draft)
        try files.createDirectory(atPath: draft + "/modules", withIntermediateDirectories: true)
        let present = Self.modules.filter { files.fileExists(atPath: "\(build)/Modules/\($0).swiftmodule") }
        for module in present {
            try files.copyItem(
                atPath: "\(build)/Modules/\(module).swiftmodule", toPath: "\(draft)/modules/\(module).swiftmodule")
        }
        for module in Self.cModules {
            try files.copyItem(
                atPath: "\(sources)/Sources/SystemLibraries/\(module)", toPath: "\(draft)/modules/\(module)")
        }
        try files.copyItem(atPath: build + "/libWinnowLibrary.so", toPath: draft + "/libWinnowLibrary.so")
        try files.copyItem(atPath: build + "/CCellBoundary.build/boundary.c.o", toPath: draft + "/CellBoundary.o")
        let manifest = LibraryBundle.Manifest(
            library: try hash(), toolchain: version, compiler: Toolchain.fingerprint(of: compiler), modules: present)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(manifest).write(to: URL(fileURLWithPath: draft + "/bundle.json"))
        try? files.removeItem(atPath: target)
        try files.moveItem(atPath: draft, toPath: target)
        let bundle = try LibraryBundle(folder: target)
        try await warmUp(bundle)
        return bundle
    }

    /// The hash of the library's interface and code: its sources without comments and blanks.
    private func hash() throws -> String {
        let library = sources + "/Sources"
        let names = try FileManager.default.subpathsOfDirectory(atPath: library).filter { path in
            (path.hasPrefix("Library/") || path.hasPrefix("Exchange/"))
                && [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
        }
        var hash = ContentHash()
        for name in names.sorted() {
            let text = try String(contentsOfFile: library + "/" + name, encoding: .utf8)
            hash.update(name)
            for token in SwiftTokens(text) { hash.update(token.text) }
        }
        return hash.hexadecimal
    }

    /// Compiles a program that uses everything, so that the next one finds the C modules compiled.
    private func warmUp(_ bundle: LibraryBundle) async throws {
        let folder = NSTemporaryDirectory() + "winnow-bundle-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let compiler = SwiftCompiler(toolchain: Toolchain(compiler: compiler, version: version), bundle: bundle)
        let imports = (["Foundation"] + bundle.manifest.modules).map { "import \($0)\n" }.joined()
        let build = try await compiler.build(imports + "print(1)\n", in: folder)
        guard build.succeeded else { throw LibraryBundleError.unusable(build.log) }
    }
}
