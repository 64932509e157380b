import CourseModel
import CourseReading
import SiteRendering
import Testing

@Suite struct LinkTests {
    /// The findings of a course of two chapters, the first as given, with these files beside them.
    private func findings(_ first: String, files: [String] = []) throws -> [String] {
        let second = "# Pruning\n\n## Schedules\n\n## Schedules\n\n<a id=\"by-hand\"></a>\n"
        let course = Course(
            title: "Links",
            chapters: [
                readChapter(Array(first.utf8), file: "Chapters/01-first.md"),
                readChapter(Array(second.utf8), file: "Chapters/02-second.md"),
            ])
        var options = SiteOptions(date: "today")
        for file in files { options.courseFiles[file] = [1] }
        let result = CourseResult(winnow: "", toolchain: "", library: "")
        let site = try renderSite(course, result, assets: SiteFiles.assets(), options: options)
        return site.findings.map { "\($0.position.line) \($0.rule.rawValue) \($0.message)" }
    }

    @Test func linksThatHoldGiveNoFinding() throws {
        let text = """
            # First

            [a](02-second.md) [b](02-second.md#schedules) [c](./02-second.md#schedules-1) [d](#first) [e](#here)
            [f](02-second.html#by-hand) [g](https://example.org/nowhere#x) [h](mailto:a@example.org)
            ![a plot](images/a%20plot.png) [data](../data/x.csv) [](02-second.md#schedules) [top](index.html) [l](assets/OFL.txt)

            <p id="here">Raw <a href="02-second.md">HTML</a> <img src='images/a plot.png' alt=""></p>
            """
        #expect(try findings(text, files: ["Chapters/images/a plot.png", "data/x.csv"]) == [])
    }

    @Test func aBrokenLinkSaysWhatMayBeMeant() throws {
        #expect(
            try findings("# Weights\n\n[x](#weigths)\n")
                == ["3 broken-link `#weigths` is no place in this page: did you mean `#weights`?"])
        #expect(
            try findings("# Weights\n\nSee\n[x](02-second.md#pruning-schedules-in-rounds)\n")
                == [
                    "4 broken-link `#pruning-schedules-in-rounds` is no place in Chapters/02-second.md: "
                        + "it has `#pruning`, `#schedules`, `#schedules-1`"
                ])
        #expect(
            try findings("[x](02-secnd.md)\n\n> - [y](../../secret.txt)\n")
                == [
                    "1 broken-link there is no file `Chapters/02-secnd.md` in the course: "
                        + "did you mean `Chapters/02-second.md`?",
                    "3 broken-link `../../secret.txt` leads out of the course folder",
                ])
        #expect(
            try findings("text\n\n<div>\n<a href=\"nowhere.html\">x</a></div>\n")
                == ["4 broken-link there is no file `Chapters/nowhere.html` in the course"])
        #expect(
            try findings("text `code\nspan`\n<a href=\"nowhere.html\">x</a>\n")
                == ["3 broken-link there is no file `Chapters/nowhere.html` in the course"])
        #expect(
            try findings("[](https://example.org)\n")
                == ["1 broken-link a link without text must lead to a place in the course"])
    }

    @Test func anImageNeedsAFileAndAText() throws {
        #expect(
            try findings("a\n\n![](images/a.png)\n", files: ["Chapters/images/a.png"])
                == [
                    "3 missing-alt the image `images/a.png` has no text for those who cannot see it: ![what it shows](…)"
                ])
        #expect(
            try findings("![a](images/b.png)\n", files: ["Chapters/images/a.png"])
                == [
                    "1 broken-link there is no file `Chapters/images/b.png` in the course: "
                        + "did you mean `Chapters/images/a.png`?"
                ])
    }

    @Test func aSiteAsksForTheFilesThatItsChaptersName() {
        let text = "![a](images/a.png) [d](../data/x%20y.csv) [o](../../out) [p](02-second.md) <img src=\"b.png\">\n"
        let course = Course(title: "", chapters: [readChapter(Array(text.utf8), file: "Chapters/01-first.md")])
        #expect(
            course.linkedFiles == ["Chapters/02-second.md", "Chapters/b.png", "Chapters/images/a.png", "data/x y.csv"])
    }
}
