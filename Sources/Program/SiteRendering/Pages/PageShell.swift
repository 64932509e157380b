import CourseModel

/// What surrounds the body of every page: its head, the chapter list, the ways on, and the proof.
struct PageShell {
    let course: Course
    let outline: CourseOutline
    let result: CourseResult
    let options: SiteOptions
    let templates: Templates
    let hasReferences: Bool
    /// The chapters as entries of a list: the same on every page but their own.
    private let entries: [String]

    init(
        course: Course, outline: CourseOutline, result: CourseResult, options: SiteOptions, templates: Templates,
        hasReferences: Bool
    ) {
        self.course = course
        self.outline = outline
        self.result = result
        self.options = options
        self.templates = templates
        self.hasReferences = hasReferences
        entries = outline.pages.dropFirst().map { templates.render("entry", Self.link(to: $0)) }
    }

    /// The page of a chapter, or the start page at place 0.
    ///
    /// - Parameters:
    ///   - title: the HTML of its first heading, if that is its title.
    ///   - body: the HTML of everything else.
    func chapterPage(_ chapter: Chapter, at place: Int, title: String?, body: String) -> String {
        let page = outline.pages[place]
        let isStart = place == 0
        let chapterResult = result.chapters.first { $0.file == chapter.file }
        var values = common(path: page.path)
        values["pageTitle"] = isStart ? course.title : "\(page.title) · \(course.title)"
        values["title"] = title ?? (isStart ? course.title : page.title).escapedForHTML
        values["isStart"] = isStart
        if isStart, !course.chapters.isEmpty { values["plan"] = ["chapters": plan] }
        values["body"] = body
        if let chapterResult { values["duration"] = Quantity.seconds(Self.seconds(proving: [chapterResult])) }
        if let number = page.number {
            values["number"] = "\(number)"
            values["minutes"] = minutes(of: chapter)
        }
        if title != nil, let anchor = page.sections.first?.anchor { values["titleAnchor"] = anchor }
        if place > 1 { values["previous"] = Self.link(to: outline.pages[place - 1]) }
        if place + 1 < outline.pages.count { values["next"] = Self.link(to: outline.pages[place + 1]) }
        values["hasPager"] = values["previous"] != nil || values["next"] != nil
        let problems = Set(chapter.findings + result.findings.filter { $0.file == page.file }).sorted()
        values["problems"] = problems.map { problem($0, in: chapter, page) }
        values["hasProblems"] = !problems.isEmpty
        return templates.render("page", values)
    }

    /// A finding as the page lists it, with a way to the cell that it is about.
    private func problem(_ finding: Finding, in chapter: Chapter, _ page: PageOutline) -> [String: Any] {
        var values: [String: Any] = ["line": "\(finding.position.line)", "message": finding.message]
        let cell = chapter.cells.lastIndex { $0.position.line <= finding.position.line && $0.display != .hidden }
        if let cell { values["cell"] = page.cellAnchors[cell] }
        for (name, text) in [("expected", finding.expected), ("actual", finding.actual)] {
            guard let text else { continue }
            var html = ""
            html.append(programText: text)
            values[name] = html
        }
        return values
    }

    /// The page that holds all chapters.
    func wholeCoursePage(sections: String) -> String {
        var values = common(path: PagePlace.wholeCoursePath)
        values["pageTitle"] = "The whole course · \(course.title)"
        values["title"] = course.title.escapedForHTML
        values["isStart"] = true
        values["body"] = sections
        return templates.render("page", values)
    }

    /// The page of notes and links.
    func referencesPage(body: String) -> String {
        var values = common(path: PagePlace.referencesPath)
        values["pageTitle"] = "References · \(course.title)"
        values["title"] = "References"
        values["body"] = body
        return templates.render("page", values)
    }

    private func common(path: String) -> [String: Any] {
        var values: [String: Any] = [
            "language": course.language,
            "course": course.title,
            "path": path,
            "contents": contents(on: path),
            "hasChapters": !course.chapters.isEmpty,
            "winnow": result.winnow,
            "toolchain": result.toolchain,
            "library": String(result.library.prefix(12)),
            "date": options.date,
            "duration": Quantity.seconds(max(result.seconds, Self.seconds(proving: result.chapters))),
        ]
        if !course.subtitle.isEmpty { values["subtitle"] = course.subtitle }
        if !course.authors.isEmpty { values["authors"] = course.authors.joined(separator: ", ") }
        if let repository = course.repository { values["repository"] = repository }
        if let script = options.reloadScript { values["reloadScript"] = script }
        if let base = options.baseURL { values["canonical"] = base + (path == "index.html" ? "" : path) }
        return values
    }

    /// The list of chapters as a page shows it: its own entry holds its sections.
    private func contents(on path: String) -> String {
        var entries = entries
        if let place = outline.pages.dropFirst().firstIndex(where: { $0.path == path }) {
            var values = Self.link(to: outline.pages[place])
            values["isCurrent"] = true
            values["sections"] = outline.pages[place].sections.filter { $0.level == 2 }.map { section in
                ["anchor": section.anchor, "title": section.content.plainText]
            }
            entries[place - 1] = templates.render("entry", values)
        }
        return templates.render(
            "contents",
            [
                "entries": entries.joined(),
                "hasReferences": hasReferences,
                "isReferences": path == PagePlace.referencesPath,
                "isWholeCourse": path == PagePlace.wholeCoursePath,
            ])
    }

    /// The chapters as the start page lists them.
    private var plan: [[String: Any]] {
        zip(outline.pages.dropFirst(), course.chapters).map { page, chapter in
            var entry = Self.link(to: page)
            entry["minutes"] = minutes(of: chapter)
            return entry
        }
    }

    /// What it took to prove the outputs of chapters: those kept from an earlier run count with what they took then.
    private static func seconds(proving chapters: [ChapterResult]) -> Double {
        chapters.reduce(0) { sum, chapter in
            sum + max(chapter.seconds, chapter.cells.reduce(0) { $0 + $1.seconds })
        }
    }

    /// How long a chapter takes to read, and what there is to do in it.
    private func minutes(of chapter: Chapter) -> String {
        let minutes = ReadingTime.minutes(of: chapter)
        let exercises = chapter.exercises.count
        return (minutes == 1 ? "1 minute" : "\(minutes) minutes")
            + (exercises == 0 ? "" : exercises == 1 ? ", 1 exercise" : ", \(exercises) exercises")
    }

    private static func link(to page: PageOutline) -> [String: Any] {
        ["path": page.path, "title": page.title, "number": page.number.map { "\($0)" } ?? ""]
    }
}
