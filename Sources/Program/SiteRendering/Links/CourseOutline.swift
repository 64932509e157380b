import CourseModel

/// All pages of a course, and where a link in one of them leads.
struct CourseOutline {
    /// Where a link leads.
    enum Destination: Hashable {
        /// A place in a page of the site; no anchor is the page's top.
        case page(path: String, anchor: String?)
        /// A file of the course, by its path in the course folder.
        case file(String)
        /// Somewhere else.
        case external(String)
    }

    /// The pages in reading order, the start page first.
    let pages: [PageOutline]
    private let pageByFile: [String: Int]
    private let pageByPath: [String: Int]

    /// The outline of a course: its start page is `index.html`, a chapter's page bears its file's name.
    ///
    /// - Parameter result: what its cells displayed, for the numbers of figures.
    init(of course: Course, _ result: CourseResult? = nil) {
        let index = course.index ?? Chapter(file: "site/index.md", title: course.title)
        let uses = ([index] + course.chapters).flatMap { LinkUse.all(in: $0) }
        let references = Set(uses.compactMap { use in use.destination.split(separator: "#").last.map { String($0) } })
        func figureKinds(of chapter: Chapter) -> [[PageOutline.Figure.Kind]] {
            let result = result?.chapters.first { $0.file == chapter.file }
            return result?.cells.map { $0.figures.map { FigureRenderer.isTable($0) ? .table : .figure } } ?? []
        }
        var pages: [PageOutline] = []
        pages.append(PageOutline(of: index, path: "index.html", number: nil))
        for (place, chapter) in course.chapters.enumerated() {
            pages.append(
                PageOutline(
                    of: chapter, path: "\(chapter.slug).html", number: PageOutline.number(of: chapter, at: place),
                    figureKinds: figureKinds(of: chapter), references: references))
        }
        self.pages = pages
        pageByFile = Dictionary(pages.enumerated().map { ($1.file, $0) }, uniquingKeysWith: { first, _ in first })
        pageByPath = Dictionary(pages.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The page with a path in the site.
    func page(at path: String) -> PageOutline? {
        pageByPath[path].map { pages[$0] }
    }

    /// The page of a Markdown file.
    func page(of file: String) -> PageOutline? {
        pageByFile[file].map { pages[$0] }
    }

    /// Where a file of the course lies in the site.
    ///
    /// Pages lie at the top, so that what lies beside a chapter has the same address from its page as from its file.
    static func sitePath(of file: String) -> String {
        for folder in ["Chapters/", "site/"] where file.hasPrefix(folder) {
            return String(file.dropFirst(folder.count))
        }
        return "files/" + file
    }

    /// Where a destination, as it is written in a Markdown file, leads.
    ///
    /// Relative destinations start at the folder of the file that they stand in; one that names a Markdown file of the
    /// course leads to its page.
    func resolve(_ destination: String, from file: String) -> Destination {
        if destination.hasPrefix("//") || Self.hasScheme(destination) { return .external(destination) }
        let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let anchor = parts.count > 1 && !parts[1].isEmpty ? Self.percentDecoded(parts[1]) : nil
        let written = Self.percentDecoded(parts[0].prefix { $0 != "?" })
        if written.isEmpty {
            let path = pageByFile[file].map { pages[$0].path } ?? "index.html"
            return .page(path: path, anchor: anchor)
        }
        let path = Self.join(folderOf: file, written)
        if let page = pageByFile[path] { return .page(path: pages[page].path, anchor: anchor) }
        // A link to the page itself, as one writes it who thinks of the site.
        if pageByPath[written] != nil { return .page(path: written, anchor: anchor) }
        return .file(path)
    }

    /// Whether a destination begins with a scheme such as `https:`.
    private static func hasScheme(_ destination: String) -> Bool {
        guard let colon = destination.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let scheme = destination[..<colon]
        guard let first = scheme.first, first.isASCII, first.isLetter else { return false }
        return scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    /// A path relative to the folder of a file, with `.` and `..` worked out; a leading `/` starts at the course folder.
    private static func join(folderOf file: String, _ path: String) -> String {
        var parts = path.hasPrefix("/") ? [] : file.split(separator: "/").dropLast().map { String($0) }
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    private static func percentDecoded(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            let digits = rest.dropFirst().prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
