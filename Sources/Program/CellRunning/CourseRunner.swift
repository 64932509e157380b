import CourseModel
import Foundation
import SwiftPrograms

/// Runs the cells of a course and finds out what does not hold.
public struct CourseRunner: Sendable {
    /// How to run.
    public struct Options: Sendable {
        /// Programs that run at the same time.
        public var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)
        /// Whether outcomes are taken from and put into `.winnow-cache`.
        public var usesCache = true
        /// The course's own solutions, by exercise: public cases are run beside them.
        public var solutions: [String: Answer] = [:]

        /// The default options.
        public init() {}
    }

    /// Something that happens during a run.
    public enum Event: Sendable {
        /// A cell begins to run.
        case cellBegan(file: String, id: String, line: Int)
        /// All programs of a chapter have ended.
        case chapterEnded(file: String, seconds: Double)
    }

    /// What a run gave.
    public struct Report: Sendable {
        /// The results of all cells, and what was found.
        public var result: CourseResult
        /// Fences that do not say what their cells print, by chapter: new text for them.
        public var blessings: [Blessing]
        /// The outcomes of all programs, for a second look at a course whose fences were rewritten.
        let outcomes: [String: ProgramOutcome]
    }

    let course: Course
    let courseFolder: String
    let compiler: SwiftCompiler
    private let version: String
    let options: Options
    let cache: RunCache
    private let onEvent: @Sendable (Event) -> Void

    /// A runner of the chapters of a course.
    ///
    /// - Parameters:
    ///   - courseFolder: as an absolute path; cells run in it.
    ///   - version: this program's version, for the result.
    public init(
        course: Course, courseFolder: String, compiler: SwiftCompiler, version: String, options: Options = Options(),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.course = course
        self.courseFolder = courseFolder
        self.compiler = compiler
        self.version = version
        self.options = options
        self.onEvent = onEvent
        cache = RunCache(courseFolder: courseFolder)
    }

    /// Runs all cells, or takes their outcomes from an earlier run, and compares them with the chapters.
    ///
    /// - Parameter earlier: a report whose outcomes are used again where the programs are the same.
    /// - Throws: `ChildProcessError`, `ScratchFolderError`, or `CancellationError` if the task is cancelled.
    public func run(reusing earlier: Report? = nil) async throws -> Report {
        let start = ContinuousClock.now
        let scratch = try ScratchFolder()
        defer { scratch.remove() }

        let outcomes = earlier?.outcomes ?? [:]
        let slots = JobSlots(options.jobs)
        var runs = [ChapterRun?](repeating: nil, count: course.chapters.count)
        try await withThrowingTaskGroup(of: (Int, ChapterRun).self) { group in
            for (number, chapter) in course.chapters.enumerated() {
                group.addTask {
                    (number, try await run(chapter, scratch: scratch.path, slots: slots, earlier: outcomes))
                }
            }
            for try await (number, run) in group { runs[number] = run }
        }
        var report = assemble(runs.compactMap { $0 })
        report.result.findings = (report.result.findings + staleExperiments()).sorted()
        report.result.seconds = (ContinuousClock.now - start) / .seconds(1)
        if options.usesCache { cache.trim() }
        return report
    }

    // One chapter

    /// The outcomes of a chapter's programs.
    private struct ChapterRun: Sendable {
        var programs: [(plan: ProgramPlan, key: ProgramKey, outcome: ProgramOutcome)] = []
        /// Outcomes of cells that no program decides about.
        var others: [Int: CellOutcome] = [:]
        var findings: [Finding] = []
        var seconds = 0.0
    }

    private func run(
        _ chapter: Chapter, scratch: String, slots: JobSlots, earlier: [String: ProgramOutcome]
    ) async throws -> ChapterRun {
        var run = ChapterRun()
        let data = DataFiles(of: chapter, courseFolder: courseFolder, cache: options.usesCache ? cache : nil)
        run.findings += data.findings
        let clock = BusyClock()
        let runner = ProgramRunner(
            chapter: chapter, courseFolder: courseFolder, compiler: compiler, scratch: scratch,
            checkpoints: options.usesCache
                ? CheckpointPlaces(folder: cache.checkpointFolder, dataHashes: data.hashes) : nil,
            onBegin: { index in
                let cell = chapter.cells[index]
                onEvent(.cellBegan(file: chapter.file, id: cell.id, line: cell.position.line))
            })
        func outcome(
            of plan: ProgramPlan, answer: Answer? = nil, _ compute: @Sendable () async throws -> ProgramOutcome
        ) async throws -> ProgramOutcome {
            let key = ProgramKey(plan, of: chapter, compiler: compiler, dataHashes: data.hashes, answer: answer)
            var outcome = earlier[key.hash] ?? cached(plan, key, of: chapter)
            if outcome == nil { outcome = try await slots.run { try await clock.measure(compute) } }
            let result = outcome ?? ProgramOutcome()
            run.programs.append((plan, key, result))
            return result
        }

        for chain in planPrograms(of: chapter) {
            for index in chain.members where !chapter.cells[index].isClosed {
                run.others[index] = CellOutcome(state: .failed)
            }
            guard !data.isSkipped(chain) else {
                for index in chain.members { run.others[index] = CellOutcome(state: .skipped) }
                continue
            }
            let absent = data.absent.intersection(chain.members)
            for index in absent { run.others[index] = CellOutcome(state: .failed) }
            var result = ProgramOutcome()
            if !chain.program.cells.isEmpty {
                result = try await outcome(of: chain.program) {
                    try await runner.runChain(chain.program, absent: absent)
                }
            }
            for side in chain.sides {
                let before = result
                _ = try await outcome(of: side) { try await runner.runSide(side, after: before, absent: absent) }
            }
        }
        for exercise in chapter.exercises where !exercise.examples.isEmpty {
            guard let solution = options.solutions[exercise.name] else { continue }
            let plan = ProgramPlan(kind: .examples, cells: exercise.examples, chain: 0)
            _ = try await outcome(of: plan, answer: solution) {
                try await runner.runExamples(plan, of: exercise, answer: solution)
            }
        }
        run.seconds = await clock.seconds
        onEvent(.chapterEnded(file: chapter.file, seconds: run.seconds))
        return run
    }

    private func cached(_ plan: ProgramPlan, _ key: ProgramKey, of chapter: Chapter) -> ProgramOutcome? {
        guard options.usesCache, let cells = cache.outcomes(for: key), cells.count == plan.decided.count,
            plan.cellOutOfTime(cells, in: chapter) == nil
        else { return nil }
        var outcome = ProgramOutcome(compiled: Set(plan.cells), isCached: true)
        for (index, cell) in zip(plan.decided, cells) { outcome.cells[index] = cell }
        return outcome
    }

    // All chapters

    private func assemble(_ runs: [ChapterRun]) -> Report {
        var result = CourseResult(
            winnow: version, toolchain: compiler.toolchain.version, library: compiler.bundle.manifest.library)
        var blessings: [Blessing] = []
        var outcomes: [String: ProgramOutcome] = [:]
        for (chapter, run) in zip(course.chapters, runs) {
            var cells = run.others
            var cached: Set<Int> = []
            var findings = chapter.findings + run.findings
            for program in run.programs {
                cells.merge(program.outcome.cells) { $1 }
                findings += program.outcome.findings
                outcomes[program.key.hash] = program.outcome
                if program.outcome.isCached { cached.formUnion(program.outcome.cells.keys) }
            }
            let evaluation = ChapterEvaluation(chapter, outcomes: cells)
            findings += evaluation.findings
            let results = evaluation.results(findings, cached: cached)
            if options.usesCache { remember(run, results, of: chapter) }
            result.chapters.append(
                ChapterResult(
                    file: chapter.file, seconds: run.seconds, cells: results, captures: evaluation.captures))
            result.findings += findings
            if let blessing = Blessing(chapter, findings, evaluation.unblessed, results) { blessings.append(blessing) }
        }
        result.findings.sort()
        return Report(result: result, blessings: blessings, outcomes: outcomes)
    }

    /// Puts the programs whose cells all passed into the cache, and says which programs there were.
    private func remember(_ run: ChapterRun, _ results: [CellResult], of chapter: Chapter) {
        var last: [String: RunCache.LastRun] = [:]
        for program in run.programs {
            let passed = program.plan.decided.allSatisfy { results[$0].status == .passed }
            if passed, !program.outcome.isCached {
                cache.store(program.plan.decided.compactMap { program.outcome.cells[$0] }, for: program.key)
            }
            last[program.plan.name(in: chapter)] = RunCache.LastRun(key: program.key, passed: passed)
        }
        cache.storeLastKeys(last, of: chapter.file)
    }
}

extension ProgramPlan {
    /// The cells that this program decides about: all of a chain, the last of a side program.
    var decided: [Int] { subject.map { [$0] } ?? cells }

    /// The first cell that took longer in an earlier run than it may now: its timeout is in no key, since one that is
    /// long enough changes nothing.
    func cellOutOfTime(_ outcomes: [CellOutcome], in chapter: Chapter) -> Int? {
        guard kind != .examples else { return nil }
        return zip(decided, outcomes).first { chapter.cells[$0].timeout < $1.seconds }?.0
    }

    /// A name that stays the same while cells change: its kind, and the first or last cell's id.
    func name(in chapter: Chapter) -> String {
        let index = subject ?? cells.first
        return "\(kind) \(chain) \(index.map { chapter.cells[$0].id } ?? "")"
    }
}

/// Lets a number of programs run at the same time.
actor JobSlots {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    /// Runs something as soon as there is a free slot.
    nonisolated func run<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        await take()
        do {
            let result = try await body()
            await giveBack()
            return result
        } catch {
            await giveBack()
            throw error
        }
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// Adds up the time in which something was done.
actor BusyClock {
    private(set) var seconds = 0.0

    /// Does something and adds its time.
    nonisolated func measure<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        let start = ContinuousClock.now
        let result = try await body()
        await add((ContinuousClock.now - start) / .seconds(1))
        return result
    }

    private func add(_ more: Double) { seconds += more }
}
