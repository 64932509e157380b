/// A piece of Swift in a chapter that is compiled, run and checked.
public struct Cell: Hashable, Sendable {
    /// A word after `swift`, as it is written, and where.
    public struct Word: Hashable, Sendable {
        /// The word with its value, such as `timeout=5`.
        public var text: String
        /// Where the word begins.
        public var position: SourcePosition

        /// A word at a place.
        public init(text: String, position: SourcePosition) {
            self.text = text
            self.position = position
        }
    }

    /// A line of code and where its first byte stands in the chapter.
    public struct Line: Hashable, Sendable {
        /// The line without its end, and without what belongs to a list or quote around the cell.
        public var text: String
        /// Where its first byte stands.
        public var position: SourcePosition
        /// How many blanks at its start stand for a tab that a list or quote takes in part.
        public var tabBlanks: Int

        /// A line at a place.
        public init(text: String, position: SourcePosition, tabBlanks: Int = 0) {
            self.text = text
            self.position = position
            self.tabBlanks = tabBlanks
        }

        /// Where a byte of ``text`` stands.
        ///
        /// - Parameter column: of the byte, starting at 1.
        public func position(column: Int) -> SourcePosition {
            let bytesBefore = column > tabBlanks ? max(column - 1 - max(tabBlanks - 1, 0), 0) : 0
            return SourcePosition(line: position.line, column: position.column + bytesBefore)
        }
    }

    /// What is done with a cell.
    public enum Purpose: Hashable, Sendable {
        /// Compile, run and compare.
        case run
        /// Compile in the scope of the cells before it, do not run.
        case compileOnly
        /// Neither compile nor run.
        case skip
        /// It must not compile.
        case fail
        /// It must compile with a warning of its own; it runs.
        case warn
        /// It must stop the program, and is not part of what later cells see.
        case trap
        /// What a student starts an exercise with; not run here.
        case starter(exercise: String)
        /// A public case of an exercise, run against a solution.
        case example(exercise: String)
    }

    /// Which cells a cell shares its program with.
    public enum Scope: Hashable, Sendable {
        /// The program of the cell before it.
        case chain
        /// A new program that the cells after it share.
        case reset
        /// A program by itself.
        case standalone
    }

    /// How a reader sees it.
    public enum Display: Hashable, Sendable {
        case shown, folded, hidden
    }

    /// What is done with its output.
    public enum OutputUse: Hashable, Sendable {
        /// Shown and compared.
        case checked
        /// Neither shown nor compared.
        case silent
        /// Shown, not compared.
        case nondeterministic
    }

    /// A data file that the cell reads.
    public struct DataFile: Hashable, Sendable {
        /// The path relative to the course folder.
        public var path: String
        /// Where the word stands.
        public var position: SourcePosition

        /// A data file named at a place.
        public init(path: String, position: SourcePosition) {
            self.path = path
            self.position = position
        }
    }

    /// The name that its author gave it, or one by its number in the chapter.
    public var id: String
    /// Where its fence or comment opens.
    public var position: SourcePosition
    /// The words after `swift`, as written.
    public var words: [Word] = []
    /// What is done with it.
    public var purpose: Purpose = .run
    /// Which cells it shares its program with.
    public var scope: Scope = .chain
    /// How a reader sees it.
    public var display: Display = .shown
    /// What stands below it as a numbered listing, if its author says so.
    public var caption: String?
    /// The lines of its code that are to catch the eye, counted from 1.
    public var highlightedLines: [ClosedRange<Int>] = []
    /// What is done with its output.
    public var outputUse: OutputUse = .checked
    /// Seconds that it may run.
    public var timeout: Double = 120
    /// Data files that it reads.
    public var dataFiles: [DataFile] = []
    /// Whether the whole program is skipped with one warning if a data file is absent.
    public var isOptional = false
    /// Why it is skipped, if its author says so.
    public var reason: String?
    /// Its code.
    public var code: [Line] = []
    /// Whether its fence is closed; one that is not is never compiled.
    public var isClosed = true
    /// What it is expected to print.
    public var output: Expectation?
    /// What the compiler or the trap is expected to say.
    public var diagnostics: Expectation?

    /// A cell that opens at a place.
    public init(id: String, position: SourcePosition) {
        self.id = id
        self.position = position
    }

    /// Its code as one text, each line ended by a newline.
    public var source: String {
        code.map { $0.text + "\n" }.joined()
    }
}

/// The fence that says what a cell prints, or what the compiler says about it.
public struct Expectation: Hashable, Sendable {
    /// Where the fence opens.
    public var position: SourcePosition
    /// Its lines and where they stand.
    public var lines: [Cell.Line]
    /// Where the closing line stands.
    public var end: SourcePosition
    /// The absolute tolerance, exactly as written, if one is given.
    public var tolerance: String?
    /// The relative tolerance, exactly as written, if one is given.
    public var relativeTolerance: String?
    /// Whether the fence is closed.
    public var isClosed: Bool

    /// A fence with its lines.
    public init(
        position: SourcePosition, lines: [Cell.Line], end: SourcePosition, tolerance: String? = nil,
        relativeTolerance: String? = nil, isClosed: Bool = true
    ) {
        self.position = position
        self.lines = lines
        self.end = end
        self.tolerance = tolerance
        self.relativeTolerance = relativeTolerance
        self.isClosed = isClosed
    }
}
