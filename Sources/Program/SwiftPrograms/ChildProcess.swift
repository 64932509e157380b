import CLinux
import Foundation
import Subprocess
import SystemPackage

/// How a child process ended.
public enum ProcessEnd: Hashable, Sendable {
    case exited(Int)
    case signalled(Int)
}

/// A child process that is started in a group of its own and never leaves anything running.
public struct ChildProcess: Sendable {
    /// The program to run, as an absolute path.
    public var executable: String
    /// The words after the program's name.
    public var arguments: [String]
    /// All of its environment.
    public var environment: [String: String]
    /// The folder that it starts in.
    public var folder: String
    /// The file that its standard input is read from; `/dev/null` by default.
    public var input = "/dev/null"
    /// The file that its standard output is appended to; `/dev/null` by default.
    public var output = "/dev/null"
    /// The file that its standard error is appended to; `/dev/null` by default.
    public var errors = "/dev/null"

    /// A process that is yet to be started.
    public init(
        _ executable: String, _ arguments: [String], environment: [String: String], folder: String,
        input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null"
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.input = input
        self.output = output
        self.errors = errors
    }

    /// Runs it to its end, or until `watch` returns or the task is cancelled; then it and all that it started are killed.
    ///
    /// - Parameter watch: runs beside the process and is cancelled when the process ends; the process is killed as soon
    ///   as it returns.
    /// - Returns: how the process ended.
    /// - Throws: `ChildProcessError` if it cannot be started.
    public func run(watch: @escaping @Sendable (Int32) async -> Void = Self.untilCancelled) async throws -> ProcessEnd {
        let mark = UUID().uuidString
        var variables = environment
        variables[ProcessTree.markVariable] = mark
        var values: [Environment.Key: String] = [:]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { values[key] = value }
        }
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = []
        do {
            let inputFile = try FileDescriptor.open(FilePath(input), .readOnly, options: .closeOnExec)
            let outputFile = try Self.open(output)
            let errorFile = try Self.open(errors)
            let result = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(arguments), environment: .custom(values),
                workingDirectory: FilePath(folder), platformOptions: options,
                input: .fileDescriptor(inputFile, closeAfterSpawningProcess: true),
                output: .fileDescriptor(outputFile, closeAfterSpawningProcess: true),
                error: .fileDescriptor(errorFile, closeAfterSpawningProcess: true)
            ) { execution in
                await Self.supervise(pid_t(execution.processIdentifier.value), with: watch)
            }
            await ProcessTree.killAll(markedBy: mark)
            switch result.terminationStatus {
            case .exited(let code): return .exited(Int(code))
            case .signaled(let signal): return .signalled(Int(signal))
            }
        } catch {
            await ProcessTree.killAll(markedBy: mark)
            throw ChildProcessError(executable: executable, reason: "\(error)")
        }
    }

    /// Waits for the end of the process, of the watch, or of the task, whichever comes first, and kills the group.
    private static func supervise(_ leader: pid_t, with watch: @escaping @Sendable (Int32) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await watch(leader) }
            group.addTask { await ProcessTree.waitForEnd(of: leader) }
            await group.next()
            // Until it is waited for, the leader keeps its number, so that no other process can be hit.
            killpg(leader, SIGKILL)
            kill(leader, SIGKILL)
            group.cancelAll()
        }
    }

    /// A watch that never ends a process.
    @Sendable public static func untilCancelled(_ leader: Int32) async {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    }

    private static func open(_ path: String) throws -> FileDescriptor {
        try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .append, .closeOnExec],
            permissions: [.ownerRead, .ownerWrite])
    }
}

/// A program that could not be started.
public struct ChildProcessError: Error, CustomStringConvertible {
    /// The program.
    public let executable: String
    /// What the system said.
    public let reason: String

    /// What went wrong, in one line.
    public var description: String { "\(executable) could not be started: \(reason)" }
}
