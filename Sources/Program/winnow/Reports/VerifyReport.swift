import CourseModel
import ExerciseJudging

/// The report of `winnow verify --json`: what each solution got, and what was tried to see whether that means anything.
struct VerifyReport: Encodable {
    /// A group of inputs, with what the solution got for it.
    struct Group: Encodable {
        let name: String
        let points: Int
        let of: Int
        let seconds: Double
    }

    /// A wrong answer, with what it got.
    struct Wrong: Encodable {
        let file: String
        let verdict: Verdict
        let points: Int
        let group: String?
    }

    /// What became of the mutants.
    struct Mutants: Encodable {
        let made: Int
        let killed: Int
        let equivalent: Int
        let refused: Int
        let survivors: [String]
    }

    /// One exercise.
    struct Entry: Encodable {
        let exercise: String
        let sound: Bool
        let verdict: Verdict
        let points: Int
        let of: Int
        let seconds: Double
        let groups: [Group]
        let wrong: [Wrong]
        let mutants: Mutants
        let findings: [Finding]
    }

    let format = 1
    let exercises: [Entry]

    init(_ proofs: [ExerciseProof]) {
        exercises = proofs.map { proof in
            Entry(
                exercise: proof.exercise.name, sound: proof.findings.isEmpty,
                verdict: proof.solution?.verdict ?? .ungraded, points: proof.solution?.points ?? 0,
                of: proof.exercise.points, seconds: rounded(proof.seconds),
                groups: (proof.solution?.groups ?? []).map {
                    Group(name: $0.name, points: $0.points, of: $0.of, seconds: rounded($0.seconds))
                },
                wrong: proof.wrong.map { file, judged in
                    Wrong(
                        file: file, verdict: judged.verdict, points: judged.points, group: judged.firstFailing?.name)
                },
                mutants: Mutants(
                    made: proof.mutants.made, killed: proof.mutants.killed, equivalent: proof.mutants.equivalent,
                    refused: proof.mutants.refused.count, survivors: proof.mutants.survivors.map(\.name)),
                findings: proof.findings)
        }
    }

    private enum CodingKeys: String, CodingKey { case format, exercises }
}

/// Seconds to the microsecond.
private func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
