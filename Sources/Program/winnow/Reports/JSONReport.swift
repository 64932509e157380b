import CourseModel
import Foundation
import StudentWorkspace

/// The report of `winnow test --json`, as the course format fixes it.
struct JSONReport: Encodable {
    struct ChapterReport: Encodable {
        let file: String
        let title: String
        let seconds: Double
        let cells: [CellReport]
    }

    struct CellReport: Encodable {
        let id: String
        let line: Int
        let words: [String]
        let status: CellResult.Status
        let cached: Bool
        let seconds: Double
        let peakBytes: Int
        let output: String
    }

    struct FindingReport: Encodable {
        let file: String
        let line: Int
        let column: Int
        let severity: String
        let rule: String
        let message: String
        let expected: String?
        let actual: String?
    }

    let format = 1
    let winnow: String
    let toolchain: String
    let library: String
    let seconds: Double
    let chapters: [ChapterReport]
    let findings: [FindingReport]

    /// The report of a run over a course.
    init(_ course: Course, _ result: CourseResult) {
        winnow = result.winnow
        toolchain = result.toolchain
        library = result.library
        seconds = rounded(result.seconds)
        chapters = zip(course.chapters, result.chapters).map { chapter, run in
            ChapterReport(
                file: chapter.file, title: chapter.title, seconds: rounded(run.seconds),
                cells: zip(chapter.cells, run.cells).map { cell, result in
                    CellReport(
                        id: cell.id, line: cell.position.line, words: cell.words.map(\.text), status: result.status,
                        cached: result.isCached, seconds: rounded(result.seconds), peakBytes: result.peakBytes,
                        output: result.output)
                })
        }
        findings = result.findings.map { finding in
            FindingReport(
                file: finding.file, line: finding.position.line, column: finding.position.column,
                severity: finding.severity.rawValue, rule: finding.rule.rawValue, message: finding.message,
                expected: finding.expected, actual: finding.actual)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case format, winnow, toolchain, library, seconds, chapters, findings
    }
}

/// Seconds to the microsecond.
private func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }

/// Writes a report as JSON to a file, whole or not at all, or to standard output for `-`.
///
/// - Throws: `UsageError` if the file cannot be written.
func writeJSON(_ report: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(report) + Data("\n".utf8)
    try writeReport(data, to: path)
}

/// Writes a report to a file, whole or not at all, or to standard output for `-`.
///
/// - Throws: `UsageError` if the file cannot be written.
func writeReport(_ data: Data, to path: String) throws {
    let file = URL(fileURLWithPath: path)
    var status = stat()
    do {
        if path == "-" {
            try write(data, toReaderOf: .standardOutput)
        } else if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
            // A pipe or a device takes what is written to it; a whole file would be put in its place.
            let handle = try FileHandle(forWritingTo: file)
            try write(data, toReaderOf: handle)
            try handle.close()
        } else {
            try data.write(to: file.resolvingSymlinksInPath(), options: .atomic)
        }
    } catch {
        throw UsageError(description: "the report cannot be written to \(path): \(obstacle(to: path, error))")
    }
}

/// Writes to whoever reads; one who has read enough, as `head` does, is no reason to fail.
private func write(_ data: Data, toReaderOf handle: FileHandle) throws {
    do {
        try handle.write(contentsOf: data)
    } catch let error as NSError {
        let system = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        guard system.domain == NSPOSIXErrorDomain, system.code == Int(EPIPE) else { throw error }
    }
}
