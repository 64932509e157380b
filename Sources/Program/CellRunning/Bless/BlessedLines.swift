import CourseModel

/// The lines of a fence that say what a cell printed, with those kept as they are that still hold.
package struct BlessedLines {
    /// Fences and outputs with more pairs of lines than this are rewritten whole.
    private static let mostPairs = 4_000_000

    package let lines: [String]
    /// The captures after the fence.
    package let captures: [String: String]

    /// Keeps as many lines of a fence as it can.
    ///
    /// - Parameters:
    ///   - expectation: the fence as it stands; nil if there is none.
    ///   - captures: the captures of the chapter so far.
    package init(_ expectation: Expectation?, printed: [String], captures: [String: String]) {
        let plain = printed.map(Self.escaped)
        guard let expectation, !expectation.lines.isEmpty else {
            lines = plain
            self.captures = captures
            return
        }
        let pattern = OutputPattern(expectation)
        let kept = Self.aligned(pattern, with: printed, captures: captures)
        var result = Expectation(
            position: expectation.position, lines: [], end: expectation.end, tolerance: expectation.tolerance,
            relativeTolerance: expectation.relativeTolerance)
        for candidate in [kept, plain] {
            result.lines = candidate.map { Cell.Line(text: $0, position: expectation.position) }
            if case .match(let all) = OutputComparison.compare(
                printed, with: OutputPattern(result), captures: captures)
            {
                lines = candidate
                self.captures = all
                return
            }
        }
        lines = plain
        self.captures = captures
    }

    /// A printed line as a fence must hold it so that nothing in it reads as a wildcard.
    ///
    /// What Markdown cannot hold (a carriage return within the line, a NUL) becomes `<...>`.
    package static func escaped(_ line: String) -> String {
        let bytes = Array(line.utf8)
        let slashes = bytes.prefix { $0 == UInt8(ascii: "\\") }.count
        let looksLikeGap = line == "..." || (slashes > 0 && bytes[slashes...].starts(with: "...".utf8))
        var result = looksLikeGap ? [UInt8(ascii: "\\")] : []
        var isCut = false
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\r") || byte == 0 {
                if !isCut { result += Array("<...>".utf8) }
                isCut = true
                continue
            }
            let followsBackslash = index > 0 && bytes[index - 1] == UInt8(ascii: "\\")
            if byte == UInt8(ascii: "<"), followsBackslash || LinePattern.beginsWildcard(bytes, at: index) {
                result.append(UInt8(ascii: "\\"))
            }
            result.append(byte)
            isCut = false
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The fence with the most lines kept: printed lines replace those that no longer match, one for one where they
    /// can, and a gap takes in what stands in its place.
    private static func aligned(
        _ pattern: OutputPattern, with printed: [String], captures: [String: String]
    ) -> [String] {
        let items = pattern.items
        guard items.count * printed.count <= mostPairs else { return printed.map(escaped) }
        var search = OutputComparison.Search(printed, pattern)
        // score[i][j]: the best for items from i on and lines from j on.
        var score = [[Int]](
            repeating: [Int](repeating: 0, count: printed.count + 1), count: items.count + 1)
        var step = score
        for item in stride(from: items.count, through: 0, by: -1) {
            for line in stride(from: printed.count, through: 0, by: -1) {
                var best = (score: item == items.count && line == printed.count ? 0 : Int.min, step: 0)
                func consider(_ value: Int, _ choice: Int) { if value > best.score { best = (value, choice) } }
                if item < items.count, case .gap = items[item] {
                    // The first of equals is taken: a gap takes a line in before that line is written behind it.
                    if line < printed.count { consider(score[item][line + 1], 2) }
                    consider(score[item + 1][line] + 1, 1)
                } else if item < items.count, line < printed.count {
                    if search.matches(item: item, line: line, captures: captures) {
                        consider(score[item + 1][line + 1] + 10, 3)
                    }
                    consider(score[item + 1][line + 1] + 2, 4)
                }
                if item < items.count { consider(score[item + 1][line], 5) }
                if line < printed.count { consider(score[item][line + 1], 6) }
                score[item][line] = best.score
                step[item][line] = best.step
            }
        }
        var result: [String] = []
        var (item, line) = (0, 0)
        while item < items.count || line < printed.count {
            switch step[item][line] {
            case 1:
                result.append("...")
                item += 1
            case 2: line += 1
            case 3:
                result.append(items[item].line?.source ?? "")
                item += 1
                line += 1
            case 4:
                result.append(escaped(printed[line]))
                item += 1
                line += 1
            case 5: item += 1
            default:
                result.append(escaped(printed[line]))
                line += 1
            }
        }
        return result
    }
}
