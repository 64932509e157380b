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

    init(
        _ course: Course, _ result: CourseResult, assets: SiteAssets, options: SiteOptions, fragments: SiteFragments
    ) throws(SiteError) {
        self.course = course
        outline = CourseOutline(of: course)
        self.result = result
        self.assets = assets
        self.options = options
        templates = try Templates(assets.templates)
        self.fragments = FragmentRenderer(assets: assets, known: fragments)
    }

    func render() throws(SiteError) -> Site {
        var files = assets.files
        var findings: [Finding] = []
        let index = course.index ?? Chapter(file: "site/index.md", title: course.title)
        for (place, chapter) in ([index] + course.chapters).enumerated() {
            let page = outline.pages[place]
            let printer = PagePrinter(
                chapter, page: page, course: outline, result: result.chapters.first { $0.file == chapter.file },
                fragments: fragments, templates: templates, options: options)
            let html = self.html(of: page, at: place, printer)
            files[page.path] = Array(html.utf8)
            findings += printer.findings
        }
        for (file, bytes) in options.courseFiles.sorted(by: { $0.key < $1.key }) {
            files[CourseOutline.sitePath(of: file)] = bytes
        }
        let checker = LinkChecker(
            course: outline, courseFiles: Set(options.courseFiles.keys), siteFiles: Set(files.keys))
        for chapter in [index] + course.chapters { findings += checker.findings(in: chapter) }
        if let failure = fragments.failure { throw .script(failure.description) }
        return Site(files: files, findings: findings.sorted(), fragments: fragments.used)
    }

    private func html(of page: PageOutline, at place: Int, _ printer: PagePrinter) -> String {
        let (title, body) = printer.titleAndBody()
        let isStart = page.number == nil
        let chapterResult = printer.result
        var values: [String: Any] = [
            "language": course.language,
            "course": course.title,
            "pageTitle": isStart ? course.title : "\(page.title) · \(course.title)",
            "title": title ?? page.title.escapedForHTML,
            "isStart": isStart,
            "body": body,
            "chapters": chapterList(current: page),
            "hasChapters": !course.chapters.isEmpty,
            "winnow": result.winnow,
            "toolchain": result.toolchain,
            "library": String(result.library.prefix(12)),
            "date": options.date,
            "duration": Quantity.seconds(chapterResult?.seconds ?? result.seconds),
        ]
        if let number = page.number { values["number"] = "\(number)" }
        if let anchor = page.sections.first(where: { $0.level == 1 })?.anchor { values["titleAnchor"] = anchor }
        if !course.subtitle.isEmpty { values["subtitle"] = course.subtitle }
        if !course.authors.isEmpty { values["authors"] = course.authors.joined(separator: ", ") }
        if let repository = course.repository { values["repository"] = repository }
        if let script = options.reloadScript { values["reloadScript"] = script }
        if let base = options.baseURL { values["canonical"] = base + (isStart ? "" : page.path) }
        if place > 1 { values["previous"] = link(to: outline.pages[place - 1]) }
        if place + 1 < outline.pages.count { values["next"] = link(to: outline.pages[place + 1]) }
        let problems = (printer.chapter.findings + result.findings.filter { $0.file == page.file })
        values["problems"] = problems.map { ["line": "\($0.position.line)", "message": $0.message] }
        values["hasProblems"] = !problems.isEmpty
        return templates.render("page", values)
    }

    private func chapterList(current: PageOutline) -> [[String: Any]] {
        outline.pages.dropFirst().map { page in
            var entry = link(to: page)
            if page.path == current.path {
                entry["isCurrent"] = true
                entry["sections"] = page.sections.filter { $0.level == 2 }.map { section in
                    ["anchor": section.anchor, "title": section.content.plainText]
                }
            }
            return entry
        }
    }

    private func link(to page: PageOutline) -> [String: Any] {
        ["path": page.path, "title": page.title, "number": page.number.map { "\($0)" } ?? ""]
    }
}
