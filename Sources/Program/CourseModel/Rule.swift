/// The rules that a course can break; the raw value is the name that reports carry.
public enum Rule: String, Hashable, Sendable, CaseIterable, Codable {
    /// A cell printed something other than what stands below it.
    case outputMismatch = "output-mismatch"
    /// A cell printed and has no `output` fence.
    case outputMissing = "output-missing"
    /// An `output` or `diagnostics` fence has no cell before it.
    case outputOrphan = "output-orphan"
    /// The compiler refused a cell.
    case compileError = "compile-error"
    /// A `fail`, `warn` or `trap` cell did not do what its word says.
    case unexpectedSuccess = "unexpected-success"
    /// The compiler or the trap said something other than what the `diagnostics` fence says.
    case diagnosticsMismatch = "diagnostics-mismatch"
    /// A cell stopped the program.
    case trap
    /// A cell ended the program itself.
    case exited
    /// A cell ran longer than its `timeout`.
    case timeout
    /// A cell printed more than a cell may.
    case outputFlood = "output-flood"
    /// A cell took more memory than there is.
    case outOfMemory = "out-of-memory"
    /// A word after `swift` that the course format does not know.
    case unknownWord = "unknown-word"
    /// Two cells of a chapter carry the same id.
    case duplicateID = "duplicate-id"
    /// A word carries a value that it cannot have.
    case badValue = "bad-value"
    /// A code fence is never closed.
    case unclosedFence = "unclosed-fence"
    /// A chapter is not UTF-8.
    case notUTF8 = "not-utf8"
    /// Prose names a value that no cell of the chapter captures.
    case unknownCapture = "unknown-capture"
    /// A formula that cannot be set.
    case badMath = "bad-math"
    /// A data file that a cell needs is not there.
    case dataMissing = "data-missing"
    /// Results of an experiment were computed with other code, data, library or compiler than there are now.
    case staleExperiment = "stale-experiment"
    /// Two exercises of the course carry the same name.
    case duplicateExercise = "duplicate-exercise"
    /// A starter, an example or a solution names an exercise that is not there.
    case unknownExercise = "unknown-exercise"
    /// An exercise has no starter.
    case noStarter = "no-starter"
    /// An exercise that its own course does not prove to be sound.
    case exerciseUnsound = "exercise-unsound"
    /// A small change of a solution that the judge takes for right.
    case survivingMutant = "surviving-mutant"
    /// A link leads to a page, anchor or image that is not there.
    case brokenLink = "broken-link"
    /// An image has no text for those who cannot see it.
    case missingAlt = "missing-alt"
}
