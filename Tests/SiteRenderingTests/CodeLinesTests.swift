import SiteRendering
import Testing

@Suite struct CodeLinesTests {
    @Test func spansThatReachOverALineEndAreClosedAndOpenedAgain() {
        let html = "a <span class=\"c\">/* one\ntwo <b>x</b>\nthree */</span> b\nend\n"
        #expect(
            CodeLines.marking([2...2], in: html)
                == "a <span class=\"c\">/* one</span>\n"
                + "<mark><span class=\"c\">two <b>x</b></span>\n</mark>"
                + "<span class=\"c\">three */</span> b\nend\n")
        #expect(CodeLines.marking([], in: html) == html)
    }

    @Test func linesBeyondTheCodeMarkNothing() {
        #expect(CodeLines.marking([7...9], in: "a\nb\n") == "a\nb\n")
        #expect(CodeLines.marking([1...9], in: "a\nb") == "<mark>a\n</mark><mark>b</mark>")
    }
}
