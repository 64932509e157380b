/// Something that the compiler said about a place.
public struct CompilerDiagnostic: Hashable, Sendable {
    /// How much it weighs.
    public enum Severity: String, Hashable, Sendable {
        case error, warning, note
    }

    /// How much it weighs.
    public let severity: Severity
    /// The file as `#sourceLocation` names it; empty if it is about no place.
    public let file: String
    /// The line, starting at 1; 0 if it is about no place.
    public let line: Int
    /// The column in UTF-8 bytes, starting at 1; 0 if it is about no place.
    public let column: Int
    /// What it says, in one line.
    public let message: String

    /// The severity and the message, as a `diagnostics` fence shows them.
    public var text: String { "\(severity.rawValue): \(message)" }

    /// Reads what the compiler printed in its plain style: `FILE:LINE:COLUMN: SEVERITY: MESSAGE`.
    ///
    /// The linker's complaints have no such form; each becomes an error about no place.
    package static func all(in log: String) -> [CompilerDiagnostic] {
        var result: [CompilerDiagnostic] = []
        for line in log.split(separator: "\n") {
            if let diagnostic = CompilerDiagnostic(line) {
                if diagnostic.severity == .note || !result.contains(diagnostic) { result.append(diagnostic) }
            } else if let mark = ["ld.lld: error: ", "lld: error: "].first(where: { line.hasPrefix($0) }) {
                let message = String(line.dropFirst(mark.count))
                result.append(CompilerDiagnostic(severity: .error, file: "", line: 0, column: 0, message: message))
            }
        }
        let placed = result.contains { $0.severity == .error && !$0.message.hasPrefix("link command failed") }
        return result.filter { !(placed && $0.message.hasPrefix("link command failed")) }
    }
}

extension CompilerDiagnostic {
    private init?(_ text: Substring) {
        guard let (severity, mark) = Self.severity(in: text) else { return nil }
        let place = text[..<mark.lowerBound]
        let fields = place.split(separator: ":", omittingEmptySubsequences: false)
        self.severity = severity
        message = String(text[mark.upperBound...])
        if fields.count >= 3, let line = Int(fields[fields.count - 2]), let column = Int(fields[fields.count - 1]) {
            file = fields.dropLast(2).joined(separator: ":")
            self.line = line
            self.column = column
        } else if place.isEmpty || place == "<unknown>:0" {
            file = ""
            line = 0
            column = 0
        } else {
            return nil
        }
    }

    /// The first mark of a severity that a place, or nothing, stands before.
    private static func severity(in text: Substring) -> (Severity, Range<Substring.Index>)? {
        var best: (Severity, Range<Substring.Index>)?
        for severity in [Severity.error, .warning, .note] {
            if text.hasPrefix("\(severity.rawValue): ") {
                return (severity, text.startIndex..<text.index(text.startIndex, offsetBy: severity.rawValue.count + 2))
            }
            guard let range = text.range(of: ": \(severity.rawValue): ") else { continue }
            if let known = best, known.1.lowerBound <= range.lowerBound { continue }
            best = (severity, range)
        }
        return best
    }
}
