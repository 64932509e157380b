/// A place in a text file: line and column start at 1, columns count UTF-8 bytes as swiftc does.
public struct SourcePosition: Hashable, Comparable, Sendable, Codable {
    /// The line, starting at 1.
    public var line: Int
    /// The column in UTF-8 bytes, starting at 1.
    public var column: Int

    /// The place at a line and a column, both starting at 1.
    public init(line: Int, column: Int = 1) {
        self.line = line
        self.column = column
    }

    /// Orders places as one reads them.
    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
