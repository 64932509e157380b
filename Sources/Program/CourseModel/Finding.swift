/// Something that does not hold in a course, at a place that its author can open: the currency of the tool.
public struct Finding: Hashable, Sendable, Codable {
    /// How much a finding weighs.
    public enum Severity: String, Hashable, Sendable, Codable {
        /// The run ends with exit code 1.
        case error
        /// The run may still end with exit code 0.
        case warning
    }

    /// The file, relative to the course folder, with `/` between folders.
    public var file: String
    /// Where in the file.
    public var position: SourcePosition
    /// Whether the course fails by it.
    public var severity: Severity
    /// Which rule of the course format it breaks.
    public var rule: Rule
    /// What is wrong and what to do about it, in one line.
    public var message: String
    /// What stands in the chapter, where a comparison failed.
    public var expected: String?
    /// What the program gave instead, where a comparison failed.
    public var actual: String?
    /// Further lines for a reader at a terminal, such as a diff or the trap's own words.
    public var notes: [String]

    /// A finding with all its parts.
    public init(
        file: String, position: SourcePosition, severity: Severity = .error, rule: Rule, message: String,
        expected: String? = nil, actual: String? = nil, notes: [String] = []
    ) {
        self.file = file
        self.position = position
        self.severity = severity
        self.rule = rule
        self.message = message
        self.expected = expected
        self.actual = actual
        self.notes = notes
    }
}

extension Finding: Comparable {
    /// Orders findings by file, line, column, and then by rule and message, so that reports never vary.
    public static func < (left: Finding, right: Finding) -> Bool {
        // Files go by their bytes, as chapters do: as text, two spellings of one letter would count as the same file.
        guard left.file.utf8.elementsEqual(right.file.utf8) else {
            return left.file.utf8.lexicographicallyPrecedes(right.file.utf8)
        }
        return (left.position, left.rule.rawValue, left.message) < (right.position, right.rule.rawValue, right.message)
    }
}
