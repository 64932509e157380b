import CourseModel

extension Blessing {
    /// The chapter's text with the new fences in their places; everything else stays as it is, byte for byte.
    ///
    /// - Parameter bytes: the chapter's text.
    public func apply(to bytes: [UInt8]) -> [UInt8] {
        var lines = SplitLines(bytes)
        for fence in fences.reversed() {
            if let expectation = fence.cell.output {
                lines.replace(expectation, with: fence.lines)
            } else {
                lines.insert(fence.lines, after: fence.cell)
            }
        }
        return lines.joined
    }

    /// The changed lines, with `-` and `+` before them, for a reader at a terminal.
    public var differences: [String] {
        fences.flatMap { fence -> [String] in
            let before = fence.cell.output?.lines.map(\.text) ?? []
            let line = fence.cell.output?.position.line ?? fence.cell.position.line
            return ["\(file):\(line)"] + lineDifference(before, fence.lines)
        }
    }
}

/// A text by its lines with their ends.
private struct SplitLines {
    private var lines: [[UInt8]] = []

    init(_ bytes: [UInt8]) {
        var line: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            line.append(byte)
            let isLoneReturn =
                byte == UInt8(ascii: "\r") && !(index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n"))
            if byte == UInt8(ascii: "\n") || isLoneReturn {
                lines.append(line)
                line = []
            }
        }
        if !line.isEmpty { lines.append(line) }
    }

    var joined: [UInt8] { Array(lines.joined()) }

    /// Replaces what stands within a fence, and makes the fence longer where a line would close it.
    mutating func replace(_ expectation: Expectation, with texts: [String]) {
        // The closing line may be indented in another way; CommonMark takes from each line what the opening one has.
        let prefix = Self.contentPrefix(
            Array(lines[expectation.position.line - 1].prefix(expectation.position.column - 1)))
        let opening = lines[expectation.position.line - 1][(expectation.position.column - 1)...]
        guard let mark = opening.first else { return }
        let length = opening.prefix { $0 == mark }.count
        let needed = max(length, neededLength(texts, mark))
        let first = expectation.position.line
        let last = expectation.end.line - 1
        if needed > length {
            let more = [UInt8](repeating: mark, count: needed - length)
            lines[last].insert(contentsOf: more, at: expectation.end.column - 1)
            lines[first - 1].insert(contentsOf: more, at: expectation.position.column - 1)
        }
        let end = lineEnd(of: first - 1)
        lines.replaceSubrange(first..<last, with: texts.map { Self.line($0, prefix: prefix, end: end) })
    }

    /// Writes a new fence behind a cell.
    mutating func insert(_ texts: [String], after cell: Cell) {
        let last = cell.lines.upperBound
        guard last <= lines.count else { return }
        let closing = lines[last - 1]
        let column = closing.firstIndex {
            $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "-")
        }
        let prefix = Self.contentPrefix(Array(closing[..<(column ?? 0)]))
        let fence = String(repeating: "`", count: max(3, neededLength(texts, UInt8(ascii: "`"))))
        let end = lineEnd(of: cell.position.line - 1)
        if lines[last - 1].last != UInt8(ascii: "\n"), lines[last - 1].last != UInt8(ascii: "\r") {
            lines[last - 1] += end
        }
        let added = ["", fence + "output"] + texts + [fence]
        lines.insert(contentsOf: added.map { Self.line($0, prefix: prefix, end: end) }, at: last)
    }

    /// What stands before a line's text, given what stands before a fence: a quote's mark takes a blank with it.
    private static func contentPrefix(_ prefix: [UInt8]) -> [UInt8] {
        prefix.last == UInt8(ascii: ">") ? prefix + [UInt8(ascii: " ")] : prefix
    }

    private func lineEnd(of index: Int) -> [UInt8] {
        let end = lines[index].suffix(2).filter { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        return end.isEmpty ? [UInt8(ascii: "\n")] : Array(end)
    }

    private static func line(_ text: String, prefix: [UInt8], end: [UInt8]) -> [UInt8] {
        var line = prefix + Array(text.utf8)
        if text.isEmpty {
            while line.last == UInt8(ascii: " ") || line.last == UInt8(ascii: "\t") { line.removeLast() }
        }
        return line + end
    }

    /// The length that a fence needs so that none of some lines closes it.
    private func neededLength(_ texts: [String], _ mark: UInt8) -> Int {
        texts.map { text -> Int in
            let trimmed = text.utf8.drop { $0 == UInt8(ascii: " ") }
            return trimmed.first == mark ? trimmed.prefix { $0 == mark }.count + 1 : 0
        }.max() ?? 0
    }
}

/// The lines that two texts do not share, after the lines that they begin with alike, before those that end them.
private func lineDifference(_ before: [String], _ after: [String]) -> [String] {
    let prefix = zip(before, after).prefix { $0 == $1 }.count
    let longest = min(before.count, after.count) - prefix
    let suffix = zip(before.reversed(), after.reversed()).prefix(longest).prefix { $0 == $1 }.count
    return before[prefix..<(before.count - suffix)].map { "- " + shortened($0) }
        + after[prefix..<(after.count - suffix)].map { "+ " + shortened($0) }
}
