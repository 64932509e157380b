/// Where a chapter is printed: on its own page, on the page of the whole course, or as a note on another page.
enum PagePlace: Hashable {
    /// On a page of this path, whose own anchors are as they are.
    case page(String)
    /// On the page that holds all chapters, where every anchor is preceded by its chapter.
    case wholeCourse

    /// The path of the page that holds the whole course.
    static let wholeCoursePath = "course.html"
    /// The path of the page that lists notes and links.
    static let referencesPath = "references.html"

    /// What an anchor of a chapter's page is called here.
    func anchor(_ anchor: String, of path: String) -> String {
        switch self {
        case .page: anchor
        case .wholeCourse: Self.slug(of: path) + "--" + anchor
        }
    }

    /// The address of a place in a chapter's page, as it is written here.
    func address(of anchor: String?, in path: String) -> String {
        switch self {
        case .page(let own):
            guard let anchor else { return path }
            return (path == own ? "" : path) + "#" + anchor
        case .wholeCourse:
            // The start page is no chapter, so that the whole course does not hold it.
            if path == "index.html" { return path + (anchor.map { "#" + $0 } ?? "") }
            return "#" + (anchor.map { self.anchor($0, of: path) } ?? Self.slug(of: path))
        }
    }

    /// What the section of a chapter is called on the page of the whole course.
    static func slug(of path: String) -> String {
        path.hasSuffix(".html") ? String(path.dropLast(5)) : path
    }
}
