/// One Markdown file of a course.
public struct Chapter: Hashable, Sendable {
    /// The file, relative to the course folder.
    public var file: String
    /// The title: of the front matter, else the first heading, else the file's name.
    public var title: String
    /// The chapter in reading order.
    public var blocks: [Block] = []
    /// The text of each footnote, in the order of first reference.
    public var footnotes: [Footnote] = []
    /// The cells in order.
    public var cells: [Cell] = []
    /// The exercises in order.
    public var exercises: [Exercise] = []
    /// Where its prose shows captured values, in order.
    public var captureUses: [CaptureUse] = []
    /// What is wrong with the chapter before anything runs.
    public var findings: [Finding] = []

    /// A chapter that is read from a file.
    public init(file: String, title: String) {
        self.file = file
        self.title = title
    }

    /// The file's name without folder and ending, such as `01-weight`: the page's name.
    public var slug: String {
        let name = file.split(separator: "/").last ?? ""
        return String(name.hasSuffix(".md") ? name.dropLast(3) : name)
    }
}

/// A place where prose shows a value that a cell captured.
public struct CaptureUse: Hashable, Sendable {
    /// The name of the value.
    public var name: String
    /// Where the code span stands.
    public var position: SourcePosition

    /// A use at a place.
    public init(name: String, position: SourcePosition) {
        self.name = name
        self.position = position
    }
}

/// A note that prose refers to.
public struct Footnote: Hashable, Sendable {
    /// The label between `[^` and `]`.
    public var label: String
    /// What it says.
    public var blocks: [Block]

    /// A footnote with its text.
    public init(label: String, blocks: [Block]) {
        self.label = label
        self.blocks = blocks
    }
}

/// A folder of chapters, and what its `course.yml` says.
public struct Course: Hashable, Sendable {
    /// What the course is called.
    public var title: String
    /// One sentence on what it teaches; empty if it does not say.
    public var subtitle: String
    /// Who wrote it.
    public var authors: [String]
    /// The language of its prose, as a language tag.
    public var language: String
    /// Where its source can be read; nil if it does not say.
    public var repository: String?
    /// The start page, if the course has one.
    public var index: Chapter?
    /// The chapters, ordered by file name.
    public var chapters: [Chapter]

    /// A course of chapters.
    public init(
        title: String, subtitle: String = "", authors: [String] = [], language: String = "en",
        repository: String? = nil, index: Chapter? = nil, chapters: [Chapter] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.authors = authors
        self.language = language
        self.repository = repository
        self.index = index
        self.chapters = chapters
    }
}
