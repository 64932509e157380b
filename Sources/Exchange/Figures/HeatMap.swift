/// A grid of numbers as shades.
public struct HeatMap: Hashable, Sendable, Codable {
    /// What it shows, in a few words: its caption.
    public var title: String
    /// What one sees in it, for those who cannot see it.
    public var description: String
    /// The names of the rows from above to below, shape `[r]`.
    public var rows: [String]
    /// The names of the columns from left to right, shape `[c]`.
    public var columns: [String]
    /// The numbers, shape `[r][c]`; one that is not finite stays empty.
    public var values: [[Double]]
    /// What the numbers measure.
    public var label: String

    /// A grid of numbers.
    public init(
        _ title: String, rows: [String], columns: [String], values: [[Double]], label: String, description: String = ""
    ) {
        precondition(values.count == rows.count, "\(values.count) rows of values for \(rows.count) names")
        for row in values {
            precondition(row.count == columns.count, "\(row.count) values in a row for \(columns.count) columns")
        }
        self.title = title
        self.description = description
        self.rows = rows
        self.columns = columns
        self.values = values
        self.label = label
    }
}
