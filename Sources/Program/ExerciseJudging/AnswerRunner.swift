import AnswerFrames
import Foundation
import SwiftPrograms

/// What the program of an answer may take for one batch of inputs.
public struct AnswerLimits: Hashable, Sendable {
    /// Wall seconds.
    public var seconds: Double
    /// Seconds of the processor's time; nil for as many as there are.
    public var processorSeconds: Int?
    /// Bytes of address space.
    public var memoryBytes: Int
    /// Bytes that the answers may have together, and bytes that may be printed.
    public var outputBytes: Int

    /// Limits with a time.
    public init(
        seconds: Double, processorSeconds: Int? = nil, memoryBytes: Int = 4 << 30, outputBytes: Int = Frames.largest
    ) {
        self.seconds = seconds
        self.processorSeconds = processorSeconds
        self.memoryBytes = memoryBytes
        self.outputBytes = outputBytes
    }
}

/// What came of running an answer on a batch of inputs.
public struct AnswerOutput: Sendable {
    /// How the program ended; by itself it says nothing of whether the answers are right.
    public enum End: Hashable, Sendable {
        case exited(Int)
        case crashed(signal: Int)
        case timedOut
        case outOfMemory
        /// It wrote more than it may, as answers or as print.
        case flooded
    }

    /// What it wrote on the descriptor for frames: one byte more than allowed at most.
    public var frames: [UInt8]
    /// How it ended.
    public var end: End
    /// What it printed, and what the system said at its end.
    public var errors: String
    /// Wall seconds.
    public var seconds: Double

    /// An output with all its parts.
    public init(frames: [UInt8], end: End, errors: String, seconds: Double) {
        self.frames = frames
        self.end = end
        self.errors = errors
        self.seconds = seconds
    }
}

/// Runs the programs of answers. The place for a sandbox: whatever a runner hands back is not believed but judged.
public protocol AnswerRunner: Sendable {
    /// Runs a program on the frames of inputs.
    ///
    /// - Throws: if it could not be run at all, which says nothing of the answer; or `CancellationError`.
    func run(_ program: AnswerProgram, on inputs: [UInt8], limits: AnswerLimits) async throws -> AnswerOutput
}

/// Runs answers as plain processes under limits: for one's own answers. It keeps accidents in, not attacks.
public struct LocalAnswerRunner: AnswerRunner {
    private let scratch: String

    /// A runner.
    ///
    /// - Parameter scratch: a folder for its files.
    public init(scratch: String) {
        self.scratch = scratch
    }

    /// Runs a program on the frames of inputs, in a folder of its own that is deleted afterwards.
    public func run(_ program: AnswerProgram, on inputs: [UInt8], limits: AnswerLimits) async throws -> AnswerOutput {
        let folder = scratch + "/run-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/work", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(inputs).write(to: URL(fileURLWithPath: folder + "/inputs"))
        let variables = ProcessInfo.processInfo.environment
        var environment = variables.filter { $0.key == "PATH" || $0.key.hasPrefix("OPENBLAS_") }
        environment["OPENBLAS_NUM_THREADS"] = environment["OPENBLAS_NUM_THREADS"] ?? "1"
        environment["SWIFT_BACKTRACE"] = CellProgram.backtrace
        environment["TMPDIR"] = folder + "/work"
        environment["HOME"] = folder + "/work"
        // At the first of the two the program is told, at the second it is killed.
        let processor = limits.processorSeconds.map { ["--cpu=\($0):\($0 + 1)"] } ?? []
        let words =
            ["--as=\(limits.memoryBytes)", "--fsize=\(limits.outputBytes + 1)", "--core=0"] + processor
            + ["--", program.executable]
        let start = ContinuousClock.now
        let timing = Timing()
        let status = try await ChildProcess(
            "/usr/bin/prlimit", words, environment: environment, folder: folder + "/work", input: folder + "/inputs",
            output: folder + "/answers", errors: folder + "/errors"
        ).run { _ in
            try? await Task.sleep(for: .seconds(limits.seconds))
            if !Task.isCancelled { await timing.end() }
        }
        try Task.checkCancellation()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let frames = bytes(of: folder + "/answers", limit: limits.outputBytes + 1)
        let said = bytes(of: folder + "/errors", limit: limits.outputBytes + 1)
        let errors = String(decoding: said, as: UTF8.self)
        let isFlooded = max(frames.count, said.count) > limits.outputBytes
        return AnswerOutput(
            frames: frames, end: await timing.hasEnded ? .timedOut : end(status, errors, isFlooded), errors: errors,
            seconds: seconds)
    }

    private func end(_ status: ProcessEnd, _ errors: String, _ isFlooded: Bool) -> AnswerOutput.End {
        switch status {
        case .exited(let code): return .exited(code)
        case .signalled(let signal):
            if isFlooded { return .flooded }
            if signal == Int(SIGXCPU) { return .timedOut }
            let marks = ["failed to allocate", "out of memory", "Could not allocate memory", "Cannot allocate memory"]
            if signal == Int(SIGKILL) || marks.contains(where: { errors.contains($0) }) { return .outOfMemory }
            return .crashed(signal: signal)
        }
    }

    private func bytes(of path: String, limit: Int) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? file.close() }
        return [UInt8]((try? file.read(upToCount: limit)) ?? Data())
    }
}

/// Whether the time of a run is over.
private actor Timing {
    private(set) var hasEnded = false

    func end() { hasEnded = true }
}
