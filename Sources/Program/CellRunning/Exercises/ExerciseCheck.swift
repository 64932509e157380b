import CourseModel

/// What an answer to an exercise comes to when it is run against the public cases.
public struct ExerciseCheck: Sendable, Codable {
    /// How it went, in the words of the course format.
    public enum Verdict: String, Sendable, Codable {
        case correct, partial
        case wrongAnswer = "wrong-answer"
        /// It ended the program itself, or printed so much that it was stopped.
        case noAnswer = "no-answer"
        case crashed
        case timedOut = "timed-out"
        case outOfMemory = "out-of-memory"
        case doesNotCompile = "does-not-compile"
        case compileTimedOut = "compile-timed-out"
        case notSubmitted = "not-submitted"
        case rejected
    }

    /// A public case that does not hold.
    public struct FailingCase: Sendable, Codable, Hashable {
        /// Its name.
        public var id: String
        /// Its code.
        public var source: String
        /// What is wrong, at its place in the chapter or in the answer.
        public var finding: Finding
    }

    /// The name of the exercise.
    public var exercise: String
    /// How it went.
    public var verdict: Verdict
    /// The public cases that the answer passes, of all.
    public var passed: Int
    /// All its public cases.
    public var cases: Int
    /// The points that a correct answer earns.
    public var of: Int
    /// Wall seconds of compiling and running, when it was last run.
    public var seconds: Double
    /// What keeps the answer from being run at all, at its place in the answer or in a case.
    public var findings: [Finding]
    /// The cases that do not hold, the smallest first.
    public var failing: [FailingCase]
    /// Whether it is told again from an earlier run.
    public var isCached = false

    /// The points that the public cases alone would give.
    public var points: Int {
        cases == 0 ? 0 : of * passed / cases
    }

    /// The check of an exercise whose answer cannot be run.
    public init(_ exercise: Exercise, verdict: Verdict, findings: [Finding] = []) {
        self.exercise = exercise.name
        self.verdict = verdict
        passed = 0
        cases = exercise.examples.count
        of = exercise.points
        seconds = 0
        self.findings = findings
        failing = []
    }
}
