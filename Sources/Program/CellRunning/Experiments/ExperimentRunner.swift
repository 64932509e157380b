import CourseModel
import Foundation
import SwiftPrograms

/// Runs the points of an experiment, each as a process of its own, and keeps what they gave.
///
/// A point that is there with the current key is not run again, so that a run may be stopped at any moment and taken up
/// by the next. Results with another key stay until new ones replace them, and go when all points are done.
public struct ExperimentRunner: Sendable {
    /// Something that happens during a run.
    public enum Event: Sendable {
        /// The points are known, and how many of them are there already.
        case planned(done: Int, of: Int)
        /// A point begins to run: its number in the grid, and its settings as a person would say them.
        case began(number: Int, point: String)
        /// A point has ended, and what it gave; nil if it failed.
        case ended(number: Int, point: String, result: String?, seconds: Double)
    }

    /// What a run came to.
    public struct Report: Sendable {
        /// What is wrong, in order.
        public var findings: [Finding] = []
        /// All points of the grid.
        public var points = 0
        /// Points that were there already.
        public var kept = 0
        /// Points that this run computed.
        public var computed = 0
    }

    private let experiment: Experiment
    private let courseFolder: String
    private let compiler: SwiftCompiler
    private let options: CourseRunner.Options
    private let cache: RunCache
    private let onEvent: @Sendable (Event) -> Void

    /// A runner of an experiment whose file is there.
    ///
    /// - Parameters:
    ///   - courseFolder: as an absolute path; points run in it.
    ///   - options: how many points run at the same time, and whether they may keep checkpoints.
    public init(
        _ experiment: Experiment, courseFolder: String, compiler: SwiftCompiler, options: CourseRunner.Options,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.experiment = experiment
        self.courseFolder = courseFolder
        self.compiler = compiler
        self.options = options
        self.onEvent = onEvent
        cache = RunCache(courseFolder: courseFolder)
    }

    /// Compiles the experiment, asks it for its points, and runs those that are not there yet.
    ///
    /// - Throws: `ExperimentRunError`, `ChildProcessError`, `ScratchFolderError`, or `CancellationError` if the task is cancelled.
    public func run() async throws -> Report {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let source = String(
            decoding: FileManager.default.contents(atPath: courseFolder + "/" + experiment.file) ?? Data(),
            as: UTF8.self)
        let key = experiment.key(of: source, courseFolder: courseFolder, compiler: compiler) {
            cache.hash(ofFile: $0, remembering: options.usesCache)
        }

        var report = Report()
        let build = try await compiler.build(ProgramSource.placed(source, as: experiment.file), in: scratch.path)
        guard build.succeeded else {
            report.findings = findings(of: build)
            return report
        }
        let program = PointProgram(
            executable: scratch.path + "/program", courseFolder: courseFolder, scratch: scratch.path,
            checkpoints: options.usesCache ? cache.checkpointFolder + "/" + key : nil)
        let points: [String]
        switch try await program.points() {
        case .failure(let stop):
            report.findings = [finding(of: stop, at: nil)]
            return report
        case .success(let lines): points = lines
        }
        if options.usesCache {
            try? FileManager.default.createDirectory(
                atPath: cache.checkpointFolder, withIntermediateDirectories: true)
        }
        try await run(points, key: key, program, &report)
        if options.usesCache { cache.trim() }
        return report
    }

    private func run(_ points: [String], key: String, _ program: PointProgram, _ report: inout Report) async throws {
        let file = try ResultFile(path: courseFolder + "/" + experiment.resultFile)
        let known = Set(await file.lines.filter { $0.key == key }.map(\.point))
        let missing = points.indices.filter { !known.contains(points[$0]) }
        report.points = points.count
        report.kept = points.count - missing.count
        onEvent(.planned(done: report.kept, of: points.count))
        let slots = JobSlots(options.jobs)
        try await withThrowingTaskGroup(of: Finding?.self) { group in
            for number in missing {
                group.addTask {
                    try await slots.run {
                        try Task.checkCancellation()
                        return try await measure(number, points[number], key: key, program, file)
                    }
                }
            }
            for try await finding in group {
                if let finding { report.findings.append(finding) } else { report.computed += 1 }
            }
        }
        report.findings.sort()
        if report.findings.isEmpty { try await file.sort(points, key: key) }
    }

    /// Runs one point and keeps its result; returns what was wrong with it.
    private func measure(
        _ number: Int, _ point: String, key: String, _ program: PointProgram, _ file: ResultFile
    ) async throws -> Finding? {
        let name = Self.name(of: point)
        onEvent(.began(number: number, point: name))
        let start = ContinuousClock.now
        let outcome = try await program.measure(number, expecting: point)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        switch outcome {
        case .failure(let stop):
            onEvent(.ended(number: number, point: name, result: nil, seconds: seconds))
            return finding(of: stop, at: name)
        case .success(let result):
            try await file.append(ResultLine(key: key, point: point, result: result, seconds: seconds))
            onEvent(.ended(number: number, point: name, result: Self.name(of: result), seconds: seconds))
            return nil
        }
    }

    /// A flat object as a person would say it: `seed 1, sparsity 0.9`.
    static func name(of object: String) -> String {
        var name = ""
        var isQuoted = false
        for character in object.dropFirst().dropLast() {
            switch character {
            case "\"": isQuoted.toggle()
            case ":" where !isQuoted: name += " "
            case "," where !isQuoted: name += ", "
            default: name.append(character)
            }
        }
        return name
    }

    // Findings

    private func findings(of build: SwiftCompiler.Build) -> [Finding] {
        let errors = build.diagnostics.filter { $0.severity == .error }
        if errors.isEmpty {
            let reason = build.timedOut ? "compiling takes too long: simplify the expressions" : build.log
            return [finding(.compileError, "the compiler failed without naming a place: \(reason)")]
        }
        return errors.map { error in
            let isOwn = error.file == experiment.file
            return finding(
                .compileError, error.message,
                at: SourcePosition(line: max(1, isOwn ? error.line : 1), column: max(1, isOwn ? error.column : 1)))
        }.sorted()
    }

    private func finding(of stop: PointProgram.Stop, at point: String?) -> Finding {
        let subject = point.map { "the point \($0)" } ?? "the experiment"
        switch stop {
        case .noGrid:
            return finding(.exited, "the experiment has no points: call `experiment(over: grid) { point in … }` once")
        case .otherPoint:
            return finding(
                .exited, "\(subject) was another point when the program started again: a grid must not depend on chance"
            )
        case .exited(let code):
            return finding(.exited, "\(subject) ended the program with status \(code) before it gave a result")
        case .threw(let error, let line, let column):
            return finding(
                .trap, "\(subject) threw an error: \(error)",
                at: SourcePosition(line: max(1, line), column: max(1, column)))
        case .trapped(let trap, let signal):
            let name = experiment.file.split(separator: "/").last.map(String.init) ?? experiment.file
            let frame = trap.frames.first { $0.file == experiment.file } ?? trap.frames.first { $0.file == name }
            var result = finding(
                .trap, "\(subject) stopped here: \(trap.messages.first ?? "signal \(signal)")",
                at: SourcePosition(line: max(1, frame?.line ?? 1), column: max(1, frame?.column ?? 1)))
            result.notes = Array(trap.messages.dropFirst().prefix(8))
            return result
        }
    }

    private func finding(
        _ rule: Rule, _ message: String, at position: SourcePosition = SourcePosition(line: 1)
    ) -> Finding {
        Finding(file: experiment.file, position: position, rule: rule, message: message)
    }
}
