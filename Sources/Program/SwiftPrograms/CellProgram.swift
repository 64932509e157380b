import Foundation

/// A compiled program whose cells are run one after the other, each under limits.
public struct CellProgram: Sendable {
    /// What a program may take.
    public struct Limits: Sendable {
        /// Seconds for each cell, in order.
        public var seconds: [Double]
        /// Bytes that one cell may print.
        public var outputBytes = 1 << 20
        /// Bytes of resident memory for the program and its children.
        public var memoryBytes = Limits.defaultMemory

        /// Limits with a time for each cell.
        public init(seconds: [Double]) {
            self.seconds = seconds
        }

        /// Three quarters of the machine's memory.
        public static let defaultMemory = Int(Double(ProcessInfo.processInfo.physicalMemory) * 0.75)
    }

    /// What became of one cell.
    public struct CellRun: Hashable, Sendable {
        /// What it printed.
        public var output = ""
        /// What it, or the system, wrote to standard error.
        public var errors = ""
        /// What it displayed, one JSON text each.
        public var figures: [String] = []
        /// Seconds that it ran.
        public var seconds = 0.0
        /// The largest resident memory while it ran.
        public var peakBytes = 0
    }

    /// How the program ended.
    public enum End: Hashable, Sendable {
        /// All cells came to their end.
        case completed
        /// A cell ended the program with this status.
        case exited(Int)
        /// A cell was stopped by this signal.
        case trapped(Int)
        case timedOut
        /// A cell printed more than it may.
        case flooded
        case outOfMemory
    }

    /// What became of the program.
    public struct Run: Sendable {
        /// The cells that were begun; all but the last came to their end, and the last too if the end is `completed`.
        public var cells: [CellRun]
        /// How the program ended.
        public var end: End
    }

    /// What the environment variable `SWIFT_BACKTRACE` must be, so that ``Trap`` can read what a program says at its end.
    public static let backtrace =
        "enable=yes,color=no,interactive=no,registers=none,threads=crashed,images=none,warnings=suppressed"

    /// The executable, as an absolute path.
    public var executable: String
    /// The folder that it runs in.
    public var workingFolder: String
    /// A folder of its own for its outputs.
    public var scratch: String
    /// What it may take.
    public var limits: Limits

    /// A program that is ready to run.
    public init(executable: String, workingFolder: String, scratch: String, limits: Limits) {
        self.executable = executable
        self.workingFolder = workingFolder
        self.scratch = scratch
        self.limits = limits
    }

    /// Runs all cells.
    ///
    /// - Parameters:
    ///   - variables: added to the environment.
    ///   - onBegin: called with the index of each cell as it begins.
    /// - Throws: `ChildProcessError`, or `CancellationError` if the task is cancelled.
    public func run(
        variables: [String: String] = [:], onBegin: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Run {
        var environment = ProcessInfo.processInfo.environment
        environment["OPENBLAS_NUM_THREADS"] = environment["OPENBLAS_NUM_THREADS"] ?? "1"
        environment["SWIFT_BACKTRACE"] = Self.backtrace
        // Cells may clear the folder for temporary files, which therefore holds nothing of ours.
        let temporary = scratch + "/tmp"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        environment["TMPDIR"] = temporary
        environment["WINNOW_CELLS"] = scratch
        environment["WINNOW_OUTPUT_LIMIT"] = "\(limits.outputBytes)"
        environment.merge(variables) { $1 }
        let watch = CellWatch(scratch: scratch, limits: limits, onBegin: onBegin)
        let killsBefore = ProcessTree.killsForWantOfMemory()
        let status = try await ChildProcess(
            executable, [], environment: environment, folder: workingFolder, output: scratch + "/output-0",
            errors: scratch + "/errors-0"
        ).run { leader in await watch.untilLimit(leader) }
        try Task.checkCancellation()
        await watch.readEvents()
        let events = await watch.events
        let verdict = await watch.verdict
        var end = end(status, events, verdict)
        // The system ends in the same way what it has no memory for, but it counts those.
        if end == .trapped(Int(SIGKILL)), killsBefore == nil || ProcessTree.killsForWantOfMemory() != killsBefore {
            end = .outOfMemory
        }
        return Run(cells: cells(from: events), end: end)
    }

    private func end(_ status: ProcessEnd, _ events: CellEvents, _ verdict: End?) -> End {
        if events.isFlooded { return .flooded }
        if let verdict { return verdict }
        switch status {
        case .exited: if events.isDone { return .completed }
        case .signalled(let signal):
            if events.isDone { return .completed }
            let errors = text(of: "errors", events.begun)
            let isOutOfMemory = errors.contains("Fatal error: failed to allocate ") || errors.contains("out of memory")
            return signal == Int(SIGABRT) && isOutOfMemory ? .outOfMemory : .trapped(signal)
        }
        if case .exited(let code) = status { return .exited(code) }
        return .completed
    }

    private func cells(from events: CellEvents) -> [CellRun] {
        guard events.begun > 0 else { return [] }
        return (1...events.begun).map { number in
            var cell = CellRun()
            cell.output = text(of: "output", number)
            cell.errors = text(of: "errors", number)
            cell.figures = text(of: "figures", number, limit: 16 << 20).split(separator: "\n").map(String.init)
            if let ended = events.ended[number] {
                cell.seconds = ended.seconds
                cell.peakBytes = ended.peakBytes
            }
            return cell
        }
    }

    /// What a cell wrote, at most as much as it may.
    private func text(of kind: String, _ number: Int, limit: Int? = nil) -> String {
        guard let file = FileHandle(forReadingAtPath: "\(scratch)/\(kind)-\(number)") else { return "" }
        defer { try? file.close() }
        let data = (try? file.read(upToCount: limit ?? limits.outputBytes)) ?? nil
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}

/// What the boundaries of a program's cells have said so far.
struct CellEvents: Sendable {
    /// How many cells were begun.
    var begun = 0
    var ended: [Int: (seconds: Double, peakBytes: Int)] = [:]
    var isDone = false
    var isFlooded = false

    /// Reads one line of the file `events`.
    mutating func read(_ line: Substring) {
        let words = line.split(separator: " ")
        switch words.first {
        case "begin" where words.count == 2: begun = Int(words[1]) ?? begun
        case "end" where words.count == 4:
            guard let number = Int(words[1]), let seconds = Double(words[2]), let bytes = Int(words[3]) else { return }
            ended[number] = (seconds, bytes)
        case "done": isDone = true
        case "flood": isFlooded = true
        default: break
        }
    }
}

/// Watches a running program by the files that its cells write, until one goes over a limit.
actor CellWatch {
    private(set) var events = CellEvents()
    private(set) var verdict: CellProgram.End?
    private let scratch: String
    private let limits: CellProgram.Limits
    private let onBegin: @Sendable (Int) -> Void
    private var offset = 0
    private var rest = ""
    private var beginning = ContinuousClock.now

    init(scratch: String, limits: CellProgram.Limits, onBegin: @escaping @Sendable (Int) -> Void) {
        self.scratch = scratch
        self.limits = limits
        self.onBegin = onBegin
    }

    /// Returns when a limit is passed or the task is cancelled.
    func untilLimit(_ leader: pid_t) async {
        var rounds = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(rounds < 10 ? 5 : 20))
            rounds += 1
            let before = events.begun
            readEvents()
            if events.begun != before {
                beginning = .now
                if events.begun > 0 { onBegin(events.begun - 1) }
            }
            verdict = passedLimit(leader, checksMemory: rounds % 8 == 0)
            if verdict != nil { return }
        }
    }

    /// Takes in what the boundaries have said since the last time.
    func readEvents() {
        guard let file = FileHandle(forReadingAtPath: scratch + "/events") else { return }
        defer { try? file.close() }
        try? file.seek(toOffset: UInt64(offset))
        guard let data = try? file.readToEnd() else { return }
        offset += data.count
        rest += String(decoding: data, as: UTF8.self)
        while let end = rest.firstIndex(of: "\n") {
            events.read(rest[..<end])
            rest = String(rest[rest.index(after: end)...])
        }
    }

    private func passedLimit(_ leader: pid_t, checksMemory: Bool) -> CellProgram.End? {
        let number = max(events.begun, 1)
        let allowed = number <= limits.seconds.count ? limits.seconds[number - 1] : limits.seconds.last ?? 120
        if ContinuousClock.now - beginning > .seconds(allowed) { return .timedOut }
        for kind in ["output", "errors"] where size(of: "\(kind)-\(events.begun)") > limits.outputBytes {
            return .flooded
        }
        if checksMemory, ProcessTree.residentMemory(ofGroup: leader) > limits.memoryBytes { return .outOfMemory }
        return nil
    }

    private func size(of name: String) -> Int {
        var status = stat()
        return stat("\(scratch)/\(name)", &status) == 0 ? Int(status.st_size) : 0
    }
}
