import CellRunning
import CourseModel
import Testing

@Suite("Fences that are written anew")
struct BlessedLinesTests {
    private func fence(_ lines: [String]) -> CourseModel.Expectation {
        let position = SourcePosition(line: 1)
        return CourseModel.Expectation(
            position: position, lines: lines.map { Cell.Line(text: $0, position: position) }, end: position)
    }

    private func blessed(_ lines: [String]?, _ printed: [String]) -> [String] {
        BlessedLines(lines.map(fence), printed: printed, captures: [:]).lines
    }

    @Test("lines that still hold stay as they are written")
    func kept() {
        #expect(blessed(["a <...>", "b"], ["a 1", "c"]) == ["a <...>", "c"])
        #expect(blessed(["1.0", "2"], ["1.04", "3"]) == ["1.0", "3"])
        #expect(blessed(["start", "...", "end"], ["start", "x", "stop"]) == ["start", "...", "stop"])
        #expect(blessed(["1", "9", "..."], ["1", "2", "3"]) == ["1", "2", "..."])
        let table = ["| a | b |", "|---|---|", "| <...>    | 1.0 |", "| x | 3 |"]
        #expect(
            blessed(table, ["| a | b |", "|---|---|", "| y | 1.04 |", "| x | 4 |"]) == table.dropLast() + ["| x | 4 |"])
        #expect(blessed(nil, ["..."]) == ["\\..."])
        #expect(blessed(["x"], []) == [])
        #expect(blessed([], ["<name>", "Array<Int>"]) == ["\\<name>", "Array<Int>"])
        #expect(BlessedLines.escaped("a\rb\u{0}c") == "a<...>b<...>c")
    }

    @Test("what is written matches, and is written the same the next time")
    func idempotence() {
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let before = (0..<Int.random(in: 0...5, using: &random)).map { _ in nastyLine(&random) }
            let printed = printedLines(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in nastyLine(&random) }.joined(separator: "\n"))
            let once = blessed(before, printed)
            #expect(
                captures(printed.joined(separator: "\n"), once.joined(separator: "\n")) != nil,
                "seed \(seed): \(before) \(printed) \(once)")
            #expect(blessed(once, printed) == once, "seed \(seed): \(before) \(printed) \(once)")
        }
    }
}
