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
        case figure(Figure)
        case cell

        /// What a link without text of its own says.
        var label: String {
            switch self {
            case .section(let title): title
            case .exercise(let number, _): "Exercise \(number)"
            case .listing(let number): "Listing \(number)"
            case .figure(let figure): figure.name
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
    /// The numbers of the cells that are numbered listings.
    private(set) var listings: [Int: String] = [:]
    /// The figures of each cell that displays some, and of each captioned image by where it stands.
    private(set) var cellFigures: [Int: [Figure]] = [:]
    private(set) var imageFigures: [SourcePosition: Figure] = [:]

    /// A numbered figure; tables are numbered by themselves.
    struct Figure: Hashable {
        enum Kind: String {
            case figure = "Figure"
            case table = "Table"
        }

        var anchor: String
        var kind: Kind
        var number: String

        /// What text calls it, such as `Figure 3.2`.
        var name: String { "\(kind.rawValue) \(number)" }
    }

    /// The outline of a chapter.
    ///
    /// - Parameters:
    ///   - figureKinds: what each cell displayed.
    ///   - references: the anchors that links of the course name, so that what is referred to bears a number.
    init(
        of chapter: Chapter, path: String, number: Int?, figureKinds: [[Figure.Kind]] = [], references: Set<String> = []
    ) {
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
        nameCells(of: chapter, figureKinds: figureKinds, references: references, &anchors)
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

    private mutating func nameCells(
        of chapter: Chapter, figureKinds: [[Figure.Kind]], references: Set<String>, _ anchors: inout Anchors
    ) {
        var listingCount = 0
        for (index, cell) in chapter.cells.enumerated() {
            let isListing = cell.caption != nil || references.contains("lst-\(cell.id)")
            if isListing, cell.display != .hidden {
                listingCount += 1
                let anchor = anchors.take("lst-\(cell.id)")
                cellAnchors.append(anchor)
                listings[index] = numbered(listingCount)
                targets[anchor] = .listing(number: numbered(listingCount))
            } else {
                let anchor = anchors.take(cell.id.hasPrefix("cell-") ? cell.id : "cell-\(cell.id)")
                cellAnchors.append(anchor)
                if cell.display != .hidden { targets[anchor] = .cell }
            }
        }
        var counts: [Figure.Kind: Int] = [:]
        func figure(_ name: String, _ kind: Figure.Kind = .figure) -> Figure {
            counts[kind, default: 0] += 1
            let anchor = anchors.take("\(kind == .table ? "tab" : "fig")-\(name)")
            let figure = Figure(anchor: anchor, kind: kind, number: numbered(counts[kind, default: 0]))
            targets[anchor] = .figure(figure)
            return figure
        }
        chapter.blocks.forEachBlock { block in
            switch block.kind {
            case .cell(let index):
                let cell = chapter.cells[index]
                guard index < figureKinds.count, cell.display != .hidden else { return }
                cellFigures[index] = figureKinds[index].map { figure(cell.id, $0) }
            case .paragraph(let content):
                guard let image = content.captionedImage else { return }
                let file = image.destination.split(separator: "/").last ?? ""
                imageFigures[block.position] = figure(Anchors.name(forHeading: String(file.prefix { $0 != "." })))
            default:
                break
            }
        }
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
            if case .html(let html, _) = inline { collect(html) }
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

extension Array<Inline> {
    /// The image that a paragraph consists of, if it is one with a title: a figure whose caption is that title.
    var captionedImage: Inline.Link? {
        guard count == 1, case .image(let image)? = first, !image.title.isEmpty else { return nil }
        return image
    }
}
