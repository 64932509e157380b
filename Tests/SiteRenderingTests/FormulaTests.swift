import CourseModel
import SiteRendering
import Testing

@Suite struct FormulaTests {
    /// What stands between the rows of a formula's element.
    private func math(_ tex: String) throws -> String {
        var course = SampleCourse.course
        course.chapters[1].blocks = [Block(.math(tex), at: SourcePosition(line: 9))]
        let site = try renderSite(
            course, SampleCourse.result, assets: SiteFiles.assets(), options: SiteOptions(date: "today"))
        let html = String(decoding: try #require(site.files["02-prune.html"]), as: UTF8.self)
        let start = try #require(html.range(of: "<math display=\"block\"><semantics><mrow>"))
        let end = try #require(html.range(of: "</mrow><annotation"))
        return String(html[start.upperBound..<end.lowerBound])
    }

    private let thin = "<mspace width=\"0.1667em\"></mspace>"

    @Test func anOperatorHoldsTextAlone() throws {
        let html = try math("x \\bmod f")
        #expect(html.contains("<mo lspace=\"0.22em\" rspace=\"0.22em\">mod</mo>"), "\(html)")
    }

    @Test func namesStandApartFromTheirNeighbours() throws {
        #expect(try math("a \\log b") == "<mi>a</mi>\(thin)<mi>log</mi><mo>\u{2061}</mo>\(thin)<mi>b</mi>")
        #expect(
            try math("x \\operatorname{mod} M") == "<mi>x</mi>\(thin)<mi>mod</mi><mo>\u{2061}</mo>\(thin)<mi>M</mi>")
    }

    @Test func aPrimeIsNotRaisedTwice() throws {
        let prime = "<mo lspace=\"0em\" rspace=\"0em\">\u{2032}</mo>"
        #expect(try math("x'") == "<mrow><mi>x</mi>\(prime)</mrow>")
        #expect(
            try math("x' \\operatorname{mod} M")
                == "<mrow><mi>x</mi>\(prime)</mrow>\(thin)<mi>mod</mi><mo>\u{2061}</mo>\(thin)<mi>M</mi>")
    }
}
