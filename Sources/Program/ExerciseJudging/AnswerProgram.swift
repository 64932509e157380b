import CellRunning
import CourseModel
import Foundation
import SwiftPrograms

/// A Swift file with the name that messages give it.
public struct SwiftText: Hashable, Sendable {
    /// The name, such as `Exercises/01-weight/honest-size.swift`.
    public var file: String
    /// What is in it.
    public var text: String

    /// A text with a name.
    public init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    /// The text, so that the compiler names the file and its lines.
    var placed: String { ProgramSource.placed(text, as: file) }
}

/// An answer, compiled: a program that reads inputs as frames and writes an answer to each.
public struct AnswerProgram: Sendable {
    /// The program, as an absolute path.
    public let executable: String

    /// What compiling an answer comes to.
    public enum Outcome: Sendable {
        case program(AnswerProgram)
        case doesNotCompile([CompilerDiagnostic], log: String)
        case timedOut
    }

    /// Compiles an answer as a module of its own, which finds only the modules that the exercise allows, and the
    /// dispatcher that calls it.
    ///
    /// - Parameters:
    ///   - call: the exercise's `call.swift`.
    ///   - isOptimized: whether it is compiled as students' answers are. Without, it takes a third of the compiler's time,
    ///     and a trap does not know its line.
    ///   - dispatchers: a folder in which compiled dispatchers of this exercise are kept.
    ///   - folder: an empty one.
    /// - Throws: `ChildProcessError`, or `CancellationError`.
    public static func build(
        _ answer: SwiftText, call: SwiftText, imports: [String], compiler: SwiftCompiler, isOptimized: Bool = true,
        dispatchers: String, in folder: String
    ) async throws -> Outcome {
        let limits = SwiftCompiler.Limits.answer
        let restricted = compiler.bundle.restricted(to: imports)
        try Data(answer.placed.utf8).write(to: URL(fileURLWithPath: folder + "/answer.swift"))
        let flags = isOptimized ? SwiftCompiler.flags : SwiftCompiler.quickFlags
        let common = flags + limits.arguments + restricted.compilerArguments
        let module = try await compiler.run(
            common + [
                "-parse-as-library", "-enable-testing", "-module-name", "Submission", "-emit-module",
                "-emit-module-path", "Submission.swiftmodule", "-c", "answer.swift", "-o", "Submission.o",
            ], in: folder, limits: limits)
        guard !module.timedOut else { return .timedOut }
        guard module.succeeded else { return .doesNotCompile(module.diagnostics, log: module.log) }

        // A module says all that the dispatcher can know of an answer, bodies that may be inlined included: answers
        // with the same module, byte for byte, share a dispatcher. Nearly all answers to an exercise do.
        var interface = ContentHash()
        interface.update([UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/Submission.swiftmodule"))))
        let object = "\(dispatchers)/\(interface.hexadecimal).o"
        if !FileManager.default.fileExists(atPath: object) {
            try Data(dispatcher.utf8).write(to: URL(fileURLWithPath: folder + "/main.swift"))
            try Data(("@testable import Submission\n" + call.placed).utf8).write(
                to: URL(fileURLWithPath: folder + "/call.swift"))
            let build = try await compiler.run(
                common + compiler.bundle.judgingArguments(["AnswerFrames"])
                    + ["-Xfrontend", "-swift-module-file=Submission=Submission.swiftmodule"]
                    + ["-module-name", "main", "-c", "main.swift", "call.swift", "-o", "dispatcher.o"],
                in: folder, limits: limits)
            guard !build.timedOut else { return .timedOut }
            guard build.succeeded else { return .doesNotCompile(build.diagnostics, log: build.log) }
            // By renaming, so that another answer finds it whole or not at all.
            guard rename(folder + "/dispatcher.o", object) == 0 else { throw CocoaError(.fileWriteUnknown) }
        }

        // Without an allowed module nothing of the library is linked, under whatever name it may be asked for.
        let linking = imports.isEmpty ? ["-use-ld=lld"] : compiler.bundle.linkerArguments
        // The answer's object goes first: the driver writes its list of libraries beside the first object, and beside
        // the dispatcher it would overwrite the list of another answer that is linked at the same time.
        let program = try await compiler.run(
            ["Submission.o", object] + compiler.bundle.judgingObjects(["AnswerFrames"]) + ["-o", "program"] + linking,
            in: folder, limits: limits)
        guard !program.timedOut else { return .timedOut }
        guard program.succeeded else { return .doesNotCompile(program.diagnostics, log: program.log) }
        return .program(AnswerProgram(executable: folder + "/program"))
    }

    /// What reads inputs, calls the answer and writes its answers. What the answer prints goes to standard error; where
    /// frames go is known to nobody else by name.
    private static let dispatcher = """
        import AnswerFrames
        import Glibc

        let frames = fcntl(1, F_DUPFD_CLOEXEC, 64)
        dup2(2, 1)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(0, &buffer, buffer.count)
            if count <= 0 { break }
            bytes += buffer[..<count]
        }
        for frame in try Frames.split(bytes, atMost: .max).frames {
            let input = try FrameValue(bytes: frame).decode(Input.self)
            let answer: Answer = try call(input)
            let encoded = try FrameValue(encoding: answer).frame()
            var start = 0
            while start < encoded.count {
                let count = encoded[start...].withUnsafeBytes { write(frames, $0.baseAddress, $0.count) }
                if count < 0 { exit(1) }
                start += count
            }
        }
        fflush(nil)
        _exit(0)
        """
}
