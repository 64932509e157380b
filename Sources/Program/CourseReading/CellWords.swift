import CourseModel

/// Reads the words after `swift` into a cell, and says what is wrong with them.
struct CellWords {
    /// The words that take no value, with their aliases.
    private static let flags = [
        "hidden", "fold", "silent", "nondeterministic", "no-run", "skip", "fail", "warn", "trap", "reset", "standalone",
        "optional",
    ]
    /// The words that need a value.
    private static let valued = ["id", "timeout", "needs", "reason", "starter", "example", "caption", "highlight"]
    private static let aliases = [
        "ignore": "skip", "no_run": "no-run", "compile_fail": "fail", "should_panic": "trap", "crash": "trap",
    ]
    /// What is suggested for a word that is none of these.
    static let suggestions = flags + valued.map { $0 + "=" } + Array(aliases.keys)
    /// Whether a word such as `trap` or `timeout=5` is one that a cell may carry.
    static func knows(_ text: String) -> Bool {
        let name = String(text.prefix { $0 != "=" })
        return name == text ? flags.contains(aliases[name] ?? name) : valued.contains(name)
    }
    /// The longest time that a cell may claim, in seconds: a day.
    private static let longestTimeout = 86_400.0

    private(set) var cell: Cell
    private(set) var findings: [Finding] = []
    private let file: String
    private var seen: [String: Cell.Word] = [:]
    /// The word that said what is done with the cell, or how it is shown, so that a second one can be refused.
    private var deciding: [String: Cell.Word] = [:]

    /// Reads the words of a cell.
    init(_ words: ArraySlice<Cell.Word>, unclosed: [Cell.Word], of cell: Cell, in file: String) {
        self.cell = cell
        self.file = file
        self.cell.words = Array(words)
        for word in words {
            if unclosed.contains(word) {
                report(.badValue, word, "the quote after `\(word.parts.name)=` is never closed: write reason=\"…\"")
            } else {
                read(word)
            }
        }
        if self.cell.isOptional, self.cell.dataFiles.isEmpty, let word = seen["optional"] {
            report(.badValue, word, "`optional` says that a data file may be absent: name the file with needs=PATH")
        }
    }

    private mutating func read(_ word: Cell.Word) {
        let (written, value) = word.parts
        let name = Self.aliases[written] ?? written
        if Self.flags.contains(name) {
            guard value == nil else { return report(.badValue, word, "`\(written)` takes no value: write \(written)") }
            guard isFirst(name, word) else { return }
            readFlag(name, word)
        } else if Self.valued.contains(name) {
            guard let value, !value.isEmpty else {
                return report(.badValue, word, "`\(written)` needs a value: write \(written)=…")
            }
            guard name == "needs" || isFirst(name, word) else { return }
            readValue(value, of: name, word)
        } else {
            reportUnknown(word)
        }
    }

    private mutating func readFlag(_ name: String, _ word: Cell.Word) {
        switch name {
        case "hidden", "fold":
            if decides("display", word) { cell.display = name == "hidden" ? .hidden : .folded }
        case "silent", "nondeterministic":
            if decides("output", word) { cell.outputUse = name == "silent" ? .silent : .nondeterministic }
        case "reset", "standalone":
            if decides("scope", word) { cell.scope = name == "reset" ? .reset : .standalone }
        case "optional": cell.isOptional = true
        default:
            guard decides("purpose", word) else { return }
            switch name {
            case "no-run": cell.purpose = .compileOnly
            case "skip": cell.purpose = .skip
            case "fail": cell.purpose = .fail
            case "warn": cell.purpose = .warn
            default: cell.purpose = .trap
            }
        }
    }

    private mutating func readValue(_ value: String, of name: String, _ word: Cell.Word) {
        switch name {
        case "id": cell.id = value
        case "reason": cell.reason = value
        case "caption": cell.caption = value
        case "highlight":
            guard let lines = lineRanges(value) else {
                return report(.badValue, word, "`highlight=` takes lines of the cell, such as highlight=2,4-6")
            }
            cell.highlightedLines = lines
        case "timeout":
            guard let seconds = plainDecimal(value), seconds > 0, seconds <= Self.longestTimeout else {
                return report(.badValue, word, "`timeout=` takes seconds, such as timeout=30, not \"\(value)\"")
            }
            cell.timeout = seconds
        case "needs":
            guard isWithinCourse(value) else {
                return report(
                    .badValue, word, "`needs=` takes a path within the course, such as needs=Chapters/data/n.txt")
            }
            cell.dataFiles.append(Cell.DataFile(path: value, position: word.position))
        default:
            guard isExerciseName(value) else {
                return report(.badValue, word, "an exercise's name is made of a-z, 0-9 and -, not \"\(value)\"")
            }
            if decides("purpose", word) {
                cell.purpose = name == "starter" ? .starter(exercise: value) : .example(exercise: value)
            }
        }
    }

    private mutating func isFirst(_ name: String, _ word: Cell.Word) -> Bool {
        if let earlier = seen[name] {
            report(.badValue, word, "`\(earlier.text)` stands here already: keep one of the two")
            return false
        }
        seen[name] = word
        return true
    }

    private mutating func decides(_ question: String, _ word: Cell.Word) -> Bool {
        if let earlier = deciding[question] {
            report(.badValue, word, "`\(word.text)` contradicts `\(earlier.text)`: keep one of the two")
            return false
        }
        deciding[question] = word
        return true
    }

    private mutating func reportUnknown(_ word: Cell.Word) {
        let name = word.parts.name
        let advice =
            nearestWord(to: name, among: Self.suggestions).map { "did you mean `\($0)`?" }
            ?? "words are " + (Self.flags + Self.valued.map { $0 + "=…" }).joined(separator: ", ")
        report(.unknownWord, word, "unknown word `\(word.text)`: \(advice)")
    }

    private mutating func report(_ rule: Rule, _ word: Cell.Word, _ message: String) {
        findings.append(Finding(file: file, position: word.position, rule: rule, message: message))
    }
}

/// The lines in a list such as `2,4-6`; nil if it is none.
private func lineRanges(_ text: String) -> [ClosedRange<Int>]? {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first >= 1,
            first <= last
        else { return nil }
        ranges.append(first...last)
    }
    return ranges
}

/// The value of a plain decimal such as `30` or `0.5`: digits with at most one point, no sign, no exponent.
func plainDecimal(_ text: String) -> Double? {
    let digits = text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    let points = text.utf8.filter { $0 == UInt8(ascii: ".") }.count
    guard digits >= 1, points <= 1, digits + points == text.utf8.count, text.utf8.count <= 32 else { return nil }
    return Double(text.hasPrefix(".") ? "0" + text : text.hasSuffix(".") ? text + "0" : text)
}

/// Whether a name is one that an exercise may have.
func isExerciseName(_ name: String) -> Bool {
    !name.isEmpty
        && name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
}

/// Whether a path stays within the folder that it starts from.
func isWithinCourse(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.utf8.contains(0) && !path.split(separator: "/").contains("..")
}
