import CourseModel

/// A course and what its cells gave, as a site: pure, bytes in and bytes out.
///
/// One page a chapter, at `<slug>.html`, beside `index.html`: every address is relative and names a file, so that the
/// site works from a folder and under any address.
///
/// - Parameters:
///   - fragments: those of an earlier rendering; formulas and programs that they hold are not made again.
/// - Throws: ``SiteError`` if the theme lacks a template or a script fails.
/// - Complexity: O(bytes of the course), about a millisecond for each new formula.
public func renderSite(
    _ course: Course, _ result: CourseResult, assets: SiteAssets, options: SiteOptions,
    fragments: SiteFragments = SiteFragments()
) throws(SiteError) -> Site {
    let renderer = try SiteRenderer(course, result, assets: assets, options: options, fragments: fragments)
    return try renderer.render()
}

/// What all pages of a site share while they are rendered.
private struct SiteRenderer {
    let course: Course
    let outline: CourseOutline
    let result: CourseResult
    let assets: SiteAssets
    let options: SiteOptions
    let templates: Templates
    let fragments: FragmentRenderer
    /// The start page's chapter, then the others.
    let chapters: [Chapter]

    init(
        _ course: Course, _ result: CourseResult, assets: SiteAssets, options: SiteOptions, fragments: SiteFragments
    ) throws(SiteError) {
        self.course = course
        outline = CourseOutline(of: course, result)
        self.result = result
        self.assets = assets
        self.options = options
        templates = try Templates(assets.templates)
        self.fragments = FragmentRenderer(assets: assets, known: fragments)
        chapters = [course.index ?? Chapter(file: "site/index.md", title: course.title)] + course.chapters
    }

    func render() throws(SiteError) -> Site {
        var files = assets.files
        for (path, bytes) in files where path.hasSuffix(".css") { files[path] = CompactStyles.of(bytes) }
        var findings: [Finding] = []
        for (file, bytes) in options.courseFiles.sorted(by: { $0.key < $1.key }) {
            files[CourseOutline.sitePath(of: file)] = bytes
        }
        let references = references()
        let shell = PageShell(
            course: course, outline: outline, result: result, options: options, templates: templates,
            hasReferences: !references.isEmpty)
        for (place, chapter) in chapters.enumerated() {
            let printer = printer(for: chapter, at: place)
            let (title, body) = printer.titleAndBody()
            files[outline.pages[place].path] = Array(
                shell.chapterPage(chapter, at: place, title: title, body: body).utf8)
            findings += printer.findings
            files.merge(printer.files) { first, _ in first }
        }
        if !course.chapters.isEmpty {
            files[PagePlace.wholeCoursePath] = Array(shell.wholeCoursePage(sections: wholeCourse()).utf8)
        }
        var sections = SearchSections()
        for (place, chapter) in chapters.enumerated() { sections.add(chapter, outline.pages[place]) }
        files[SearchSections.path] = Array(sections.script.utf8)
        if !references.isEmpty {
            files[PagePlace.referencesPath] = Array(shell.referencesPage(body: references.html).utf8)
        }
        let checker = LinkChecker(
            course: outline, courseFiles: Set(options.courseFiles.keys), siteFiles: Set(files.keys))
        for chapter in chapters { findings += checker.findings(in: chapter) }
        if let failure = fragments.failure { throw .script(failure.description) }
        return Site(files: files, findings: findings.sorted(), fragments: fragments.used)
    }

    private func printer(for chapter: Chapter, at place: Int, in pagePlace: PagePlace? = nil) -> PagePrinter {
        PagePrinter(
            chapter, page: outline.pages[place], course: outline,
            result: result.chapters.first { $0.file == chapter.file }, fragments: fragments, templates: templates,
            options: options, place: pagePlace)
    }

    private func references() -> ReferencesPage {
        var references = ReferencesPage()
        for (place, chapter) in chapters.enumerated() {
            let printer = printer(for: chapter, at: place, in: .page(PagePlace.referencesPath))
            references.add(chapter, page: outline.pages[place], course: outline, printer: printer)
        }
        return references
    }

    /// The chapters as sections of one page.
    private func wholeCourse() -> String {
        var html = ""
        for (place, chapter) in chapters.enumerated().dropFirst() {
            let page = outline.pages[place]
            let printer = printer(for: chapter, at: place, in: .wholeCourse)
            let (title, body) = printer.titleAndBody()
            html += "<section class=\"chapter\" id=\"\(PagePlace.slug(of: page.path).escapedForHTML)\">\n"
            html += "<div class=\"heading\">\n"
            if let number = page.number { html += "<p class=\"kicker\">Chapter \(number)</p>\n" }
            html += "<h1>\(title ?? page.title.escapedForHTML)</h1>\n</div>\n\(body)</section>\n"
        }
        return html
    }
}
