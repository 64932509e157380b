import Foundation

/// A run of the `winnow` that lies beside the test program, in a temporary folder of its own.
struct ProgramRun {
    var status: Int32
    var output: String
    var errors: String
    /// What the run left in its folder for temporary files.
    var leftFiles: [String]
    /// The processes that still carry the run's environment.
    var leftProcesses: [Int32]

    static var program: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().path + "/winnow"
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - folder: where it runs.
    ///   - program: another program than the one beside the test program.
    ///   - signal: is sent after some seconds.
    init(
        _ words: [String], in folder: TemporaryFolder, program: String = program,
        signal: (number: Int32, after: Double)? = nil
    ) throws {
        let temporary = try TemporaryFolder()
        let outputs = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary.path]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try outputs.create("output")
        process.standardError = try outputs.create("errors")
        try process.run()
        if let signal {
            Thread.sleep(forTimeInterval: signal.after)
            kill(process.processIdentifier, signal.number)
        }
        process.waitUntilExit()
        // A signal that comes before the program is ready for it ends it as the system does: 128 more, as shells say it.
        status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        output = outputs.text("output")
        errors = outputs.text("errors")
        leftFiles = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
        leftProcesses = Self.processes(with: "TMPDIR=" + temporary.path)
    }

    /// The living processes whose environment holds a variable that begins like a text.
    private static func processes(with variable: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { process in
            let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
            return environment.split(separator: 0).contains { $0.starts(with: variable.utf8) }
        }
    }
}

/// A folder that is gone with the last reference to it.
final class TemporaryFolder {
    let path: String

    /// A new folder, or one at a path that is taken over.
    init(at path: String? = nil) throws {
        self.path = path ?? NSTemporaryDirectory() + "winnow-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A course with some chapters, by name.
    static func course(_ chapters: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/Chapters", withIntermediateDirectories: true)
        for (name, text) in chapters {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/Chapters/\(name).md"))
        }
        return folder
    }

    /// Writes a file, with the folders above it.
    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// A new file, open for writing.
    func create(_ name: String) throws -> FileHandle {
        let file = URL(fileURLWithPath: path + "/" + name)
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    /// The text of a file, empty if there is none.
    func text(_ name: String) -> String {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
