import CourseModel

/// What became of a cell in a program, before what it printed is compared with the chapter.
struct CellOutcome: Hashable, Sendable, Codable {
    /// How it ended.
    enum State: String, Hashable, Sendable, Codable {
        /// It came to its end, or to the end that its word asks for.
        case finished
        case failed
        /// It needs a cell that failed, or its program stopped before it.
        case notRun
        /// The file that it needs is optional and absent.
        case skipped
    }

    var state: State
    var output = ""
    var seconds = 0.0
    var peakBytes = 0
    var figures: [String] = []
    /// What the compiler or the trap said, without positions.
    var diagnostics: [String] = []
}

/// What became of a program.
struct ProgramOutcome: Sendable {
    /// The outcomes of the cells that it decides about, by index.
    var cells: [Int: CellOutcome] = [:]
    var findings: [Finding] = []
    /// The cells that were compiled, whether or not they came to run.
    var compiled: Set<Int> = []
    /// The cell that stopped the program, if one did.
    var stoppedAt: Int?
    var isCached = false
}
