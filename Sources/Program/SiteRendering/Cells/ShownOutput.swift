import CourseModel

/// What a reader sees of a cell's output: what it printed, shortened where its author shortened it.
package enum ShownOutput {
    /// A run of lines, or a place where lines are left out.
    package enum Part: Hashable {
        case lines([String])
        /// Lines that the author left out; nil where their number is not known.
        case elision(lines: Int?)
    }

    /// The parts of an output that was compared with an expectation.
    ///
    /// Lines before the first `...` and after the last are those that were printed. Lines between two `...` are the
    /// author's, with the values that were captured in place of their names.
    ///
    /// - Complexity: O(bytes of both).
    package static func parts(printed output: String, expected: Expectation?, captures: [String: String]) -> [Part] {
        // By bytes: as characters, CR LF is one and never equal to a line end.
        var printed = output.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
        }
        while let last = printed.last, last.allSatisfy(\.isWhitespace) { printed.removeLast() }
        guard let expected else { return printed.isEmpty ? [] : [.lines(printed)] }
        let pieces = expected.lines.map(\.text).split(omittingEmptySubsequences: false) { isElision($0) }
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last,
            first.count + last.count <= printed.count
        else {
            return printed.isEmpty ? [] : [.lines(printed)]
        }
        var parts: [Part] = []
        func append(_ lines: some Sequence<String>) {
            let lines = Array(lines)
            if !lines.isEmpty { parts.append(.lines(lines)) }
        }
        append(printed.prefix(first.count))
        for piece in pieces.dropFirst().dropLast() {
            parts.append(.elision(lines: nil))
            append(piece.map { written($0, captures: captures) })
        }
        let hidden = printed.count - first.count - last.count
        parts.append(.elision(lines: pieces.count == 2 ? hidden : nil))
        append(printed.suffix(last.count))
        return parts.filter { $0 != .elision(lines: 0) }
    }

    /// A line of an expectation as a reader sees it: captured values for their names, `…` for what varies, and no
    /// backslash before what is meant literally.
    package static func written(_ line: String, captures: [String: String]) -> String {
        var shown = ""
        var rest = line[...]
        if rest.hasPrefix("\\...") { rest = rest.dropFirst() }
        while let character = rest.first {
            if character == "\\", rest.dropFirst().first == "<" {
                shown.append("<")
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("<...>") {
                shown.append("…")
                rest = rest.dropFirst(5)
            } else if character == "<", !(shown.last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false),
                let end = rest.endOfPlaceholder,
                let name = placeholderName(rest[rest.index(after: rest.startIndex)..<end])
            {
                shown += captures[name] ?? "…"
                rest = rest[rest.index(after: end)...]
            } else {
                shown.append(character)
                rest = rest.dropFirst()
            }
        }
        return shown
    }

    private static func isElision(_ line: String) -> Bool {
        line.trimmingSuffix(while: \.isWhitespace) == "..."
    }

    /// The name in `name`, `name: >= 0.97` or `name: 9.5...10.5`.
    private static func placeholderName(_ inside: Substring) -> String? {
        let name = inside.prefix { $0 != ":" }
        guard let first = name.first, first.isASCII, first.isLowercase,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return nil }
        return String(name)
    }
}

extension Substring {
    /// The `>` that ends the placeholder which begins here; a comparison within it may hold others.
    fileprivate var endOfPlaceholder: Index? {
        var index = self.index(after: startIndex)
        while index < endIndex, self[index] != ":", self[index] != ">" { formIndex(after: &index) }
        guard index < endIndex else { return nil }
        if self[index] == ">" { return index }
        // Behind the colon a comparison may begin with `>`.
        formIndex(after: &index)
        while index < endIndex, self[index] == " " { formIndex(after: &index) }
        while index < endIndex, "<>=".contains(self[index]) { formIndex(after: &index) }
        return self[index...].firstIndex(of: ">")
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { formIndex(before: &end) }
        return self[..<end]
    }
}
