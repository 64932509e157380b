import Foundation

/// Compiles Swift in the way that the course format promises, against the library bundle.
public struct SwiftCompiler: Sendable {
    /// What all cells are compiled with, whatever the course.
    ///
    /// The assert configuration keeps the messages of traps under `-O`, and frame pointers let a backtrace reach the cell.
    /// The early inliner is off: where a trap can be foreseen, it leaves it without a line.
    public static let flags = [
        "-swift-version", "5", "-default-isolation", "MainActor", "-O", "-assert-config", "Debug", "-g", "-Xcc",
        "-fno-omit-frame-pointer", "-whole-module-optimization", "-Xllvm", "-sil-disable-pass=early-inline",
    ]
    /// The same without optimizing and without lines of traps: what a program does is the same.
    package static let quickFlags = flags.filter { $0 != "-g" }.map { $0 == "-O" ? "-Onone" : $0 }

    /// What a run of the compiler may take.
    public struct Limits: Sendable {
        /// Seconds after which it is stopped.
        public var seconds: Double
        /// Seconds that it may think about the types of one expression; nil for its own bound.
        public var expressionSeconds: Int?

        /// Limits with a time for the whole and one for an expression.
        public init(seconds: Double, expressionSeconds: Int? = nil) {
            self.seconds = seconds
            self.expressionSeconds = expressionSeconds
        }

        /// Steps of the type checker in one expression; ordinary ones take a few hundred.
        private static let mostScopes = 50_000

        /// For an author's own cells.
        public static let cells = Limits(seconds: 300)
        /// For an answer to an exercise: a few dozen bytes can keep the type checker busy for minutes.
        public static let answer = Limits(seconds: 30, expressionSeconds: 2)

        package var arguments: [String] {
            guard let expressionSeconds else { return [] }
            // The bound on steps stops the type checker at the same place however busy the machine is.
            return [
                "-Xfrontend", "-solver-expression-time-threshold=\(expressionSeconds)",
                "-Xfrontend", "-solver-scope-threshold=\(Self.mostScopes)",
            ]
        }
    }

    /// The compiler.
    public let toolchain: Toolchain
    /// The library that programs may use.
    public let bundle: LibraryBundle

    /// A compiler with the library that it sees.
    public init(toolchain: Toolchain, bundle: LibraryBundle) {
        self.toolchain = toolchain
        self.bundle = bundle
    }

    /// What the compiler made.
    public struct Build: Sendable {
        /// Whether it succeeded.
        public let succeeded: Bool
        /// What it said, in order.
        public let diagnostics: [CompilerDiagnostic]
        /// Whether it was stopped because it took too long.
        public let timedOut: Bool
        /// All that it printed.
        public let log: String
    }

    /// Builds an executable `folder/program` from a source text whose statements run in order.
    ///
    /// - Parameter answer: the text of a second file, which holds declarations only.
    public func build(
        _ source: String, answer: String? = nil, in folder: String, limits: Limits = .cells
    ) async throws -> Build {
        try write(source, to: folder + "/main.swift")
        if let answer { try write(answer, to: folder + "/answer.swift") }
        let arguments =
            Self.flags + limits.arguments + bundle.compilerArguments
            + ["-module-name", "main", "main.swift"] + (answer == nil ? [] : ["answer.swift"])
            + [bundle.boundaryObject, "-o", "program"] + bundle.linkerArguments
        return try await run(arguments, in: folder, limits: limits)
    }

    /// Checks a source text as far as the compiler can without making code for a processor.
    public func check(_ source: String, in folder: String) async throws -> Build {
        try write(source, to: folder + "/main.swift")
        let arguments =
            Self.flags.map { $0 == "-O" ? "-Onone" : $0 } + bundle.compilerArguments
            + ["-module-name", "main", "-emit-sil", "main.swift", "-o", "/dev/null"]
        return try await run(arguments, in: folder)
    }

    /// Checks the types of a source text alone, without what is found in data flow.
    public func checkTypes(_ source: String, in folder: String) async throws -> Build {
        try write(source, to: folder + "/main.swift")
        let arguments =
            Self.flags + bundle.compilerArguments + ["-module-name", "main", "-typecheck", "main.swift"]
        return try await run(arguments, in: folder)
    }

    /// Parses a source text, without looking at the names in it.
    public func parse(_ source: String, in folder: String) async throws -> Build {
        try write(source, to: folder + "/main.swift")
        return try await run(["-frontend", "-parse", "-diagnostic-style", "llvm", "main.swift"], in: folder)
    }

    private func write(_ source: String, to path: String) throws {
        try Data(source.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// Runs the compiler with arguments, in a folder that also takes its temporary files.
    package func run(_ arguments: [String], in folder: String, limits: Limits = .cells) async throws -> Build {
        var arguments = arguments
        if arguments.first != "-frontend" {
            arguments += ["-no-color-diagnostics", "-diagnostic-style", "llvm", "-suppress-remarks"]
        }
        let log = folder + "/compiler-log-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: log) }
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = folder
        let start = ContinuousClock.now
        let end = try await ChildProcess(
            toolchain.compiler, arguments, environment: environment, folder: folder, output: log, errors: log
        ).run { _ in try? await Task.sleep(for: .seconds(limits.seconds)) }
        try Task.checkCancellation()
        let text = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return Build(
            succeeded: end == .exited(0), diagnostics: CompilerDiagnostic.all(in: text),
            timedOut: end == .signalled(Int(SIGKILL)) && ContinuousClock.now - start >= .seconds(limits.seconds),
            log: text)
    }
}
