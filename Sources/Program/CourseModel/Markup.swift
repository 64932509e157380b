/// A block of a chapter: what CommonMark calls a block, and what the course format adds.
public struct Block: Hashable, Sendable {
    /// What kinds of block there are.
    public indirect enum Kind: Hashable, Sendable {
        /// A paragraph of text.
        case paragraph([Inline])
        /// A heading of level 1 to 6.
        case heading(level: Int, [Inline])
        /// A block quote.
        case blockQuote([Block])
        /// A bullet list or an ordered list.
        case list(List)
        /// A fenced or indented code block that is no cell; `info` is the info string, unescaped.
        case code(info: String, text: String)
        /// Raw HTML, as it stands.
        case html(String)
        /// A thematic break.
        case thematicBreak
        /// A pipe table.
        case table(Table)
        /// A block quote that begins with `[!NOTE]` or one of its kin.
        case callout(Callout, [Block])
        /// A fence of TeX math.
        case math(String)
        /// A cell together with its `output` and `diagnostics` fences: an index into ``Chapter/cells``.
        case cell(Int)
        /// Where an exercise begins: an index into ``Chapter/exercises``. It reaches to ``Exercise/endLine``.
        case exercise(Int)
    }

    /// What it is and holds.
    public var kind: Kind
    /// Where it begins.
    public var position: SourcePosition

    /// A block that begins at a place.
    public init(_ kind: Kind, at position: SourcePosition) {
        self.kind = kind
        self.position = position
    }

    /// A bullet list or an ordered list.
    public struct List: Hashable, Sendable {
        /// The first number of an ordered list; nil for a bullet list.
        public var start: Int?
        /// Whether its paragraphs are shown without space between them.
        public var isTight: Bool
        /// The blocks of each item.
        public var items: [[Block]]

        /// A list with its items.
        public init(start: Int?, isTight: Bool, items: [[Block]]) {
            self.start = start
            self.isTight = isTight
            self.items = items
        }
    }

    /// A pipe table: every row has as many cells as there are columns.
    public struct Table: Hashable, Sendable {
        /// How a column is aligned.
        public enum Alignment: Hashable, Sendable {
            case unspecified, left, center, right
        }

        /// The alignment of each column.
        public var alignments: [Alignment]
        /// The cells of the header row.
        public var header: [[Inline]]
        /// The cells of each further row.
        public var rows: [[[Inline]]]

        /// A table with its rows.
        public init(alignments: [Alignment], header: [[Inline]], rows: [[[Inline]]]) {
            self.alignments = alignments
            self.header = header
            self.rows = rows
        }
    }

    /// The kinds of callout.
    public enum Callout: String, Hashable, Sendable, CaseIterable {
        case note, tip, warning, important
    }
}

/// A piece of text within a block.
public indirect enum Inline: Hashable, Sendable {
    /// Text as it is to be read, unescaped.
    case text(String)
    /// A line end in the source that is no line break.
    case softBreak
    /// A hard line break.
    case lineBreak
    /// A code span.
    case code(String)
    /// A tag or another piece of raw HTML, as it stands, and the line that it begins in.
    case html(String, at: SourcePosition)
    /// Emphasis.
    case emphasis([Inline])
    /// Strong emphasis.
    case strong([Inline])
    /// A link; an empty text with a `#` destination is a cross-reference.
    case link(Link)
    /// An image; its text is the alternative text.
    case image(Link)
    /// TeX math in a line.
    case math(String)
    /// The value that a cell of the chapter captured under this name.
    case capture(String)
    /// A reference to the footnote with this index in ``Chapter/footnotes``.
    case footnote(Int)

    /// Where a link leads, or where an image lies.
    public struct Link: Hashable, Sendable {
        /// The destination, unescaped.
        public var destination: String
        /// The title; empty if there is none.
        public var title: String
        /// The text of the link, or the alternative text of the image.
        public var content: [Inline]
        /// The line that the paragraph's link stands in.
        public var position: SourcePosition

        /// A link to a destination.
        public init(destination: String, title: String, content: [Inline], position: SourcePosition) {
            self.destination = destination
            self.title = title
            self.content = content
            self.position = position
        }
    }
}

extension Array<Inline> {
    /// The text alone, as a screen reader or a table of contents wants it.
    public var plainText: String {
        map { inline in
            switch inline {
            case .text(let text), .code(let text), .math(let text): text
            case .softBreak, .lineBreak: " "
            case .html, .capture, .footnote: ""
            case .emphasis(let content), .strong(let content): content.plainText
            case .link(let link), .image(let link): link.content.plainText
            }
        }.joined()
    }
}
