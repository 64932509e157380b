import ArgumentParser
import CellRunning
import CourseModel
import CourseReading
import Foundation

/// `winnow test`: runs the cells of a course and compares their output.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run every cell and compare what it prints with what stands below it.",
        discussion: """
            Findings go to standard error; the exit code is 0 if all holds and 1 if something was found.

              winnow test                         all chapters; what passed before and did not change is not run again
              winnow test Chapters/02-prune.md    one chapter
              winnow test --no-cache              everything anew
              winnow test --bless                 rewrite the output fences that no longer hold
              winnow test --json report.json      a report for other programs (- is standard output)
              winnow test --github                annotations for a pull request
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions
    @OptionGroup var running: RunningOptions

    @Argument(help: ArgumentHelp("Chapters to test (default: all).", valueName: "chapter"))
    var chapters: [String] = []

    @Flag(help: "Rewrite the output fences that no longer hold, and show what changed.")
    var bless = false

    @Option(help: ArgumentHelp("Write a report as JSON.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("Write a report as JUnit XML.", valueName: "file"))
    var junit: String?

    @Flag(help: "Print findings as annotations for GitHub.")
    var github = false

    func run() async throws {
        let folder = try findCourse(course, winnow.course)
        let compiler = try await findCompiler()
        let isChosen = try chosenChapters(chapters, in: folder)
        var readCourse = try CourseReading.readCourse(at: folder, choosing: isChosen)
        var report = try await runCells(of: readCourse, in: folder, compiler, running)
        if bless, !report.blessings.isEmpty {
            try apply(report.blessings, in: folder)
            readCourse = try CourseReading.readCourse(at: folder, choosing: isChosen)
            report = try await runCells(of: readCourse, in: folder, compiler, running, reusing: report)
        }
        Progress.shared.finish()
        var printer = FindingPrinter(courseFolder: folder)
        printer.write(report.result.findings)
        if github { writeAnnotations(report.result.findings) }
        if let junit { try writeReport(Data(junitReport(readCourse, report.result).utf8), to: junit) }
        if let json { try writeJSON(JSONReport(readCourse, report.result), to: json) }
        let summary = RunSummary(report.result)
        Terminal.say(summary.line)
        if summary.hasErrors { throw ExitCode(1) }
    }

    private func apply(_ blessings: [Blessing], in folder: String) throws {
        for blessing in blessings {
            if let refusal = blessing.refusal {
                Terminal.say("\(blessing.file): \(refusal)")
                continue
            }
            // What is written whole takes the place of the file: behind a link that is the linked one, and the new file
            // must be told who may read and write it.
            let file = URL(fileURLWithPath: folder + "/" + blessing.file).resolvingSymlinksInPath()
            let text = [UInt8](try Data(contentsOf: file))
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
            try Data(blessing.apply(to: text)).write(to: file, options: .atomic)
            if let mode { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path) }
            for line in blessing.differences { Terminal.say(Terminal.harmless(line)) }
        }
    }
}

/// How cells are run, in every command that runs them.
struct RunningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Programs that run at the same time (default: one per core).", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Neither read nor write `.winnow-cache`.")
    var noCache = false

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256") }
    }

    var options: CourseRunner.Options {
        var options = CourseRunner.Options()
        if let jobs { options.jobs = jobs }
        options.usesCache = !noCache
        return options
    }
}

/// Tells which chapter files are meant by the words of a command line: paths, file names, or how the
/// name of just one begins.
///
/// - Throws: `UsageError` for a word that means no chapter.
func chosenChapters(_ words: [String], in folder: String) throws -> @Sendable (String) -> Bool {
    guard !words.isEmpty else { return { _ in true } }
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/Chapters")) ?? [])
        .filter { $0.hasSuffix(".md") }
    var chosen: Set<String> = []
    for word in words {
        let name = String(word.split(separator: "/").last ?? "")
        let beginning = files.filter { $0.hasPrefix(name) }
        guard
            !name.isEmpty,
            let file = files.first(where: { $0 == name || $0 == name + ".md" })
                ?? (beginning.count == 1 ? beginning.first : nil)
        else {
            throw UsageError(
                description: "there is no chapter `\(word)`; there are \(files.sorted().joined(separator: ", "))")
        }
        chosen.insert("Chapters/" + file)
    }
    return { [chosen] in chosen.contains($0) }
}
