import CourseModel
import SiteRendering
import Testing

@Suite struct ShownOutputTests {
    private func parts(_ printed: String, _ expected: String?, _ captures: [String: String] = [:]) -> [ShownOutput.Part]
    {
        let expectation = expected.map { text in
            Expectation(
                position: SourcePosition(line: 1), lines: SampleCourse.lines(text, from: 2),
                end: SourcePosition(line: 9))
        }
        return ShownOutput.parts(printed: printed, expected: expectation, captures: captures)
    }

    @Test func whatWasPrintedIsShownWhereNothingIsLeftOut() {
        #expect(parts("a 1.004\r\nb  \n\n \n", "a 1.00\nb") == [.lines(["a 1.004", "b  "])])
        #expect(parts("", nil).isEmpty)
        #expect(parts("x <y>\n", "x <...>") == [.lines(["x <y>"])])
    }

    @Test func linesLeftOutAreCounted() {
        #expect(parts("1\n2\n3\n4\n", "1\n...\n4") == [.lines(["1"]), .elision(lines: 2), .lines(["4"])])
        #expect(parts("1\n2\n", "1\n...\n2") == [.lines(["1"]), .lines(["2"])])
        #expect(parts("1\n2\n3\n", "...") == [.elision(lines: 3)])
        #expect(
            parts("a\nb\nc 5\nd\ne\n", "a\n...\nc <n>\n...\ne", ["n": "5"])
                == [.lines(["a"]), .elision(lines: nil), .lines(["c 5"]), .elision(lines: nil), .lines(["e"])])
    }

    @Test func anExpectationIsWrittenOutWithWhatWasCaptured() {
        let captures = ["loss": "0.31", "acc": "0.98"]
        func written(_ line: String) -> String { ShownOutput.written(line, captures: captures) }
        #expect(written("loss <loss> acc <acc: >= 0.97>") == "loss 0.31 acc 0.98")
        #expect(written("acc <acc: > 0.9> and <acc: 0.9...1.0>") == "acc 0.98 and 0.98")
        #expect(written("Array<Int> <...> \\<loss> <Loss> < 3") == "Array<Int> … <loss> <Loss> < 3")
        #expect(written("\\...") == "...")
        #expect(written("<other>") == "…")
    }
}
