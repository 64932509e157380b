/// An exercise of a chapter: its statement, its public cases and what a student starts with.
public struct Exercise: Hashable, Sendable {
    /// Its name, unique in the course, of lower-case letters, digits and hyphens.
    public var name: String
    /// What it is called on the page: the text of the heading above it.
    public var title: String
    /// Where its comment opens.
    public var position: SourcePosition
    /// The last line that belongs to it: the one before the next exercise or the next heading of its level or above.
    public var endLine: Int
    /// The points that a correct answer earns.
    public var points: Int
    /// Seconds that an answer may run.
    public var timeout: Double
    /// The library modules that an answer may import.
    public var imports: [String]
    /// The cell that a student starts with: an index into ``Chapter/cells``.
    public var starter: Int?
    /// Its public cases: indices into ``Chapter/cells``.
    public var examples: [Int]
    /// Its hints in order, as Markdown.
    public var hints: [String]
    /// Its statement, as Markdown.
    public var statement: String

    /// An exercise that begins at a place.
    public init(
        name: String, title: String = "", position: SourcePosition, endLine: Int = 0, points: Int = 1,
        timeout: Double = 10, imports: [String] = [], starter: Int? = nil, examples: [Int] = [], hints: [String] = [],
        statement: String = ""
    ) {
        self.name = name
        self.title = title
        self.position = position
        self.endLine = endLine
        self.points = points
        self.timeout = timeout
        self.imports = imports
        self.starter = starter
        self.examples = examples
        self.hints = hints
        self.statement = statement
    }
}
