import CellRunning
import CourseModel
import Testing

/// The captures if printed lines are what a fence says, else nil.
func captures(
    _ printed: String, _ fence: String, tolerance: Tolerance = Tolerance(absolute: nil, relative: nil),
    known: [String: String] = [:]
) -> [String: String]? {
    let pattern = OutputPattern(
        lines: fence.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), tolerance: tolerance)
    if case .match(let all) = OutputComparison.compare(printedLines(printed), with: pattern, captures: known) {
        return all
    }
    return nil
}

/// Lines of text that hold much of what the course format gives a meaning to.
func nastyLine(_ random: inout SeededGenerator) -> String {
    let pieces = [
        "<", ">", "<...>", "...", "\\", "|", "---", "|---|", "<name>", "<x: >= 3>", "1.5", "-3", " ", "\t", "a", "é",
        "```",
        "~~~", "`", "#", "<a: 1...2>", "", "_", "😀", "| a | b |", "1e9", "\\|", "\u{0B}", "\u{85}", "\u{2028}",
    ]
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces[Int.random(in: pieces.indices, using: &random)]
    }.joined()
}

@Suite("Printed text and fences")
struct OutputComparisonTests {
    @Test(
        "wildcards",
        arguments: [
            ("a b c", "a <...> c", true), ("a  c", "a <...> c", true), ("a c", "a <...> c", false), ("", "<...>", true),
            ("x", "...", true), ("", "...", true), ("1\n2\n3", "1\n...\n3", true), ("1\n3", "1\n...\n3", true),
            ("1\n2", "1\n...\n3", false), ("a\nb", "...\nb", true), ("a\nb\nb", "...\nb\n...", true),
            ("Array<Int>", "Array<Int>", true), ("Array<x>", "Array<x>", true), ("Array<Int>", "Array<...>", true),
            ("<...>", "\\<...>", true), ("text", "\\<...>", false), ("...", "\\...", true), ("x", "\\...", false),
            ("\\...", "\\\\...", true), (" ...", " ...", true), ("x", " ...", false),
            ("seed 17 17", "seed <s> <s>", true), ("seed 17 18", "seed <s> <s>", false), ("seed ", "seed <s>", false),
            ("0.98", "<a: >= 0.97>", true), ("0.96", "<a: >= 0.97>", false), ("0.97", "<a: > 0.97>", false),
            ("9.5", "<a: 9.5...10.5>", true), ("10.5", "<a:9.5...10.5>", true), ("10.51", "<a: 9.5...10.5>", false),
            ("3", "<a: == 3.0>", true), ("text", "<a: < 3>", false), ("nan", "<a: < 3>", false),
            ("-1", "<a: <= -1>", true),
            ("é", "<a><b>", false), ("éx", "<a><b>", true), ("é1", "<...>1", true),
            ("5ms", "<a: < 6>ms", true), ("<a: is no type>", "<a: is no type>", true), ("<Upper>", "<Upper>", true),
        ])
    func wildcards(printed: String, fence: String, holds: Bool) {
        #expect((captures(printed, fence) != nil) == holds)
    }

    @Test("a capture holds whole characters")
    func wholeCharacters() {
        #expect(captures("日本", "<a><b>") == ["a": "日", "b": "本"])
    }

    @Test("blanks and blank lines at the end do not matter, those at the start do")
    func blanks() {
        #expect(captures("one  \r\ntwo\t\n\n\n", "one\ntwo  \n") != nil)
        #expect(captures(" one", "one") == nil)
        #expect(captures("\none", "one") == nil)
        #expect(captures("one", "one\n\n\n") != nil)
        #expect(captures("", "") != nil)
        #expect(captures("one", "") == nil)
    }

    @Test("tables are compared by cells")
    func tables() {
        #expect(captures("| a | b |\n|---|--:|\n| 1.04 | x y |", "|a|b|\n|-|-:|\n| 1.0 | <...> |") != nil)
        #expect(captures("| a | b |\n|---|--:|\n| 1 | 2 |", "|a|b|\n|-|-|\n|1|2|") == nil)
        #expect(captures("| a |\n|---|\n| x \\| y |\n| z |", "| a |\n|-|\n...\n|  z  |") != nil)
        #expect(captures("| a |\n|---|\n| x \\| y |", "| a |\n|-|\n| x | y |") == nil)
        #expect(captures("a | b", "a |  b") == nil, "one line is no table")
    }

    @Test("a name keeps its text from fence to fence")
    func names() {
        #expect(captures("18", "<seed>", known: ["seed": "17"]) == nil)
        #expect(captures("17", "<seed>", known: ["seed": "17"]) == ["seed": "17"])
        #expect(captures("a-b", "<first>-<second>") == ["first": "a", "second": "b"])
        #expect(captures("17", "<seed: > 3>", known: ["seed": "17"]) == ["seed": "17"])
        #expect(captures("18", "<seed: > 3>", known: ["seed": "17"]) == nil)
    }

    @Test("a printed text is what its own escaped form says")
    func escaping() {
        for seed in 0..<3000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let printed = (0..<Int.random(in: 1...4, using: &random)).map { _ in nastyLine(&random) }.joined(
                separator: "\n")
            let fence = printedLines(printed).map(BlessedLines.escaped).joined(separator: "\n")
            #expect(
                captures(printed, fence) == [:], "seed \(seed): \(printed.debugDescription) \(fence.debugDescription)")
        }
    }

    @Test("what differs is found, with the line at which it does")
    func mismatches() {
        let pattern = OutputPattern(
            lines: ["a", "b <...> c", "d"], tolerance: Tolerance(absolute: nil, relative: nil))
        func place(_ lines: [String]) -> [Int?]? {
            if case .mismatch(let place) = OutputComparison.compare(lines, with: pattern, captures: [:]) {
                return [place.item, place.line]
            }
            return nil
        }
        #expect(place(["a", "b x c", "d"]) == nil)
        #expect(place(["x", "b x c", "d"]) == [0, 0])
        #expect(place(["a", "b x", "d"]) == [1, 1])
        #expect(place(["a", "b  c"]) == [2, nil])
        #expect(place(["a", "b  c", "d", "e"]) == [nil, 3])
        #expect(place([]) == [0, nil])
    }

    @Test("patterns that invite endless search come to an end")
    func termination() {
        let letters = String(repeating: "a", count: 5000)
        #expect(captures(letters, String(repeating: "<...>a", count: 60) + "b") == nil)
        #expect(captures(letters, (0..<40).map { "<c\($0)>" }.joined() + "z") == nil)
        let lines = String(repeating: "x\n", count: 500)
        #expect(captures(lines, String(repeating: "...\nx\n", count: 100) + "y") == nil)
        #expect(captures(lines, (0..<12).map { "...\n<n\($0)>\n" }.joined() + "y") == nil)
    }
}
