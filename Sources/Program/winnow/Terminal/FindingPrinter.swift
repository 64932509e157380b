import CourseModel
import CourseReading
import Foundation

/// Writes findings as compilers do: place, message and rule, the source line with a caret, expected and got.
struct FindingPrinter {
    /// Bytes of a source line that are shown.
    private static let longestLine = 160

    private let courseFolder: String
    private var sources: [String: [String]] = [:]

    init(courseFolder: String) {
        self.courseFolder = courseFolder
    }

    /// Writes findings to standard error.
    mutating func write(_ findings: [Finding]) {
        for finding in findings { Terminal.say(lines(of: finding).joined(separator: "\n")) }
    }

    /// The lines that say what a finding is about.
    mutating func lines(of finding: Finding) -> [String] {
        let place = "\(Terminal.harmless(finding.file)):\(finding.position.line):\(finding.position.column): "
        let severity = finding.severity.rawValue + ": "
        let message = Terminal.harmless(finding.message.split(whereSeparator: \.isNewline).joined(separator: " "))
        var lines = [
            Terminal.coloured(place, .bold)
                + Terminal.coloured(severity, finding.severity == .error ? .red : .yellow) + message
                + " [\(finding.rule.rawValue)]"
        ]
        lines += sourceLine(finding)
        for (label, value) in [("expected", finding.expected), ("got     ", finding.actual)] {
            guard let value else { continue }
            let texts = value.split(separator: "\n", omittingEmptySubsequences: false)
            lines += texts.enumerated().map { number, text in
                "  " + (number == 0 ? label + ": " : "          ") + Terminal.harmless(String(text))
            }
        }
        lines += finding.notes.map { note in
            let text = "    " + Terminal.harmless(note)
            return note.hasPrefix("-")
                ? Terminal.coloured(text, .red)
                : note.hasPrefix("+") ? Terminal.coloured(text, .green) : text
        }
        return lines
    }

    /// The line that a finding is about, and a caret under its column.
    private mutating func sourceLine(_ finding: Finding) -> [String] {
        if sources[finding.file] == nil {
            let data = FileManager.default.contents(atPath: courseFolder + "/" + finding.file) ?? Data()
            sources[finding.file] = SourceText(SourceText.withoutMark([UInt8](data))).lines
        }
        guard let lines = sources[finding.file], lines.indices.contains(finding.position.line - 1) else { return [] }
        let line = Array(lines[finding.position.line - 1].utf8)
        guard line.contains(where: { $0 > 0x20 }) else { return [] }
        let column = min(finding.position.column - 1, line.count)
        let start = column > Self.longestLine - 20 ? column - 40 : 0
        let shown = line[start...].prefix(Self.longestLine)
        let before = String(decoding: shown.prefix(column - start), as: UTF8.self)
        let indent = before.map { $0 == "\t" ? "\t" : " " }.joined()
        return [
            "  " + Terminal.harmless(String(decoding: shown, as: UTF8.self)),
            "  " + indent + Terminal.coloured("^", .green),
        ]
    }
}
