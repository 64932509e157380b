import CourseModel
import Foundation

/// Compares what a chapter's cells did with what the chapter says.
struct ChapterEvaluation {
    private let chapter: Chapter
    private var outcomes: [Int: CellOutcome]
    private(set) var captures: [String: String] = [:]
    private(set) var findings: [Finding] = []
    /// The cells whose fence does not say what they printed, or that have none and should.
    private(set) var unblessed: [Int] = []

    /// Evaluates the outcomes of all cells, by index.
    init(_ chapter: Chapter, outcomes: [Int: CellOutcome]) {
        self.chapter = chapter
        self.outcomes = outcomes
        for index in chapter.cells.indices {
            guard let outcome = outcomes[index], outcome.state == .finished else { continue }
            checkDiagnostics(index, outcome)
            checkOutput(index, outcome)
        }
        checkCaptures()
    }

    /// The result of each cell, given everything that was found in the chapter.
    func results(_ all: [Finding], cached: Set<Int>) -> [CellResult] {
        let errors = all.filter { $0.severity == .error && $0.file == chapter.file }.map(\.position.line)
        return chapter.cells.enumerated().map { index, cell in
            let outcome = outcomes[index] ?? CellOutcome(state: cell.isClosed ? .skipped : .failed)
            var result = CellResult(status: Self.status(outcome.state))
            if result.status == .passed, errors.contains(where: { cell.lines.contains($0) }) { result.status = .failed }
            result.isCached = cached.contains(index)
            result.seconds = outcome.seconds
            result.peakBytes = outcome.peakBytes
            result.output = outcome.output
            result.diagnostics = outcome.diagnostics
            result.figures = outcome.figures
            return result
        }
    }

    private static func status(_ state: CellOutcome.State) -> CellResult.Status {
        switch state {
        case .finished: .passed
        case .failed: .failed
        case .notRun: .notRun
        case .skipped: .skipped
        }
    }

    // What the compiler or the trap said

    private mutating func checkDiagnostics(_ index: Int, _ outcome: CellOutcome) {
        let cell = chapter.cells[index]
        if cell.purpose == .warn, !outcome.diagnostics.contains(where: { $0.hasPrefix("warning: ") }) {
            report(
                .unexpectedSuccess, cell.position,
                "this `warn` cell compiles without a warning: make it warn again, or take the word `warn` away")
            return
        }
        guard let expectation = cell.diagnostics, expectation.isClosed else { return }
        var rest = outcome.diagnostics.flatMap { $0.split(separator: "\n").map(String.init) }[...]
        for line in expectation.lines {
            let pattern = LinePattern(line.text)
            if pattern.source.isEmpty || pattern.source == "..." { continue }
            var found: Int?
            search: for candidate in rest.indices {
                for text in Self.spellings(of: rest[candidate]) {
                    var matcher = LineMatcher(pattern, text, tolerance: Tolerance(absolute: nil, relative: nil))
                    guard let match = matcher.match(captures) else { continue }
                    captures = match.captures
                    found = candidate
                    break search
                }
            }
            guard let found else {
                let said = outcome.diagnostics.joined(separator: "\n")
                let speaker = cell.purpose == .trap ? "the trap" : "the compiler"
                report(
                    .diagnosticsMismatch, line.position,
                    "\(speaker) said nothing like this line, or not in this order", expected: pattern.source,
                    actual: said)
                return
            }
            rest = rest[(found + 1)...]
        }
    }

    /// A line of the compiler as it stands, and without the group that it names at the end, such as `[#no-usage]`.
    private static func spellings(of line: String) -> [String] {
        let text = withoutTrailingBlanks(line)
        guard text.hasSuffix("]"), let group = text.range(of: " [#", options: .backwards) else { return [text] }
        return [text, String(text[..<group.lowerBound])]
    }

    // What was printed

    private mutating func checkOutput(_ index: Int, _ outcome: CellOutcome) {
        let cell = chapter.cells[index]
        guard [.run, .warn, .trap].contains(cell.purpose) || cell.isExample else { return }
        let lines = printedLines(outcome.output)
        guard let expectation = cell.output else {
            if !lines.isEmpty, cell.needsOutput {
                unblessed.append(index)
                report(
                    .outputMissing, cell.position,
                    "this cell prints and has no `output` fence behind it: add one (winnow test --bless does), or "
                        + "the word `silent`", actual: shortened(lines[0]))
            }
            return
        }
        guard expectation.isClosed else { return }
        let pattern = OutputPattern(expectation)
        switch OutputComparison.compare(lines, with: pattern, captures: captures) {
        case .match(let all): captures = all
        case .mismatch(let mismatch):
            guard cell.outputUse == .checked else { return }
            unblessed.append(index)
            findings.append(
                MismatchReport(expectation, pattern, lines, mismatch, file: chapter.file).finding())
        }
    }

    private mutating func checkCaptures() {
        var names: Set<String> = []
        for cell in chapter.cells {
            for expectation in [cell.output, cell.diagnostics] {
                guard let expectation else { continue }
                names.formUnion(OutputPattern(expectation).captureNames)
            }
        }
        for use in chapter.captureUses where !names.contains(use.name) {
            let known =
                names.isEmpty ? "no cell of this chapter captures a value" : names.sorted().joined(separator: ", ")
            report(
                .unknownCapture, use.position,
                "no cell captures `\(use.name)`: write <\(use.name)> in an `output` fence (captured here: \(known))")
        }
    }

    private mutating func report(
        _ rule: Rule, _ position: SourcePosition, _ message: String, expected: String? = nil, actual: String? = nil
    ) {
        findings.append(
            Finding(
                file: chapter.file, position: position, rule: rule, message: message, expected: expected,
                actual: actual))
    }
}

extension Cell {
    /// Whether it must have an `output` fence if it prints.
    fileprivate var needsOutput: Bool {
        outputUse == .checked && display != .hidden && (purpose == .run || purpose == .warn || isExample)
    }

    /// Whether it is a public case of an exercise.
    var isExample: Bool {
        if case .example = purpose { return true }
        return false
    }

    /// The lines that it takes in the chapter, with its fences.
    var lines: ClosedRange<Int> {
        let ends = [output?.end.line, diagnostics?.end.line, position.line + code.count + 1].compactMap { $0 }
        return position.line...(ends.max() ?? position.line)
    }
}
