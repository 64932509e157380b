import CellRunning
import CourseModel
import CourseReading
import Foundation
import SwiftPrograms
import Testing

/// A course in `Cases/expect` or `Cases/failure`, with what a run over it must find.
///
/// `findings.txt` holds the findings, `cells.txt` the status of each cell. A file that is not there is written, and the
/// test fails, so that a person looks at it before it is committed.
struct GoldenCase: Sendable {
    /// The path relative to `Cases`, such as `expect/words`.
    let name: String

    private var folder: String { Self.root + "/" + name }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Cases"

    /// All cases of a kind, in order.
    static func all(_ kind: String) -> [GoldenCase] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(kind)")) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { GoldenCase(name: "\(kind)/\($0)") }
    }

    /// What a run gave.
    struct Run {
        var findings: [Finding]
        /// The findings, as in `findings.txt`.
        var text: String
        /// The statuses, as in `cells.txt`.
        var cells: String
    }

    /// Runs a copy of the course.
    func run() async throws -> Run {
        let copy = NSTemporaryDirectory() + "golden-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let course = copy + "/course"
        try FileManager.default.copyItem(atPath: folder, toPath: course)
        let read = try readCourse(at: course)
        guard let path = Toolchain.compilerPath() else { throw LibraryBundleError.noCompiler }
        let bundle = try LibraryBundle.besideProgram()
        let toolchain = Toolchain(compiler: path, version: bundle.manifest.toolchain)
        var options = CourseRunner.Options()
        options.jobs = 2
        options.usesCache = false
        let runner = CourseRunner(
            course: read, courseFolder: course, compiler: SwiftCompiler(toolchain: toolchain, bundle: bundle),
            version: "test", options: options)
        let result = try await runner.run().result
        return Run(
            findings: result.findings,
            text: result.findings.map { Self.text(of: $0) }.joined().replacing(course, with: "[COURSE]"),
            cells: Self.statuses(of: read, result))
    }

    /// What is different from a golden file; nil if nothing is.
    func difference(_ text: String, from file: String) throws -> String? {
        let path = folder + "/" + file
        guard let golden = FileManager.default.contents(atPath: path) else {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return "\(name)/\(file) was not there; it is written now: read it, then commit it"
        }
        let expected = String(decoding: golden, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let actual = text.split(separator: "\n", omittingEmptySubsequences: false)
        let changes = actual.difference(from: expected)
        guard !changes.isEmpty else { return nil }
        let lines = changes.map { change in
            switch change {
            case .remove(let line, let text, _): "- \(line + 1): \(text)"
            case .insert(let line, let text, _): "+ \(line + 1): \(text)"
            }
        }
        return "\(name)/\(file) differs:\n" + lines.joined(separator: "\n")
    }

    private static func text(of finding: Finding) -> String {
        let place = "\(finding.file):\(finding.position.line):\(finding.position.column)"
        var text = "\(place): \(finding.severity.rawValue): \(finding.message) [\(finding.rule.rawValue)]\n"
        for (label, value) in [("expected", finding.expected), ("got", finding.actual)] {
            guard let value else { continue }
            text +=
                "  \(label): "
                + value.unicodeScalars.map { $0.value < 0x20 ? $0.escaped(asASCII: true) : "\($0)" }.joined()
            text += "\n"
        }
        return text
    }

    private static func statuses(of course: Course, _ result: CourseResult) -> String {
        zip(course.chapters, result.chapters).flatMap { chapter, run in
            zip(chapter.cells, run.cells).map { cell, result in
                "\(chapter.file):\(cell.position.line) \(cell.id): \(result.status.rawValue)\n"
            }
        }.joined()
    }
}

extension GoldenCase: CustomTestStringConvertible {
    var testDescription: String { name }
}
