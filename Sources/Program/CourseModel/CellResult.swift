/// What became of a cell.
public struct CellResult: Hashable, Sendable {
    /// How a cell ended.
    public enum Status: String, Hashable, Sendable, Codable {
        /// It did what the chapter says.
        case passed
        /// It did not.
        case failed
        /// A cell that it depends on failed.
        case notRun = "not-run"
        /// Its author or a missing optional file left it out.
        case skipped
    }

    /// How it ended.
    public var status: Status
    /// Whether the result comes from an earlier run.
    public var isCached = false
    /// Seconds that it ran.
    public var seconds = 0.0
    /// The largest resident memory while it ran, in bytes.
    public var peakBytes = 0
    /// What it printed.
    public var output = ""
    /// What the compiler or the trap said, a line each, without positions.
    public var diagnostics: [String] = []
    /// The charts, tables and images that it displayed, each as JSON, in order.
    public var figures: [String] = []

    /// A result with a status.
    public init(status: Status) {
        self.status = status
    }
}

/// What became of a chapter's cells.
public struct ChapterResult: Hashable, Sendable {
    /// The chapter's file, relative to the course folder.
    public var file: String
    /// Wall seconds of compiling and running.
    public var seconds: Double
    /// One result per cell, in order.
    public var cells: [CellResult]
    /// The values that its expectations captured, by name.
    public var captures: [String: String]

    /// The results of a chapter.
    public init(file: String, seconds: Double = 0, cells: [CellResult] = [], captures: [String: String] = [:]) {
        self.file = file
        self.seconds = seconds
        self.cells = cells
        self.captures = captures
    }
}

/// What a run over a course found, and with what it was made.
public struct CourseResult: Hashable, Sendable {
    /// The version of this program.
    public var winnow: String
    /// The compiler, such as `Swift 6.3.1`.
    public var toolchain: String
    /// The hash of the library that cells were compiled against.
    public var library: String
    /// Wall seconds.
    public var seconds: Double
    /// One result per chapter, in order.
    public var chapters: [ChapterResult]
    /// All findings, ordered by file, line, column.
    public var findings: [Finding]

    /// The result of a run.
    public init(
        winnow: String, toolchain: String, library: String, seconds: Double = 0, chapters: [ChapterResult] = [],
        findings: [Finding] = []
    ) {
        self.winnow = winnow
        self.toolchain = toolchain
        self.library = library
        self.seconds = seconds
        self.chapters = chapters
        self.findings = findings
    }
}
