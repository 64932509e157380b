import CourseModel
import Foundation
import SwiftPrograms

/// Compiles and runs the programs of one chapter.
struct ProgramRunner: Sendable {
    let chapter: Chapter
    /// The course folder, as an absolute path.
    let courseFolder: String
    let compiler: SwiftCompiler
    /// A folder in which each program gets one of its own.
    let scratch: String
    /// Where cells keep long results; nil if nothing is kept.
    var checkpoints: CheckpointPlaces?
    /// Called with the index of each cell that begins to run.
    let onBegin: @Sendable (Int) -> Void

    /// Runs a chain; cells in `absent` lack their data and are left out like cells that do not compile.
    func runChain(_ plan: ProgramPlan, absent: Set<Int>) async throws -> ProgramOutcome {
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let builder = ProgramBuilder(chapter: chapter, compiler: compiler, folder: folder, missing: absent)
        let build = try await builder.buildChain(plan.cells.filter { !absent.contains($0) })
        var outcome = ProgramOutcome(findings: build.findings)
        for index in build.failed.union(absent) { outcome.cells[index] = CellOutcome(state: .failed) }
        for index in build.dependants { outcome.cells[index] = CellOutcome(state: .notRun) }
        if build.isBuilt {
            outcome.compiled = Set(build.cells)
            try await run(build.cells, in: folder, keepsResults: true, into: &outcome)
            for (index, said) in build.diagnostics { outcome.cells[index]?.diagnostics = said.map(\.text) }
        }
        return outcome
    }

    /// Runs cells that are built in a folder.
    ///
    /// - Parameters:
    ///   - timeout: seconds for each cell; nil for those that the cells ask for.
    ///   - keepsResults: whether the program is made of cells alone, so that their checkpoints depend on nothing else.
    ///   - answer: the answer that the cells are public cases for, which may be what stops the program.
    func run(
        _ cells: [Int], in folder: String, timeout: Double? = nil, keepsResults: Bool = false, answer: Answer? = nil,
        into outcome: inout ProgramOutcome
    ) async throws {
        let program = try program(of: cells, in: folder, timeout: timeout, keepsResults: keepsResults)
        let run = try await program.run { onBegin(cells[$0]) }
        for (number, index) in cells.enumerated() {
            outcome.cells[index] = CellOutcome(state: number < run.cells.count ? .finished : .notRun)
            if number < run.cells.count { outcome.cells[index]?.take(run.cells[number]) }
        }
        guard run.end != .completed, let last = run.cells.last else {
            if run.end != .completed, let first = cells.first {
                outcome.cells[first]?.state = .failed
                outcome.findings.append(finding(.trap, first, "the program stopped before its first cell began"))
            }
            return
        }
        let index = cells[run.cells.count - 1]
        outcome.cells[index]?.state = .failed
        outcome.stoppedAt = index
        let timeout = timeout ?? chapter.cells[index].timeout
        outcome.findings.append(
            answer.map { answerStop(run.end, cell: index, last, timeout: timeout, $0) }
                ?? stopFinding(run.end, cell: index, last))
    }

    private func program(
        of cells: [Int], in folder: String, timeout: Double? = nil, keepsResults: Bool
    ) throws -> CellProgram {
        let outputs = folder + "/run"
        try FileManager.default.createDirectory(atPath: outputs, withIntermediateDirectories: true)
        if keepsResults { try checkpoints?.announce(cells, of: chapter, compiler, in: outputs) }
        let limits = CellProgram.Limits(seconds: cells.map { timeout ?? chapter.cells[$0].timeout })
        return CellProgram(
            executable: folder + "/program", workingFolder: courseFolder, scratch: outputs, limits: limits)
    }

    // Side programs

    /// Runs the program of a `trap`, `fail` or `no-run` cell after its chain.
    func runSide(_ plan: ProgramPlan, after chain: ProgramOutcome, absent: Set<Int>) async throws -> ProgramOutcome {
        guard let subject = plan.subject else { return ProgramOutcome() }
        if absent.contains(subject) { return ProgramOutcome(cells: [subject: CellOutcome(state: .failed)]) }
        let before = plan.cells.dropLast()
        let prefix = before.filter { chain.compiled.contains($0) }
        let missing = Set(before).subtracting(prefix)
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let builder = ProgramBuilder(chapter: chapter, compiler: compiler, folder: folder, missing: missing)
        if plan.kind == .trap {
            // A chain that stopped before this cell would stop here too.
            if let stop = chain.stoppedAt, before.contains(stop) {
                return ProgramOutcome(cells: [subject: CellOutcome(state: .notRun)])
            }
            return try await runTrap(subject, prefix, builder)
        }
        return try await runCheck(plan.kind, subject, prefix, builder)
    }

    private func runTrap(_ subject: Int, _ prefix: [Int], _ builder: ProgramBuilder) async throws -> ProgramOutcome {
        let build = try await builder.buildChain(prefix + [subject])
        guard build.isBuilt, build.cells.contains(subject) else {
            let isDependant = build.dependants.contains(subject)
            return ProgramOutcome(
                cells: [subject: CellOutcome(state: isDependant ? .notRun : .failed)], findings: build.findings)
        }
        let run = try await program(of: build.cells, in: builder.folder, keepsResults: true).run { number in
            if build.cells[number] == subject { onBegin(subject) }
        }
        var outcome = ProgramOutcome(cells: [subject: CellOutcome(state: .notRun)])
        guard run.cells.count == build.cells.count, let last = run.cells.last else { return outcome }
        outcome.cells[subject]?.take(last)
        outcome.cells[subject]?.state = .failed
        switch run.end {
        case .trapped:
            outcome.cells[subject]?.state = .finished
            outcome.cells[subject]?.diagnostics = Trap(errors: last.errors).messages
        case .completed:
            outcome.findings = [
                finding(
                    .unexpectedSuccess, subject,
                    "this `trap` cell came to its end: it must stop the program, or lose the word `trap`")
            ]
        default: outcome.findings = [stopFinding(run.end, cell: subject, last)]
        }
        return outcome
    }

    private func runCheck(
        _ kind: ProgramPlan.Kind, _ subject: Int, _ prefix: [Int], _ builder: ProgramBuilder
    ) async throws -> ProgramOutcome {
        var outcome = ProgramOutcome(cells: [subject: CellOutcome(state: .finished)])
        let cell = chapter.cells[subject]
        let parse = try await compiler.parse(cell.source, in: builder.folder)
        var said = parse.diagnostics.filter { $0.severity == .error }
        var places = said.map { cell.place(ofAlone: $0) }
        var succeeded = false
        if said.isEmpty {
            let check = try await builder.check(prefix + [subject])
            succeeded = check.succeeded
            said = check.diagnostics[subject] ?? check.diagnostics.flatMap(\.value)
            places = said.map { check.source.place(of: $0)?.position ?? cell.position }
        }
        let errors = zip(said, places).filter { $0.0.severity == .error }
        let absent = Set(builder.missing.flatMap { declaredNames(in: chapter.cells[$0].source) })
        if !errors.isEmpty, errors.allSatisfy({ $0.0.misses(oneOf: absent) }) {
            return ProgramOutcome(cells: [subject: CellOutcome(state: .notRun)])
        }
        outcome.cells[subject]?.diagnostics = said.map(\.text)
        if kind == .fail, succeeded {
            outcome.cells[subject]?.state = .failed
            outcome.findings = [
                finding(
                    .unexpectedSuccess, subject,
                    "this `fail` cell compiles: make it wrong again, or take the word `fail` away")
            ]
        }
        if kind == .compileOnly, !succeeded {
            outcome.cells[subject]?.state = .failed
            outcome.findings = errors.filter { !$0.0.misses(oneOf: absent) }.map { error, place in
                Finding(file: chapter.file, position: place, rule: .compileError, message: error.message)
            }
        }
        return outcome
    }

    // Findings

    /// What is said of a cell that stopped the program.
    func stopFinding(_ end: CellProgram.End, cell index: Int, _ run: CellProgram.CellRun) -> Finding {
        let cell = chapter.cells[index]
        switch end {
        case .completed, .trapped: return trapFinding(end, cell: index, run)
        case .exited(let code):
            return finding(
                .exited, index,
                "this cell ended the program with status \(code): a cell runs to its end, so that later cells can run")
        case .timedOut:
            return finding(
                .timeout, index,
                "`\(cell.id)` was still running after \(shortest(cell.timeout)) s and was stopped: make it shorter, or "
                    + "give it more time with timeout=SECONDS")
        case .flooded:
            return finding(
                .outputFlood, index,
                "this cell printed more than 1 MiB and was stopped: print less, or write to a file")
        case .outOfMemory:
            return finding(
                .outOfMemory, index, "this cell took more memory than there is and was stopped: work on less at a time")
        }
    }

    private func trapFinding(_ end: CellProgram.End, cell index: Int, _ run: CellProgram.CellRun) -> Finding {
        let cell = chapter.cells[index]
        let trap = Trap(errors: run.errors)
        let file = ProgramSource.nameInPrograms(of: chapter.file)
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let lines = cell.firstCodeLine..<(cell.firstCodeLine + cell.code.count)
        let frame = trap.frames.first { [file, name].contains($0.file) && lines.contains($0.line) }
        // The trap's own message knows the line, the backtrace also the column.
        let precise = trap.frames.first { $0.file == file && $0.line == frame?.line } ?? frame
        var signal = ""
        if case .trapped(let number) = end { signal = "signal \(number)" }
        var result = finding(.trap, index, "the program stopped here: " + (trap.headline ?? signal))
        if let precise { result.position = cell.position(line: precise.line, column: precise.column) }
        result.notes = Array(trap.messages.filter { $0 != trap.headline }.prefix(8))
        return result
    }

    private func finding(_ rule: Rule, _ index: Int, _ message: String) -> Finding {
        Finding(file: chapter.file, position: chapter.cells[index].position, rule: rule, message: message)
    }

    func shortest(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }

    func makeFolder() throws -> String {
        let folder = scratch + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}

extension CellOutcome {
    fileprivate mutating func take(_ run: CellProgram.CellRun) {
        output = run.output
        seconds = run.seconds
        peakBytes = run.peakBytes
        figures = run.figures
    }
}
