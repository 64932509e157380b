import CourseModel

/// What a page holds that others refer to: its sections, exercises and listings, with their numbers and anchors.
struct PageOutline {
    /// A heading.
    struct Section {
        var anchor: String
        var level: Int
        var content: [Inline]
        var position: SourcePosition
    }

    /// What a link can lead to within a page.
    enum Target: Hashable {
        case section(title: String)
        case exercise(number: String, title: String)
        case listing(number: String)
        case figure(number: String)
        case cell

        /// What a link without text of its own says.
        var label: String {
            switch self {
            case .section(let title): title
            case .exercise(let number, _): "Exercise \(number)"
            case .listing(let number): "Listing \(number)"
            case .figure(let number): "Figure \(number)"
            case .cell: "the code"
            }
        }
    }

    /// The Markdown file, relative to the course folder.
    let file: String
    /// The page's path in the site.
    let path: String
    /// The chapter's title.
    let title: String
    /// The chapter's number; nil for the start page.
    let number: Int?
    /// All headings in order.
    private(set) var sections: [Section] = []
    /// Everything that can be linked to, by anchor.
    private(set) var targets: [String: Target] = [:]
    /// Every name in the page that a link may lead to: those of ``targets`` and those of raw HTML.
    private(set) var anchors: Set<String> = ["top", "content"]
    /// The anchor of each heading, by where it stands.
    private(set) var headingAnchors: [SourcePosition: String] = [:]
    /// The anchor of each exercise.
    private(set) var exerciseAnchors: [String] = []
    /// The anchor of each cell.
    private(set) var cellAnchors: [String] = []

    /// The outline of a chapter.
    init(of chapter: Chapter, path: String, number: Int?) {
        file = chapter.file
        self.path = path
        title = chapter.title
        self.number = number
        let rawAnchors = Self.rawAnchors(in: chapter)
        var anchors = Anchors(taken: rawAnchors)
        // Names that authors give come first: no heading takes theirs.
        for (index, exercise) in chapter.exercises.enumerated() {
            let anchor = anchors.take("ex-\(exercise.name)")
            exerciseAnchors.append(anchor)
            targets[anchor] = .exercise(number: numbered(index + 1), title: exercise.title)
        }
        for cell in chapter.cells {
            let anchor = anchors.take("cell-\(cell.id)")
            cellAnchors.append(anchor)
            if cell.display != .hidden { targets[anchor] = .cell }
        }
        var sections: [Section] = []
        chapter.blocks.forEachBlock { block in
            guard case .heading(let level, let content) = block.kind else { return }
            let anchor = anchors.take(Anchors.name(forHeading: content.plainText))
            sections.append(Section(anchor: anchor, level: level, content: content, position: block.position))
        }
        self.sections = sections
        for section in sections {
            headingAnchors[section.position] = section.anchor
            targets[section.anchor] = .section(title: section.content.plainText)
        }
        self.anchors.formUnion(targets.keys)
        self.anchors.formUnion(rawAnchors)
    }

    /// The names that raw HTML in the chapter gives.
    private static func rawAnchors(in chapter: Chapter) -> [String] {
        var names: [String] = []
        func collect(_ html: String) {
            for tag in RawTag.tags(in: html) {
                names += [tag.attributes["id"], tag.name == "a" ? tag.attributes["name"] : nil].compactMap { $0 }
            }
        }
        chapter.blocks.forEachBlock { block in
            if case .html(let html) = block.kind { collect(html) }
        }
        chapter.blocks.forEachInline { inline, _ in
            if case .html(let html) = inline { collect(html) }
        }
        return names
    }

    /// A number within the chapter: `3.2` in chapter 3, `2` where there is no chapter number.
    func numbered(_ index: Int) -> String {
        number.map { "\($0).\(index)" } ?? "\(index)"
    }

    /// The number that a chapter's file name begins with, else its place among the chapters.
    static func number(of chapter: Chapter, at index: Int) -> Int {
        Int(chapter.slug.prefix { $0.isASCII && $0.isNumber }) ?? index + 1
    }
}
