import CourseModel
import CourseReading
import Testing

@Suite("Where CommonMark puts cells")
struct ReadingTests {
    private func read(_ text: String) -> Chapter { readChapter(Array(text.utf8), file: "Chapters/t.md") }

    private func places(_ chapter: Chapter) -> [String] {
        chapter.findings.map { "\($0.position.line):\($0.position.column) \($0.rule.rawValue)" }
    }

    @Test(
        "cells stand wherever fences do, and each line knows its column",
        arguments: [
            ("```swift\na\n```", 1, 1, 2, 1), ("~~~~ swift trap\na\n~~~~~", 1, 1, 2, 1),
            ("   ```swift\n   a\n   ```", 1, 4, 2, 4),
            ("- ```swift\n  a\n  ```", 1, 3, 2, 3), ("> ```swift\n> a\n> ```", 1, 3, 2, 3),
            ("> - ```swift\n>   a\n>   ```", 1, 5, 2, 5), ("1.\t```swift\n\ta\n\t```", 1, 4, 2, 2),
            ("\u{FEFF}```swift\na\n```", 1, 1, 2, 1), ("text\n\n<!-- swift\na\n-->", 3, 1, 4, 1),
            ("- <!-- swift\n  a\n  -->", 1, 3, 2, 3), ("x\r\n\r\n```swift\r\na\r\n```\r\n", 3, 1, 4, 1),
            ("x\r\r```swift\ra\r```\r", 3, 1, 4, 1), ("---\ntitle: T\n---\n```swift\na\n```", 4, 1, 5, 1),
        ])
    func positions(text: String, line: Int, column: Int, codeLine: Int, codeColumn: Int) throws {
        let chapter = read(text)
        let cell = try #require(chapter.cells.first)
        #expect(chapter.cells.count == 1 && chapter.findings.isEmpty)
        #expect(cell.position == SourcePosition(line: line, column: column))
        #expect(cell.code == [Cell.Line(text: "a", position: SourcePosition(line: codeLine, column: codeColumn))])
    }

    @Test("a tab that a list takes in part counts as the one byte that it is")
    func tabs() throws {
        let line = try #require(read("- ```swift\n\ta\n  ```").cells.first?.code.first)
        #expect(line.text == "  a" && line.position == SourcePosition(line: 2, column: 1))
        #expect((1...4).map { line.position(column: $0).column } == [1, 1, 2, 3])
        let plain = try #require(read("- ```swift\n  \ta\n  ```").cells.first?.code.first)
        #expect(plain.text == "\ta" && (1...3).map { plain.position(column: $0).column } == [3, 4, 5])
    }

    @Test("links and tags know their line, whatever crosses lines before them")
    func linesOfLinks() throws {
        let text = "a `b\nc` <i\nid=x> [x](y \"t\") [two\nlines](y) ![z](y)\n<b> `=n`\n"
        let chapter = read(text)
        guard case .paragraph(let inlines)? = chapter.blocks.first?.kind else {
            Issue.record("no paragraph")
            return
        }
        let lines = inlines.compactMap { inline -> Int? in
            switch inline {
            case .link(let link), .image(let link): link.position.line
            case .html(_, let position): position.line
            default: nil
            }
        }
        #expect(lines == [2, 3, 3, 4, 5])
        #expect(chapter.captureUses.map(\.position) == [SourcePosition(line: 5, column: 5)])
    }

    @Test("findings are ordered by the bytes of file names, as chapters are")
    func order() {
        let files = [
            "Chapters/e\u{301}.md", "Chapters/f.md", "Chapters/\u{E9}.md", "Chapters/\u{FF01}.md", "Chapters/😀.md",
        ]
        let findings = files.map {
            Finding(file: $0, position: SourcePosition(line: 1), rule: .trap, message: "")
        }
        #expect(findings.reversed().sorted() == findings)
    }

    @Test(
        "what is no cell",
        arguments: [
            "    ```swift\n    a\n    ```", "````\n```swift\na\n```\n````", "```python\na\n```", "```\nswift\n```",
            "<!--swift\na\n-->", "<!-- swiftly\na\n-->", "text <!-- swift --> text", "`swift`",
            "```swiftinterface\na\n```",
        ])
    func noCells(text: String) {
        #expect(read(text).cells.isEmpty && read(text).findings.isEmpty)
    }

    @Test("words are split at blanks, quotes hold values together, and all keep their columns")
    func words() throws {
        let cell = try #require(read("```swift\tid=a  reason=\"two words\" skip\n```").cells.first)
        #expect(cell.words.map(\.text) == ["id=a", "reason=\"two words\"", "skip"])
        #expect(cell.words.map(\.position.column) == [10, 16, 35])
        #expect(cell.reason == "two words" && cell.purpose == .skip && cell.id == "a")
    }

    @Test(
        "every alias means its word",
        arguments: [
            ("ignore", Cell.Purpose.skip), ("no_run", .compileOnly), ("compile_fail", .fail), ("should_panic", .trap),
            ("crash", .trap), ("skip", .skip), ("no-run", .compileOnly), ("fail", .fail), ("trap", .trap),
            ("warn", .warn),
        ])
    func purposes(word: String, purpose: Cell.Purpose) {
        let chapter = read("```swift \(word)\n```")
        #expect(chapter.cells.first?.purpose == purpose && chapter.findings.isEmpty)
    }

    @Test(
        "misspellings are found, with the right spelling",
        arguments: [
            ("swift,trap", "`swift trap`"), ("swift{.fold}", "`swift fold`"), ("Swift", "`swift`"),
            ("swift5", "`swift`"),
            ("SWIFT hidden", "`swift`"), ("swift{.line-numbers}", "`swift`"),
            ("swift,timeout=5,fold", "`swift timeout=5 fold`"),
        ])
    func spelling(info: String, advice: String) throws {
        let finding = try #require(read("```\(info)\n```").findings.first)
        #expect(finding.rule == .unknownWord && finding.message.contains("write \(advice),"))
        #expect(finding.position == SourcePosition(line: 1, column: 4))
    }

    @Test(
        "what is wrong stands at its place",
        arguments: [
            ("```swift timeout=soon\n```", ["1:10 bad-value"]), ("> ```swift hiden\n> ```", ["1:12 unknown-word"]),
            ("- ```swift\n  a\n\ntext", ["1:3 unclosed-fence"]), ("```swift\n``", ["1:1 unclosed-fence"]),
            ("```swift\n    ```", ["1:1 unclosed-fence"]), ("```swift\n~~~", ["1:1 unclosed-fence"]),
            ("````swift\n```", ["1:1 unclosed-fence"]), ("x\n\n<!-- swift\na", ["3:1 unclosed-fence"]),
            ("```output\n```", ["1:1 output-orphan"]), ("```swift\n```\ntext\n\n~~~output\n~~~", ["5:1 output-orphan"]),
            ("```swift\n```\n```output tol=x\n```", ["3:11 bad-value"]),
            ("```swift\n```\n```output tol=1E-3 rtol=2.e+1\n```", []),
            ("```swift id=a\n```\n```swift id=a\n```", ["3:10 duplicate-id"]),
        ])
    func findings(text: String, expected: [String]) {
        #expect(places(read(text)) == expected)
    }

    @Test(
        "the first byte that is no UTF-8 is found in its line, whatever ends lines",
        arguments: [("a\nb\n", 3, 1), ("a\r\rb", 3, 2), ("a\r\nb", 2, 2), ("é", 1, 3), ("", 1, 1), ("\u{FEFF}é", 1, 3)])
    func encoding(before: String, line: Int, column: Int) {
        let chapter = readChapter(Array(before.utf8) + [0xFF, 0x0A], file: "Chapters/t.md")
        #expect(places(chapter) == ["\(line):\(column) not-utf8"] && chapter.blocks.isEmpty)
    }

    @Test("a front matter gives the title, one that is no YAML is found")
    func frontMatter() {
        #expect(read("---\ntitle: Weights\n---\n# Other").title == "Weights")
        #expect(read("\u{FEFF}---\ntitle: Weights\n---\n").title == "Weights")
        #expect(read("---\r\ntitle: Weights\r\n---\r\n").title == "Weights")
        #expect(places(read("---\ntitle: [\n---\n")).first?.hasSuffix("bad-value") == true)
        #expect(read("---\nno end").title == "t")
    }

    @Test("no text makes the reader stop")
    func anyText() {
        let pieces = [
            "```", "swift", "~~~", "\n", "\r", "> ", "- ", "1. ", "\t", "<!-- ", "-->", "output", "diagnostics", " ",
            "a",
            "\u{0}", "`=x`", "exercise id=a", "|", "    ", "---\n", "é", "\"", "=", "trap", "[^a]", "[^a]: ",
        ]
        for seed in 0..<4000 as Range<UInt64> {
            var state = (seed + 1) &* 0x9E37_79B9_7F4A_7C15
            func random(_ count: Int) -> Int {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                return Int(state % UInt64(count))
            }
            let text = (0..<random(40)).map { _ in pieces[random(pieces.count)] }.joined()
            let chapter = read(text)
            let lines = text.utf8.filter { $0 == 0x0A || $0 == 0x0D }.count + 2
            for position in chapter.findings.map(\.position) + chapter.cells.map(\.position) {
                #expect(
                    (1...lines).contains(position.line) && position.column >= 1,
                    "seed \(seed): \(text.debugDescription)")
            }
        }
    }
}
