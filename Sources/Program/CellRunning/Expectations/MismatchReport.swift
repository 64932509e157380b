import CourseModel

/// Puts into words where printed text and fence part, with a diff.
struct MismatchReport {
    /// Lines of the diff before and behind the one that differs.
    private static let context = 3
    /// Bytes of a line that are shown around the place that differs.
    private static let shownBytes = 160

    private let expectation: Expectation
    private let pattern: OutputPattern
    private let lines: [String]
    private let mismatch: OutputComparison.Mismatch
    private let file: String

    init(
        _ expectation: Expectation, _ pattern: OutputPattern, _ lines: [String],
        _ mismatch: OutputComparison.Mismatch, file: String
    ) {
        self.expectation = expectation
        self.pattern = pattern
        self.lines = lines
        self.mismatch = mismatch
        self.file = file
    }

    /// The finding at the first line of the fence that does not match, or at its closing line.
    func finding() -> Finding {
        let actual = mismatch.line.map { lines[$0] }
        guard let item = mismatch.item else {
            return Finding(
                file: file, position: expectation.end, rule: .outputMismatch,
                message: "the cell printed more than the fence says", expected: "nothing more",
                actual: actual.map { shortened($0) }, notes: diff(extra: true))
        }
        let expected = pattern.items[item].line?.source ?? ""
        let message =
            actual == nil ? "the cell printed nothing more, and the fence goes on" : "the cell printed another line"
        let start = max(0, mismatch.matchingBytes)
        return Finding(
            file: file, position: expectation.lines[item].position, rule: .outputMismatch, message: message,
            expected: shortened(expected, around: start), actual: actual.map { shortened($0, around: start) },
            notes: diff(extra: false))
    }

    /// The lines around the difference: kept lines with what was printed, `-` for the fence's line with its matched
    /// wildcards filled in, `+` for the printed one, and marks under the part that differs.
    private func diff(extra: Bool) -> [String] {
        var notes: [String] = []
        if let line = mismatch.line {
            for index in max(0, line - Self.context)..<line { notes.append("  " + shortened(lines[index])) }
        }
        let start = max(0, mismatch.matchingBytes)
        if !extra {
            notes.append("- " + shortened(mismatch.filledIn, around: commonPrefix))
        }
        if let line = mismatch.line {
            notes.append("+ " + shortened(lines[line], around: extra ? 0 : start))
            if !extra, let marks = marks(under: lines[line]) { notes.append("  " + marks) }
            for index in lines[(line + 1)...].prefix(Self.context).indices {
                notes.append((extra ? "+ " : "  ") + shortened(lines[index]))
            }
        }
        return notes
    }

    /// The bytes that the filled-in pattern and the printed line begin with alike.
    private var commonPrefix: Int {
        guard let line = mismatch.line else { return 0 }
        return zip(mismatch.filledIn.utf8, lines[line].utf8).prefix { $0 == $1 }.count
    }

    /// Carets under the part of a printed line that differs from the fence's.
    private func marks(under line: String) -> String? {
        let expected = Array(mismatch.filledIn)
        let actual = Array(line)
        guard line.utf8.count <= Self.shownBytes else { return nil }
        let prefix = zip(expected, actual).prefix { $0 == $1 }.count
        let longest = min(expected.count, actual.count) - prefix
        let suffix = zip(expected.reversed(), actual.reversed()).prefix(longest).prefix { $0 == $1 }.count
        let count = max(1, actual.count - prefix - suffix)
        return String(repeating: " ", count: prefix) + String(repeating: "^", count: count)
    }
}

/// A line as it can be shown: long ones are cut around a place, with `…` where something is left out.
func shortened(_ line: String, around place: Int = 0) -> String {
    let bytes = Array(line.utf8)
    guard bytes.count > 240 else { return line }
    var start = max(0, min(place, bytes.count) - 60)
    var end = min(bytes.count, start + 160)
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return (start > 0 ? "…" : "") + text + (end < bytes.count ? "…" : "")
}
