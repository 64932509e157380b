extension Workspace {
    /// How many of an exercise's hints the student has seen.
    public func hintsShown(of sheet: ExerciseSheet) throws -> Int {
        min(try settings()?.exercises[sheet.name]?.hintsShown ?? 0, sheet.exercise.hints.count)
    }

    /// The number of the next hint, from 1, which is then remembered as shown; nil if all were.
    ///
    /// - Throws: ``WorkspaceError``.
    public func takeHint(of sheet: ExerciseSheet) throws -> Int? {
        let shown = try hintsShown(of: sheet)
        guard shown < sheet.exercise.hints.count else { return nil }
        if var settings = try settings(), settings.exercises[sheet.name] != nil {
            settings.exercises[sheet.name]?.hintsShown = shown + 1
            try save(settings)
        }
        return shown + 1
    }

    /// A hint as plain text, in lines of at most so many columns where words allow it.
    public static func hintText(_ markdown: String, columns: Int = 97) -> [String] {
        // A comment's mark takes three columns, which are taken away again.
        CommentText.lines(of: markdown, columns: columns + 3).map { $0 == "//" ? "" : String($0.dropFirst(3)) }
    }
}
