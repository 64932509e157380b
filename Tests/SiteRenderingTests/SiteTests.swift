import CourseModel
import Foundation
import SiteRendering
import Testing

@Suite struct SiteTests {
    private func site(
        _ course: Course = SampleCourse.course, options: SiteOptions = SiteOptions(date: "24 November 2026"),
        fragments: SiteFragments = SiteFragments()
    ) throws -> Site {
        try renderSite(course, SampleCourse.result, assets: SiteFiles.assets(), options: options, fragments: fragments)
    }

    /// Checks for a text in a page without printing the page if it is not there.
    private func expect(
        _ html: some StringProtocol, contains text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        if !html.contains(text) { Issue.record("the page lacks \(text)", sourceLocation: sourceLocation) }
    }

    private func page(_ path: String, of site: Site) throws -> String {
        String(decoding: try #require(site.files[path]), as: UTF8.self)
    }

    @Test func everyChapterHasAPageAndEveryAssetIsThere() throws {
        let site = try site()
        #expect(site.findings.isEmpty)
        for path in ["index.html", "01-weight.html", "02-prune.html", "assets/style.css", "assets/OFL.txt"] {
            #expect(site.files[path]?.isEmpty == false, "\(path)")
        }
    }

    @Test func whatAProgramPrintsIsText() throws {
        let html = try page("01-weight.html", of: site())
        #expect(!html.contains("<script>alert"))
        #expect(!html.contains("<img src=x"))
        expect(html, contains: "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&gt;&lt;img src=x onerror=alert(1)&gt;")
        expect(html, contains: "<span class=\"control\">\u{241B}</span>[31mred")
        expect(html, contains: "<span class=\"control\">U+202E</span>abc<span class=\"control\">U+202C</span>")
        expect(html, contains: "😀")
        #expect(!html.unicodeScalars.contains("\u{1B}"))
        #expect(!html.unicodeScalars.contains("\u{202E}"))
    }

    @Test func aPageCarriesItsProof() throws {
        let html = try page("01-weight.html", of: site())
        expect(html, contains: "Swift 6.3.1")
        expect(html, contains: "3f9a0c77d1e2")
        expect(html, contains: "24 November 2026")
        expect(html, contains: "13.1 s")
        expect(html, contains: ">26620</span> weights are left")
        expect(html, contains: "18 lines left out")
        expect(html, contains: "Fatal error: Index out of range")
        let setup = try #require(html.range(of: "Code that runs on this page but is not shown"))
        #expect(!html[..<setup.lowerBound].contains("secret"))
        #expect(html[setup.upperBound...].contains("secret"))
    }

    @Test func outputsKeptFromAnEarlierRunCountWithWhatTheyTookThen() throws {
        var result = SampleCourse.result
        result.seconds = 0.2
        result.chapters[0].seconds = 0.1
        for index in result.chapters[0].cells.indices {
            result.chapters[0].cells[index].seconds = 2
            result.chapters[0].cells[index].isCached = true
        }
        let site = try renderSite(
            SampleCourse.course, result, assets: SiteFiles.assets(), options: SiteOptions(date: "today"))
        for path in ["01-weight.html", "index.html"] {
            expect(try page(path, of: site), contains: "winnow 0.1.0, in 18.0 s.")
        }
    }

    @Test func nothingIsAskedOfAnotherHost() throws {
        for (path, bytes) in try site().files where path.hasSuffix(".html") || path.hasSuffix(".css") {
            let text = String(decoding: bytes, as: UTF8.self)
            for use in [
                "src=\"http", "src=\"//", "url(http", "url(\"http", "@import", " style=\"", "<style", "onclick",
            ] {
                #expect(!text.contains(use), "\(path) holds \(use)")
            }
        }
    }

    @Test func everyNameIsGivenOnceAndEveryAddressLeadsSomewhere() throws {
        let site = try site()
        var names: [String: Set<String>] = [:]
        for (path, bytes) in site.files where path.hasSuffix(".html") {
            let ids = RawTag.tags(in: String(decoding: bytes, as: UTF8.self)).compactMap { $0.attributes["id"] }
            names[path] = Set(ids)
            #expect(names[path]?.count == ids.count, "\(path) names something twice: \(ids.sorted())")
        }
        var count = 0
        for (path, bytes) in site.files where path.hasSuffix(".html") {
            for tag in RawTag.tags(in: String(decoding: bytes, as: UTF8.self)) {
                guard let address = tag.attributes["href"] ?? tag.attributes["src"], !address.hasPrefix("https:")
                else { continue }
                count += 1
                let parts = address.split(separator: "#", omittingEmptySubsequences: false).map { String($0) }
                let target = parts[0].isEmpty ? path : parts[0]
                #expect(site.files[target] != nil, "\(path) leads to \(address)")
                if parts.count > 1 { #expect(names[target]?.contains(parts[1]) == true, "\(path) leads to \(address)") }
            }
        }
        #expect(count > 60)
    }

    @Test func theWholeCourseStandsOnOnePage() throws {
        let html = try page("course.html", of: site())
        expect(html, contains: "<section class=\"chapter\" id=\"01-weight\">")
        expect(html, contains: "href=\"#02-prune--schedules\">Schedules</a>")
        expect(html, contains: "id=\"02-prune--schedules\"")
        expect(html, contains: "href=\"#01-weight--ex-size\">Exercise 1.1</a>")
    }

    @Test func theNumberOfANoteStandsAtItsWord() throws {
        var course = SampleCourse.course
        course.chapters[1].footnotes = course.chapters[0].footnotes
        course.chapters[1].blocks.append(
            Block(.paragraph([.text("one "), .footnote(0), .softBreak, .footnote(0)]), at: SourcePosition(line: 9)))
        let html = try page("02-prune.html", of: site(course))
        expect(html, contains: "<p>one<sup class=\"footnote-ref\"><a id=\"fnref-1\"")
        expect(html, contains: "1</a></sup><sup class=\"footnote-ref\"><a id=\"fnref-1-2\"")
    }

    @Test func theStartPageSaysHowLongAChapterIsAndWhatThereIsToDo() throws {
        let html = try page("index.html", of: site())
        #expect(html.firstMatch(of: #/<span class="time">\d+ minutes?, 1 exercise</span>/#) != nil)
        #expect(html.firstMatch(of: #/<span class="time">1 minute</span>/#) != nil)
    }

    @Test func aNoteThatTwoChaptersCiteIsListedOnceWithBothPlaces() throws {
        var course = SampleCourse.course
        course.chapters[1].footnotes = course.chapters[0].footnotes
        course.chapters[1].blocks.append(Block(.paragraph([.footnote(0)]), at: SourcePosition(line: 9)))
        let html = try page("references.html", of: site(course))
        #expect(html.components(separatedBy: "Learning both Weights").count == 2)
        #expect(
            html.contains(
                "<a href=\"01-weight.html#fnref-1\">What a model weighs</a>, <a href=\"02-prune.html#fnref-1\">"))
        expect(html, contains: "https://arxiv.org/abs/1506.02626</a>")
    }

    @Test func listingsAndFiguresBearNumbersThatLinksName() throws {
        var course = SampleCourse.course
        course.chapters[0].cells[0].caption = "Keeping the \"largest\" tenth"
        course.chapters[0].cells[0].highlightedLines = [4...5]
        course.chapters[1].blocks += [
            Block(.paragraph([SampleCourse.link("01-weight.md#lst-prune", "", line: 9)]), at: SourcePosition(line: 9)),
            Block(
                .paragraph([
                    .image(
                        Inline.Link(
                            destination: "images/mask.png", title: "A mask & its holes", content: [.text("a grid")],
                            position: SourcePosition(line: 10)))
                ]), at: SourcePosition(line: 10)),
            Block(.paragraph([SampleCourse.link("#fig-mask", "", line: 11)]), at: SourcePosition(line: 11)),
        ]
        var options = SiteOptions(date: "24 November 2026")
        options.courseFiles = ["Chapters/images/mask.png": [1, 2]]
        let site = try site(course, options: options)
        #expect(site.findings.isEmpty)
        #expect(site.files["images/mask.png"] == [1, 2])
        let first = try page("01-weight.html", of: site)
        expect(first, contains: "<span class=\"label\">Listing 1.1</span> Keeping the &quot;largest&quot; tenth")
        expect(first, contains: "<mark><i class=k>let</i> mask = ")
        let second = try page("02-prune.html", of: site)
        expect(second, contains: "href=\"01-weight.html#lst-prune\">Listing 1.1</a>")
        expect(second, contains: "href=\"#fig-mask\">Figure 2.1</a>")
        expect(second, contains: "<span class=\"label\">Figure 2.1</span> A mask &amp; its holes")
    }

    @Test func aListingThatIsFoldedIsNamedWhereItOpens() throws {
        var course = SampleCourse.course
        course.chapters[0].cells[5].caption = "Folding <b>"
        let html = try page("01-weight.html", of: site(course))
        expect(html, contains: "<summary><span class=\"label\">Listing 1.1</span> Folding &lt;b&gt;</summary>")
        #expect(html.ranges(of: "Folding &lt;b&gt;").count == 1)
        expect(html, contains: "id=\"lst-cell-6\"")
    }

    @Test func knownFragmentsGiveTheSameSiteWithoutScripts() throws {
        let first = try site()
        var assets = try SiteFiles.assets()
        let again = try renderSite(
            SampleCourse.course, SampleCourse.result, assets: assets, options: SiteOptions(date: "24 November 2026"),
            fragments: first.fragments)
        #expect(again.files == first.files)
        #expect(again.fragments == first.fragments)
        // Other scripts make every fragment anew: here they cannot.
        assets.katex = "throw new Error('asked for');"
        #expect(throws: SiteError.script("KaTeX: Error: asked for")) {
            try renderSite(
                SampleCourse.course, SampleCourse.result, assets: assets,
                options: SiteOptions(date: "24 November 2026"), fragments: first.fragments)
        }
    }

    @Test func aWrongFormulaIsFoundWhereItStands() throws {
        var course = SampleCourse.course
        course.chapters[1].blocks.append(Block(.math("\\frac{1}{"), at: SourcePosition(line: 9)))
        let finding = try #require(try site(course).findings.first)
        #expect(finding.rule == .badMath)
        #expect(finding.file == "Chapters/02-prune.md")
        #expect(finding.position == SourcePosition(line: 9))
        #expect(
            finding.message
                == "the formula `\\frac{1}{` cannot be set: "
                + "Unexpected end of input in a macro argument, expected '}' at end of input: \\frac{1}{")
    }

    @Test func solutionsAreThereOnlyWhenAskedFor() throws {
        let secret = "let solution = 8_128"
        var options = SiteOptions(date: "24 November 2026")
        options.solutions = ["size": secret]
        let html = try page("01-weight.html", of: site(options: options))
        expect(html, contains: "8_128")
        for bytes in try site().files.values { #expect(!String(decoding: bytes, as: UTF8.self).contains("8_128")) }
    }

    @Test func whatFailedIsSaidAtTheTopOfThePage() throws {
        var result = SampleCourse.result
        result.chapters[0].cells[0].status = .failed
        result.findings = [
            Finding(
                file: "Chapters/01-weight.md", position: SourcePosition(line: 29), rule: .outputMismatch,
                message: "the output differs", expected: "kept <b>", actual: "kept \u{1B}[1m")
        ]
        let site = try renderSite(
            SampleCourse.course, result, assets: SiteFiles.assets(), options: SiteOptions(date: "today"))
        let html = try page("01-weight.html", of: site)
        expect(html, contains: "<a href=\"#cell-prune\">line 29</a>: the output differs")
        expect(html, contains: "expected</span> kept &lt;b&gt;</pre>")
        expect(html, contains: "printed</span> kept <span class=\"control\">\u{241B}</span>[1m</pre>")
        expect(html, contains: "<span aria-hidden=\"true\">✗</span> failed")
        let other = try page("02-prune.html", of: site)
        #expect(!other.contains("does not hold"))
    }

    @Test func searchKnowsTheTextOfEverySectionAndNothingHidden() throws {
        let script = try page("assets/sections.js", of: site())
        expect(
            script, contains: "[\"01-weight.html\",\"What a model weighs\",\"What a model weighs\",\"A model of seventy"
        )
        expect(script, contains: "[\"02-prune.html#schedules\",\"Pruning\",\"Schedules\",\"One shot, or in rounds.\"]")
        expect(script, contains: "print(\\\"kept \\\\(mask.count)")
        #expect(!script.contains("secret"))
    }

    @Test func aThemeWithoutATemplateIsRefused() throws {
        var assets = try SiteFiles.assets()
        assets.templates["cell"] = nil
        #expect(throws: SiteError.missingTemplate("cell")) {
            try renderSite(
                SampleCourse.course, SampleCourse.result, assets: assets, options: SiteOptions(date: "today"))
        }
    }
}
