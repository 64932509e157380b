import CellRunning

/// The report of `winnow check --json`.
struct CheckReport: Encodable {
    /// One exercise.
    struct Entry: Encodable {
        let exercise: String
        let verdict: ExerciseCheck.Verdict
        let points: Int
        let of: Int
        let seconds: Double
        let passed: Int
        let cases: Int
        let cached: Bool
    }

    let format = 1
    let exercises: [Entry]

    init(_ checks: [ExerciseCheck]) {
        exercises = checks.map { check in
            Entry(
                exercise: check.exercise, verdict: check.verdict, points: check.points, of: check.of,
                seconds: (check.seconds * 1e6).rounded() / 1e6, passed: check.passed, cases: check.cases,
                cached: check.isCached)
        }
    }

    private enum CodingKeys: String, CodingKey { case format, exercises }
}
