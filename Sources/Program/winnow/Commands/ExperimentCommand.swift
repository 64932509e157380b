import ArgumentParser
import CellRunning
import Foundation

/// `winnow experiment`: computes what takes longer than a chapter may.
struct ExperimentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment", abstract: "Compute the points of an experiment that are not there yet.",
        discussion: """
            An experiment is a Swift file in Chapters/experiments. Each of its points runs as a process of its own, and \
            its result becomes a line of the .jsonl file beside it. A run may be stopped at any moment; the next goes on.

              winnow experiment sparsity
              winnow experiment sparsity --jobs 1
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions
    @OptionGroup var running: RunningOptions

    @Argument(help: ArgumentHelp("The experiment: the name of its file.", valueName: "name"))
    var name: String

    func run() async throws {
        let folder = try findCourse(course, winnow.course)
        let experiment = try chosenExperiment(name, in: folder)
        let compiler = try await findCompiler()
        let start = Date()
        Progress.shared.start()
        let count = PointCount(experiment.name)
        let report: ExperimentRunner.Report
        do {
            report = try await ExperimentRunner(
                experiment, courseFolder: folder, compiler: compiler, options: running.options
            ) { count.tell($0) }.run()
        } catch let error as ExperimentRunError {
            throw UsageError(description: "\(error)")
        }
        Progress.shared.finish()
        var printer = FindingPrinter(courseFolder: folder)
        printer.write(report.findings)
        var parts = [experiment.name, "\(report.points) points", "\(report.computed) computed"]
        if report.kept > 0 { parts.append("\(report.kept) there already") }
        let missing = report.points - report.kept - report.computed
        if missing > 0 { parts.append("\(missing) failed") }
        parts.append(String(format: "%.1f s", Date().timeIntervalSince(start)))
        Terminal.say(Terminal.coloured(parts.joined(separator: " · "), report.findings.isEmpty ? .green : .red))
        if !report.findings.isEmpty { throw ExitCode(1) }
    }
}

/// The experiment that a word means: a name, a file name or a path.
///
/// - Throws: `UsageError` if there is none.
private func chosenExperiment(_ word: String, in folder: String) throws -> Experiment {
    var name = String(word.split(separator: "/").last ?? "")
    for ending in [".swift", ".jsonl"] where name.hasSuffix(ending) { name = String(name.dropLast(ending.count)) }
    let experiment = Experiment(name: name)
    guard !name.isEmpty, FileManager.default.isReadableFile(atPath: folder + "/" + experiment.file) else {
        let names = Experiment.all(in: folder).map(\.name).joined(separator: ", ")
        throw UsageError(
            description: "there is no experiment `\(word)`: "
                + (names.isEmpty ? "\(Experiment.folder) holds none" : "there are \(names)"))
    }
    return experiment
}

/// Says how far an experiment has come: in the line of a terminal, or a line for each point.
private final class PointCount: Sendable {
    private let name: String
    private let lock = NSLock()
    nonisolated(unsafe) private var done = 0
    nonisolated(unsafe) private var total = 0

    init(_ name: String) {
        self.name = name
    }

    func tell(_ event: ExperimentRunner.Event) {
        lock.lock()
        defer { lock.unlock() }
        switch event {
        case .planned(let done, let total): (self.done, self.total) = (done, total)
        case .began(let number, let point): Progress.shared.begin(point, of: "point \(number + 1)")
        case .ended(let number, let point, let result, let seconds):
            done += 1
            Progress.shared.end("point \(number + 1)")
            if !Terminal.isInteractive {
                Terminal.say(
                    Terminal.harmless(
                        "\(name) \(done)/\(total) · \(point) · \(result ?? "failed") · "
                            + String(format: "%.1f s", seconds)))
            }
        }
        Progress.shared.headline("\(name) \(done)/\(total)")
    }
}
