import CourseModel

/// Finds links that lead nowhere and images that say nothing.
struct LinkChecker {
    let course: CourseOutline
    /// The files that a site can show or link to, by path relative to the course folder.
    let courseFiles: Set<String>
    /// The files that the program wrote or carries, by path in the site.
    let siteFiles: Set<String>

    /// What is wrong with the links and images of a chapter.
    ///
    /// - Complexity: O(links), and for each broken one O(anchors of the page).
    func findings(in chapter: Chapter) -> [Finding] {
        var findings: [Finding] = []
        for use in LinkUse.all(in: chapter) {
            func report(_ rule: Rule, _ message: String) {
                findings.append(Finding(file: chapter.file, position: use.position, rule: rule, message: message))
            }
            if use.kind == .image(hasText: false) {
                report(
                    .missingAlt,
                    "the image `\(use.destination)` has no text for those who cannot see it: ![what it shows](…)")
            }
            if let message = complaint(about: use, from: chapter.file) { report(.brokenLink, message) }
        }
        return findings
    }

    private func complaint(about use: LinkUse, from file: String) -> String? {
        switch course.resolve(use.destination, from: file) {
        case .external:
            return use.kind == .reference ? "a link without text must lead to a place in the course" : nil
        case .page(let path, let anchor):
            guard let anchor, let page = course.page(at: path), !page.anchors.contains(anchor) else { return nil }
            let whole = path == course.page(of: file)?.path ? "this page" : page.file
            return "`#\(anchor)` is no place in \(whole): " + advice(for: anchor, among: page)
        case .file(let path):
            if courseFiles.contains(path) || siteFiles.contains(CourseOutline.sitePath(of: path)) { return nil }
            if path.hasPrefix("../") || path == ".." { return "`\(use.destination)` leads out of the course folder" }
            let known = course.pages.map(\.file) + courseFiles.sorted()
            let nearest = nearestWord(to: path, among: known).map { ": did you mean `\($0)`?" } ?? ""
            return "there is no file `\(path)` in the course" + nearest
        }
    }

    private func advice(for anchor: String, among page: PageOutline) -> String {
        let known = page.targets.filter { $0.value != .cell }.keys.sorted()
        if let nearest = nearestWord(to: anchor, among: known) { return "did you mean `#\(nearest)`?" }
        // Far from everything: a heading that shares a word is still the best guess.
        let words = Set(anchor.split(separator: "-"))
        let kin = known.filter { !words.isDisjoint(with: $0.split(separator: "-")) }
        let examples = (kin.isEmpty ? page.sections.map(\.anchor) : kin).prefix(3)
        if examples.isEmpty { return "the page has no heading to link to" }
        return "it has " + examples.map { "`#\($0)`" }.joined(separator: ", ")
    }
}

extension Course {
    /// The files that the chapters show or link to, as far as they lie within the course: what a site must be given.
    ///
    /// - Returns: paths relative to the course folder, ordered; whether they exist is for the caller to find out.
    public var linkedFiles: [String] {
        let outline = CourseOutline(of: self)
        var files: Set<String> = []
        for chapter in chapters + (index.map { [$0] } ?? []) {
            for use in LinkUse.all(in: chapter) {
                guard case .file(let path) = outline.resolve(use.destination, from: chapter.file) else { continue }
                if !path.hasPrefix("../"), path != ".." { files.insert(path) }
            }
        }
        return files.sorted()
    }
}
