import Foundation

/// Makes the library bundle from a finished build.
public struct LibraryBundler {
    /// The modules that cells may import, if the build has them.
    private static let modules = [
        "ModelCompression", "NeuralNetworks", "EntropyCoding", "CellSupport", "Figures",
    ]
    /// The modules that judges are compiled against, and that no cell and no answer finds.
    private static let judgingModules = ["Judging", "AnswerFrames"]
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
        try copyJudging(to: draft + "/judging")
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

    /// Copies what judges are compiled against, if the build has it: modules, and objects to be linked in one by one,
    /// so that an answer's program holds the frames and nothing of a judge.
    private func copyJudging(to folder: String) throws {
        let files = FileManager.default
        for module in Self.judgingModules where files.fileExists(atPath: "\(build)/Modules/\(module).swiftmodule") {
            let objects = "\(build)/\(module).build"
            try files.createDirectory(atPath: "\(folder)/\(module)", withIntermediateDirectories: true)
            try files.copyItem(
                atPath: "\(build)/Modules/\(module).swiftmodule", toPath: "\(folder)/\(module).swiftmodule")
            for object in try files.contentsOfDirectory(atPath: objects) where object.hasSuffix(".o") {
                try files.copyItem(atPath: "\(objects)/\(object)", toPath: "\(folder)/\(module)/\(object)")
            }
        }
    }

    /// The hash of the interface and code that cells see: the sources without comments and blanks.
    private func hash() throws -> String {
        let library = sources + "/Sources"
        let names = try FileManager.default.subpathsOfDirectory(atPath: library).filter { path in
            (path.hasPrefix("Library/") || path.hasPrefix("Exchange/"))
                && !Self.judgingModules.contains { path.contains("/\($0)/") }
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
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let compiler = SwiftCompiler(toolchain: Toolchain(compiler: compiler, version: version), bundle: bundle)
        let imports = (["Foundation"] + bundle.manifest.modules).map { "import \($0)\n" }.joined()
        let build = try await compiler.build(imports + "print(1)\n", in: scratch.path)
        guard build.succeeded else { throw LibraryBundleError.unusable(build.log) }
    }
}
