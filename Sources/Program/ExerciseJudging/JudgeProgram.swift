import AnswerFrames
import Foundation
import SwiftPrograms

/// A judge, compiled: a process of its own that is trusted, and never shares one with an answer.
public struct JudgeProgram: Sendable {
    private let folder: String
    /// Seconds that it may take for what it is asked.
    private let seconds: Double
    /// What it says of itself.
    public let description: JudgeDescription

    /// Compiles a judge with the call and the solution, which is its reference, against the whole library.
    ///
    /// - Parameter seconds: what it may take for what it is asked.
    /// - Throws: ``JudgeError``, `ChildProcessError`, or `CancellationError`.
    public init(_ files: ExerciseFiles, seconds: Double, compiler: SwiftCompiler, in folder: String) async throws {
        self.folder = folder
        self.seconds = seconds
        let main = "import Glibc\nimport Judging\nexit(judge.run(reference: call))\n"
        for (name, text) in [
            ("main", main), ("judge", files.judge.placed), ("call", files.call.placed),
            ("solution", files.solution.placed),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).swift"))
        }
        let modules = ["Judging", "AnswerFrames"]
        let build = try await compiler.run(
            SwiftCompiler.flags + compiler.bundle.compilerArguments + compiler.bundle.judgingArguments(modules)
                + ["-module-name", "main", "main.swift", "judge.swift", "call.swift", "solution.swift"]
                + compiler.bundle.judgingObjects(modules) + ["-o", "judge"] + compiler.bundle.linkerArguments,
            in: folder)
        guard build.succeeded else { throw JudgeError.doesNotCompile(build.diagnostics, log: build.log) }
        let asked = try await Self.ask(["describe"], seconds: 60, in: folder)
        guard let description = try? Frames.values(of: JudgeDescription.self, in: asked.output).first else {
            throw JudgeError.stopped(asked.errors)
        }
        self.description = description
    }

    /// The frames of a group's inputs, each.
    public func inputs(ofGroup group: Int, seed: UInt64) async throws -> [[UInt8]] {
        let asked = try await ask(["inputs", "\(group)", "\(seed)", "0"])
        guard asked.end == .exited(0) else { throw JudgeError.stopped(asked.errors) }
        return try Frames.split(asked.output, atMost: .max).frames.map { Array($0) }
    }

    /// A judgement for each answer, up to the first that is not right; fewer if the judge stopped.
    func judgements(inputs: [UInt8], answers: [UInt8]) async throws -> [Judgement] {
        let name = UUID().uuidString
        let (first, second) = (folder + "/inputs-" + name, folder + "/answers-" + name)
        try Data(inputs).write(to: URL(fileURLWithPath: first))
        try Data(answers).write(to: URL(fileURLWithPath: second))
        defer { for file in [first, second] { try? FileManager.default.removeItem(atPath: file) } }
        let asked = try await ask(["judge", first, second])
        let (frames, _) = try Frames.split(asked.output, atMost: .max)
        return try frames.map { try FrameValue(bytes: $0).decode(Judgement.self) }
    }

    /// The frames of inputs that are smaller than one.
    func smaller(than input: [UInt8], atMost limit: Int) async throws -> [[UInt8]] {
        let file = folder + "/input-" + UUID().uuidString
        try Data(Frames.wrap(input)).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let asked = try await ask(["smaller", file, "\(limit)"])
        return try Frames.split(asked.output, atMost: .max).frames.map { Array($0) }
    }

    /// Holds the reference against the property and the plain second way, on so many inputs of each random group.
    func judgementOfItself(seed: UInt64, count: Int) async throws -> Judgement {
        let asked = try await ask(["itself", "\(seed)", "\(count)"])
        guard let judgement = try Frames.values(of: Judgement.self, in: asked.output).last else {
            throw JudgeError.stopped(asked.errors)
        }
        return judgement
    }

    private typealias Asked = (output: [UInt8], errors: String, end: ProcessEnd)

    private func ask(_ words: [String]) async throws -> Asked {
        try await Self.ask(words, seconds: seconds, in: folder)
    }

    private static func ask(_ words: [String], seconds: Double, in folder: String) async throws -> Asked {
        let name = UUID().uuidString
        let (output, errors) = (folder + "/output-" + name, folder + "/errors-" + name)
        defer { for file in [output, errors] { try? FileManager.default.removeItem(atPath: file) } }
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_BACKTRACE"] = CellProgram.backtrace
        let limits = ["--as=\(4 << 30)", "--fsize=\(256 << 20)", "--core=0", "--", folder + "/judge"]
        let end = try await ChildProcess(
            "/usr/bin/prlimit", limits + words + [output], environment: environment, folder: folder, output: errors,
            errors: errors
        ).run { _ in try? await Task.sleep(for: .seconds(seconds)) }
        try Task.checkCancellation()
        let said = FileManager.default.contents(atPath: errors) ?? Data()
        let bytes = FileManager.default.contents(atPath: output) ?? Data()
        return ([UInt8](bytes), String(decoding: said.prefix(4096), as: UTF8.self), end)
    }
}

/// Why there is no judge.
public enum JudgeError: Error, CustomStringConvertible {
    case doesNotCompile([CompilerDiagnostic], log: String)
    /// It stopped without an answer of its inputs or of the solution.
    case stopped(String)

    /// What is wrong, in one line.
    public var description: String {
        switch self {
        case .doesNotCompile(let diagnostics, let log): diagnostics.first { $0.severity == .error }?.message ?? log
        case .stopped(let errors): Trap(errors: errors).headline ?? errors
        }
    }
}
