import Foundation

/// The folder that cells, exercises and judges are compiled against: the library's modules, one dynamic library, the
/// object that marks the boundaries of cells, and what they were built with.
public struct LibraryBundle: Sendable {
    /// The name of the folder, which lies beside the program.
    public static let folderName = "winnow-library"

    /// What the folder says of itself, in `bundle.json`.
    public struct Manifest: Codable, Hashable, Sendable {
        /// The hash of the library's interface and code, without comments.
        public var library: String
        /// The compiler's version, such as `Swift 6.3.1`.
        public var toolchain: String
        /// ``Toolchain/fingerprint(of:)`` of the compiler.
        public var compiler: String
        /// The modules that a cell can import.
        public var modules: [String]

        /// A manifest with all its parts.
        public init(library: String, toolchain: String, compiler: String, modules: [String]) {
            self.library = library
            self.toolchain = toolchain
            self.compiler = compiler
            self.modules = modules
        }
    }

    /// The folder, as an absolute path.
    public let folder: String
    /// What it says of itself.
    public let manifest: Manifest
    /// The modules that a program may import, with those that they import themselves; nil for all.
    private var visible: Set<String>?

    /// Reads the bundle in a folder.
    ///
    /// - Throws: ``LibraryBundleError``.
    public init(folder: String) throws {
        guard let data = FileManager.default.contents(atPath: folder + "/bundle.json") else {
            throw LibraryBundleError.missing(folder)
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: data) else {
            throw LibraryBundleError.unreadable(folder)
        }
        self.folder = folder
        self.manifest = manifest
    }

    /// Reads the bundle beside the running program.
    ///
    /// - Throws: ``LibraryBundleError``.
    public static func besideProgram() throws -> LibraryBundle {
        try LibraryBundle(folder: programFolder() + "/" + folderName)
    }

    /// The folder of the running program, with links followed.
    public static func programFolder() -> String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
    }

    /// The object that marks the boundaries of cells.
    public var boundaryObject: String { folder + "/CellBoundary.o" }

    /// What the library's modules import of each other.
    private static let imports: [String: [String]] = [
        "ModelCompression": ["NeuralNetworks", "EntropyCoding"], "NeuralNetworks": ["COpenBLAS", "CZlib"],
        "CellSupport": ["Figures"],
    ]

    /// The same library, of which a program finds only some modules: for answers to exercises, since the library holds
    /// most answers. What those modules import themselves can be imported too.
    public func restricted(to modules: [String]) -> LibraryBundle {
        var reached: Set<String> = []
        var open = modules
        while let module = open.popLast() {
            if reached.insert(module).inserted { open += Self.imports[module] ?? [] }
        }
        var result = self
        result.visible = reached
        return result
    }

    /// The files of the modules that a program finds: Swift modules, and the folders of C modules.
    package var visibleModules: [(name: String, path: String)] {
        let swift = manifest.modules.map { ($0, "\(folder)/modules/\($0).swiftmodule") }
        let c = cModules.map { ($0, "\(folder)/modules/\($0)") }
        return (swift + c).filter { visible?.contains($0.0) ?? true }
    }

    /// What the compiler needs to find the library's modules.
    public var compilerArguments: [String] {
        let maps = visibleModules.filter { cModules.contains($0.name) }
            .flatMap { ["-Xcc", "-fmodule-map-file=\($0.path)/module.modulemap"] }
        let modules = visibleModules.filter { !cModules.contains($0.name) }
            .flatMap { ["-Xfrontend", "-swift-module-file=\($0.name)=\($0.path)"] }
        return (visible == nil ? ["-I", folder + "/modules"] : modules) + ["-module-cache-path", moduleCache] + maps
    }

    /// What the linker needs to find the dynamic library, which is loaded only by programs that use it.
    public var linkerArguments: [String] {
        [
            "-use-ld=lld", "-L", folder, "-Xlinker", "--as-needed", "-lWinnowLibrary", "-Xlinker", "-rpath", "-Xlinker",
            folder,
        ]
    }

    /// What the compiler keeps of C modules holds absolute paths, so a bundle that was moved gets a cache of its own. It
    /// lies in the bundle, or, where a course is shared and this user may not write there, among the user's own caches;
    /// a user without a place for those, as in some containers, gets one in the folder that the compiler runs in.
    private var moduleCache: String {
        let name = "module-cache-" + ContentHash.of(folder).prefix(16)
        let shared = folder + "/" + name
        let isThere = FileManager.default.fileExists(atPath: shared)
        if FileManager.default.isWritableFile(atPath: isThere ? shared : folder) { return shared }
        let variables = ProcessInfo.processInfo.environment
        let home = (variables["HOME"] ?? NSHomeDirectory()) + "/.cache"
        let own = (variables["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home) + "/winnow/" + name
        return Self.canBeWritten(own) ? own : name
    }

    /// Whether a folder can be written, or made if it is not there.
    private static func canBeWritten(_ folder: String) -> Bool {
        var path = folder
        while path.count > 1, !FileManager.default.fileExists(atPath: path) {
            path = URL(fileURLWithPath: path).deletingLastPathComponent().path
        }
        return FileManager.default.isWritableFile(atPath: path)
    }

    private var cModules: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/modules")) ?? []
        return names.filter { FileManager.default.fileExists(atPath: "\(folder)/modules/\($0)/module.modulemap") }
            .sorted()
    }
}

/// Why the library cannot be used.
public enum LibraryBundleError: Error, CustomStringConvertible {
    case missing(String)
    case unreadable(String)
    /// The compiler is not the one that built it.
    case otherCompiler(built: String, found: String)
    /// The compiler refuses it, with these words.
    case unusable(String)
    /// A package of the system is not there.
    case missingPackage(String)
    /// There is no compiler.
    case noCompiler

    /// What is missing and which command brings it, in one line.
    public var description: String {
        switch self {
        case .missing(let folder): "the compiled library is not at \(folder): run `make` in Winnow's own folder"
        case .unreadable(let folder): "\(folder)/bundle.json cannot be read: run `make` in Winnow's own folder"
        case .otherCompiler(let built, let found):
            "the library was built by \(built), and swiftc here is \(found): run `make` in Winnow's own folder"
        case .unusable(let log): "the compiler cannot use the library that was just built: \(log)"
        case .missingPackage(let name): "a file of the package \(name) is not there: apt-get install \(name)"
        case .noCompiler:
            "there is no `swiftc` on the path: install Swift 6 from swift.org, with its bin folder on PATH"
        }
    }
}
