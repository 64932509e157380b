/// How it went with an answer, in the words of the course format.
public enum Verdict: String, Sendable, Codable {
    case correct, partial
    case wrongAnswer = "wrong-answer"
    /// It ended, exited or printed, but gave no frame.
    case noAnswer = "no-answer"
    /// Malformed, too large or too many frames, or the judge stopped on one.
    case badAnswer = "bad-answer"
    case crashed
    case timedOut = "timed-out"
    case outOfMemory = "out-of-memory"
    case doesNotCompile = "does-not-compile"
    case compileTimedOut = "compile-timed-out"
    case notSubmitted = "not-submitted"
    case rejected, ungraded
}

/// What the judging of an answer comes to.
public struct JudgedAnswer: Sendable {
    /// What a group of inputs gave.
    public struct Group: Sendable {
        /// Its name.
        public var name: String
        /// What it gives.
        public var points: Int
        /// What it is worth.
        public var of: Int
        /// `correct`, or why it gives no points.
        public var verdict: Verdict
        /// The first input that went wrong, or a smaller one that goes wrong in the same way.
        public var failure: Failure?
        /// Wall seconds of the answer's program.
        public var seconds: Double
    }

    /// An input that went wrong.
    public struct Failure: Sendable {
        /// Which of the group's inputs it was, from 0.
        public var index: Int
        /// Why, in one sentence.
        public var reason: String
        /// The input, as a person reads it.
        public var input: String
        /// What was expected; empty if many answers would be right.
        public var expected = ""
        /// What the answer was.
        public var got = ""
    }

    /// How it went.
    public var verdict: Verdict
    /// What each group gave.
    public var groups: [Group] = []
    /// What the compiler or the system said, for messages.
    public var log = ""

    /// The points of the groups that are right.
    public var points: Int { groups.reduce(0) { $0 + $1.points } }
    /// The points of all groups.
    public var of: Int { groups.reduce(0) { $0 + $1.of } }
    /// The first group that is not right.
    public var firstFailing: Group? { groups.first { $0.verdict != .correct } }

    /// The judging of groups.
    init(_ groups: [Group]) {
        self.groups = groups
        let failed = groups.filter { $0.verdict != .correct }
        let areWrong = failed.allSatisfy { $0.verdict == .wrongAnswer }
        verdict =
            failed.isEmpty
            ? .correct : areWrong && groups.contains { $0.points > 0 } ? .partial : failed[0].verdict
    }

    /// An answer that did not come to be judged.
    init(_ verdict: Verdict, log: String = "") {
        self.verdict = verdict
        self.log = log
    }
}
