import CourseModel
import SiteRendering
import Testing

@Suite struct SiteTests {
    private func site(
        _ course: Course = SampleCourse.course, options: SiteOptions = SiteOptions(date: "24 November 2026"),
        fragments: SiteFragments = SiteFragments()
    ) throws -> Site {
        try renderSite(course, SampleCourse.result, assets: SiteFiles.assets(), options: options, fragments: fragments)
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
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&gt;&lt;img src=x onerror=alert(1)&gt;"))
        #expect(html.contains("<span class=\"control\">\u{241B}</span>[31mred"))
        #expect(html.contains("<span class=\"control\">U+202E</span>abc<span class=\"control\">U+202C</span>"))
        #expect(html.contains("😀"))
        #expect(!html.unicodeScalars.contains("\u{1B}"))
        #expect(!html.unicodeScalars.contains("\u{202E}"))
    }

    @Test func aPageCarriesItsProof() throws {
        let html = try page("01-weight.html", of: site())
        #expect(html.contains("Swift 6.3.1"))
        #expect(html.contains("3f9a0c77d1e2"))
        #expect(html.contains("24 November 2026"))
        #expect(html.contains("13.1 s"))
        #expect(html.contains(">26620</span> weights are left"))
        #expect(html.contains("18 lines left out"))
        #expect(html.contains("Fatal error: Index out of range"))
        #expect(!html.contains("let secret = 42"))
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
                == "the formula `\\frac{1}{` cannot be set: Expected '}', got 'EOF' at end of input: \\frac{1}{")
    }

    @Test func solutionsAreThereOnlyWhenAskedFor() throws {
        let secret = "let solution = 8_128"
        var options = SiteOptions(date: "24 November 2026")
        options.solutions = ["size": secret]
        let html = try page("01-weight.html", of: site(options: options))
        #expect(html.contains("8_128"))
        for bytes in try site().files.values { #expect(!String(decoding: bytes, as: UTF8.self).contains("8_128")) }
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
