import CourseModel

/// What surrounds the body of every page: its head, the chapter list, the ways on, and the proof.
struct PageShell {
    let course: Course
    let outline: CourseOutline
    let result: CourseResult
    let options: SiteOptions
    let templates: Templates
    let hasReferences: Bool

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
        values["isPlan"] = isStart && !course.chapters.isEmpty
        values["body"] = body
        values["duration"] = Quantity.seconds(isStart ? result.seconds : chapterResult?.seconds ?? result.seconds)
        if let number = page.number {
            values["number"] = "\(number)"
            values["minutes"] = minutes(of: chapter)
        }
        if title != nil, let anchor = page.sections.first?.anchor { values["titleAnchor"] = anchor }
        if place > 1 { values["previous"] = link(to: outline.pages[place - 1]) }
        if place + 1 < outline.pages.count { values["next"] = link(to: outline.pages[place + 1]) }
        values["hasPager"] = values["previous"] != nil || values["next"] != nil
        let problems = Set(chapter.findings + result.findings.filter { $0.file == page.file }).sorted()
        values["problems"] = problems.map { ["line": "\($0.position.line)", "message": $0.message] }
        values["hasProblems"] = !problems.isEmpty
        return templates.render("page", values)
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
            "chapters": chapterList(currentPath: path),
            "hasChapters": !course.chapters.isEmpty,
            "hasReferences": hasReferences,
            "isReferences": path == PagePlace.referencesPath,
            "isWholeCourse": path == PagePlace.wholeCoursePath,
            "winnow": result.winnow,
            "toolchain": result.toolchain,
            "library": String(result.library.prefix(12)),
            "date": options.date,
            "duration": Quantity.seconds(result.seconds),
        ]
        if !course.subtitle.isEmpty { values["subtitle"] = course.subtitle }
        if !course.authors.isEmpty { values["authors"] = course.authors.joined(separator: ", ") }
        if let repository = course.repository { values["repository"] = repository }
        if let script = options.reloadScript { values["reloadScript"] = script }
        if let base = options.baseURL { values["canonical"] = base + (path == "index.html" ? "" : path) }
        return values
    }

    private func chapterList(currentPath: String) -> [[String: Any]] {
        zip(outline.pages.dropFirst(), course.chapters).map { page, chapter in
            var entry = link(to: page)
            if currentPath == "index.html" { entry["minutes"] = minutes(of: chapter) }
            if page.path == currentPath {
                entry["isCurrent"] = true
                entry["sections"] = page.sections.filter { $0.level == 2 }.map { section in
                    ["anchor": section.anchor, "title": section.content.plainText]
                }
            }
            return entry
        }
    }

    private func minutes(of chapter: Chapter) -> String {
        let minutes = ReadingTime.minutes(of: chapter)
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }

    private func link(to page: PageOutline) -> [String: Any] {
        ["path": page.path, "title": page.title, "number": page.number.map { "\($0)" } ?? ""]
    }
}
