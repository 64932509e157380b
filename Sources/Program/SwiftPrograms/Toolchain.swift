import Foundation

/// The Swift compiler of this machine.
public struct Toolchain: Sendable {
    /// The compiler, as an absolute path.
    public let compiler: String
    /// Its version, such as `Swift 6.3.1`.
    public let version: String

    /// A compiler whose version is known.
    public init(compiler: String, version: String) {
        self.compiler = compiler
        self.version = version
    }

    /// The `swiftc` that the shell would start, with links followed; nil if there is none.
    public static func compilerPath() -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates = folders.map { $0 + "/swiftc" }
        return candidates.first { FileManager.default.isExecutableFile(atPath: String($0)) }.map(String.init)
    }

    /// What tells one compiler from another without starting it: its place, size and date.
    public static func fingerprint(of compiler: String) -> String {
        let path = URL(fileURLWithPath: compiler).resolvingSymlinksInPath().path
        let attributes = (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
        let size = attributes[.size] as? Int ?? 0
        let date = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return "\(path) \(size) \(Int(date))"
    }

    /// Asks a compiler for its version.
    ///
    /// - Throws: `ChildProcessError` if it cannot be started, or ``ScratchFolderError``.
    public static func version(of compiler: String) async throws -> String {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let file = scratch.path + "/version"
        _ = try await ChildProcess(
            compiler, ["--version"], environment: ProcessInfo.processInfo.environment, folder: scratch.path,
            output: file
        ).run()
        let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let index = words.firstIndex(of: "version"), index + 1 < words.count else { return "Swift" }
        return "Swift " + words[index + 1]
    }
}
