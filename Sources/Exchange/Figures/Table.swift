/// Rows of text under headings.
public struct Table: Hashable, Sendable, Codable {
    /// A column.
    public struct Column: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
        /// Its heading.
        public var name: String
        /// Whether it holds numbers, which stand to the right.
        public var isNumeric: Bool

        /// A column with a heading.
        public init(_ name: String, isNumeric: Bool) {
            self.name = name
            self.isNumeric = isNumeric
        }

        /// A column of text.
        public init(stringLiteral name: String) {
            self.init(name, isNumeric: false)
        }

        /// A column of numbers.
        public static func number(_ name: String) -> Column {
            Column(name, isNumeric: true)
        }
    }

    /// What it shows, in a few words: its caption.
    public var title: String
    /// The columns, shape `[c]`.
    public var columns: [Column]
    /// The text of each cell, shape `[r][c]`.
    public var rows: [[String]]

    /// A table with its rows.
    public init(_ title: String, columns: [Column], rows: [[String]]) {
        for row in rows {
            precondition(row.count == columns.count, "\(row.count) cells in a row for \(columns.count) columns")
        }
        self.title = title
        self.columns = columns
        self.rows = rows
    }
}
