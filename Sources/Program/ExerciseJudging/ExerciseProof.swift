import CourseModel

/// What is known of an exercise after its course has tried to prove it sound.
public struct ExerciseProof: Sendable {
    /// The exercise.
    public let exercise: Exercise
    /// What does not hold.
    public var findings: [Finding] = []
    /// What the solution got.
    public var solution: JudgedAnswer?
    /// Each wrong answer with what it got.
    public var wrong: [(file: String, judged: JudgedAnswer)] = []
    /// What became of the mutants of its solution.
    public var mutants = MutantCount()
    /// Wall seconds of it all.
    public var seconds = 0.0

    /// The proof of an exercise that is yet to be looked at.
    init(_ exercise: Exercise) {
        self.exercise = exercise
    }
}

/// What became of the mutants of a solution.
public struct MutantCount: Sendable {
    /// Those that compile and are not listed as equivalent.
    public var made: Int { killed + survivors.count }
    /// Those that the judge tells from the solution.
    public var killed = 0
    /// Those that the judge takes for right.
    public var survivors: [Mutant] = []
    /// Those that are listed as equivalent, with a reason.
    public var equivalent = 0
    /// Those that do not compile, each with what the compiler said first.
    public var refused: [(mutant: Mutant, reason: String)] = []
}
