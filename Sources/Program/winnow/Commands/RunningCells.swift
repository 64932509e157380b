import CellRunning
import CourseModel
import CourseReading
import Foundation
import SwiftPrograms

/// Runs the cells of a course with progress on the terminal.
func runCells(
    of course: Course, in folder: String, _ compiler: SwiftCompiler, _ running: RunningOptions,
    reusing earlier: CourseRunner.Report? = nil
) async throws -> CourseRunner.Report {
    Progress.shared.start()
    let solutions = Solutions(of: course, in: folder)
    var report = try await makeRunner(of: course, solutions, in: folder, compiler, running.options).run(
        reusing: earlier)
    report.result.findings = (report.result.findings + solutions.findings).sorted()
    let left = course.chapters.flatMap(\.exercises).filter { !$0.examples.isEmpty && solutions.texts[$0.name] == nil }
    if !left.isEmpty {
        let names = left.map(\.name).joined(separator: ", ")
        Terminal.say("left out the public cases of \(names): the course holds no solution to run them with")
    }
    return report
}

/// The runner of a course, with its solutions.
func makeRunner(
    of course: Course, _ solutions: Solutions, in folder: String, _ compiler: SwiftCompiler,
    _ options: CourseRunner.Options
) -> CourseRunner {
    var options = options
    for (name, text) in solutions.texts {
        options.solutions[name] = Answer(file: solutions.files[name] ?? name, text: text)
    }
    return CourseRunner(
        course: course, courseFolder: folder, compiler: compiler, version: Winnow.version, options: options
    ) { event in
        switch event {
        case .cellBegan(let file, let id, _): Progress.shared.begin(id, of: file)
        case .chapterEnded(let file, _): Progress.shared.end(file)
        }
    }
}

/// What a run comes to, in one line.
struct RunSummary {
    private let result: CourseResult

    init(_ result: CourseResult) {
        self.result = result
    }

    /// Whether something was found that is more than a warning.
    var hasErrors: Bool { result.findings.contains { $0.severity == .error } }

    /// The counts and the time.
    var line: String {
        let cells = result.chapters.flatMap(\.cells)
        let statuses: [CellResult.Status] = [.passed, .failed, .notRun, .skipped]
        let counts = statuses.compactMap { status -> String? in
            let count = cells.filter { $0.status == status }.count
            return count == 0 ? nil : "\(count) \(status.rawValue)"
        }
        let cached = cells.filter(\.isCached).count
        let errors = result.findings.filter { $0.severity == .error }.count
        let warnings = result.findings.count - errors
        var parts = [Terminal.counted(result.chapters.count, "chapter")]
        parts.append(
            counts.isEmpty ? "no cells" : counts.joined(separator: ", ") + (cached > 0 ? " (\(cached) from cache)" : "")
        )
        if errors > 0 { parts.append(Terminal.counted(errors, "error")) }
        if warnings > 0 { parts.append(Terminal.counted(warnings, "warning")) }
        parts.append(String(format: "%.1f s", result.seconds))
        return Terminal.coloured(parts.joined(separator: " · "), hasErrors ? .red : .green)
    }
}
