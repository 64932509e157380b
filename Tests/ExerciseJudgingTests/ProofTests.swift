import CourseModel
import ExerciseJudging
import Foundation
import Testing

@Suite(.serialized) struct ProofTests {
    private func proof(
        mutants: ClosedRange<Int> = 0...0, _ change: (ScratchExercise) throws -> Void
    ) async throws -> ExerciseProof {
        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        try change(exercise)
        var thoroughness = ExerciseProver.Thoroughness()
        thoroughness.seeds = [1]
        thoroughness.mutants = mutants
        return try await exercise.proof(thoroughness)
    }

    private func expect(
        _ proof: ExerciseProof, says words: String, in file: String, at location: SourceLocation = #_sourceLocation
    ) {
        let found = proof.findings.contains { $0.file.hasSuffix(file) && $0.message.contains(words) }
        #expect(found, "\(proof.findings.map { "\($0.file): \($0.message)" })", sourceLocation: location)
    }

    @Test func aSoundExerciseIsProved() async throws {
        let proof = try await proof(mutants: 7...40) {
            let lines = ["4:19 `<` → `<=`", "4:21 `0` → `1`"].map { $0 + " # zero adds nothing either way\n" }
            try $0.write(lines.joined(), named: "equivalent.txt")
        }
        #expect(proof.findings.isEmpty, "\(proof.findings.map(\.message))")
        #expect(proof.solution?.points == 2 && proof.wrong.count == 1)
        #expect(proof.mutants.killed == proof.mutants.made && proof.mutants.made >= 5 && proof.mutants.equivalent == 2)
    }

    @Test func aJudgeThatAcceptsEverythingIsFound() async throws {
        let proof = try await proof(mutants: 0...3) {
            try $0.write(
                ScratchExercise.judge(compare: ".property(\"anything\") { _, _ in true }"), named: "judge.swift")
        }
        expect(proof, says: "this wrong answer gets full points", in: "wrong/signed.swift")
        expect(proof, says: "the starter already gets full points", in: "01-sums.md")
        #expect(proof.findings.contains { $0.rule == .survivingMutant && !$0.notes.isEmpty })
    }

    @Test func whatMakesAJudgeUnreadableIsSaidOnceAndInItsFile() async throws {
        let nameless = try await proof { try $0.write("import Judging\n", named: "judge.swift") }
        expect(nameless, says: "cannot find 'judge' in scope: a judge is `let judge", in: "magnitudes/judge.swift")
        let unread = try await proof {
            let file = $0.folder + "/Solutions/01-sums/magnitudes/solution.swift"
            try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: file))
        }
        expect(unread, says: "not UTF-8: save it as UTF-8", in: "solution.swift")
        #expect(nameless.findings.count == 1 && unread.findings.count == 1)
    }

    @Test func aStarterThatPassesIsFound() async throws {
        let proof = try await proof {
            let starter = "func magnitudes(_ numbers: [Int]) -> Int {\n    0\n}\n"
            let chapter = ScratchExercise.chapter.replacing(starter, with: ScratchExercise.solution)
            try $0.write(chapter, to: "Chapters/01-sums.md")
        }
        expect(proof, says: "the starter already gets full points", in: "01-sums.md")
    }

    @Test func aStarterThatDoesNotCompileIsFound() async throws {
        let proof = try await proof {
            let chapter = ScratchExercise.chapter.replacing("-> Int {\n    0\n}", with: "-> Int {\n}")
            try $0.write(chapter, to: "Chapters/01-sums.md")
        }
        expect(proof, says: "the starter does not compile", in: "01-sums.md")
    }

    @Test func aSolutionWrongForOneInputInAThousandIsFound() async throws {
        // 24 is the sum of about one input in a thousand that the generator makes.
        let proof = try await proof {
            try $0.write(
                ScratchExercise.solution.replacing("return sum", with: "return numbers.last == 24 ? sum + 1 : sum"),
                named: "solution.swift")
        }
        expect(proof, says: "the solution is wrong, or the judge is", in: "solution.swift")
    }

    @Test func aSolutionThatOnlyItselfChecksIsFound() async throws {
        let proof = try await proof {
            try $0.write(ScratchExercise.judge(plainly: "nil"), named: "judge.swift")
        }
        expect(proof, says: "nothing checks the solution but the solution", in: "judge.swift")
    }

    @Test func publicCasesThatDoNotHoldAreFound() async throws {
        let proof = try await proof {
            try $0.write(ScratchExercise.chapter.replacing("\n7\n", with: "\n8\n"), to: "Chapters/01-sums.md")
        }
        #expect(proof.findings.map(\.rule) == [.outputMismatch])
    }

    @Test func wrongAnswersFailWhereTheySay() async throws {
        let proof = try await proof {
            try $0.write("// fails: edges\nfunc magnitudes(_ n: [Int]) -> Int { 0 }\n", named: "wrong/zero.swift")
            try $0.write("func magnitudes(_ n: [Int]) -> Int { 0 }\n", named: "wrong/unnamed.swift")
            try $0.write("// fails: does-not-compile\nfunc magnitudes(", named: "wrong/open.swift")
        }
        expect(proof, says: "this should fail `edges` first, and fails `small`", in: "wrong/zero.swift")
        expect(proof, says: "the first line must say which group it fails", in: "wrong/unnamed.swift")
        #expect(proof.findings.count == 2)
    }

    @Test func whatIsMissingOrTooMuchIsFound() async throws {
        let proof = try await proof {
            let chapter = ScratchExercise.chapter.replacing("points=2", with: "points=3")
            try $0.write(chapter.replacing(/<details>(.|\n)*/, with: ""), to: "Chapters/01-sums.md")
            try $0.write("", named: "notes.txt")
            try $0.write("1:1 `a` → `b` # no such\n\nnonsense\n", named: "equivalent.txt")
        }
        expect(proof, says: "has no hint", in: "01-sums.md")
        expect(proof, says: "nothing uses this file", in: "notes.txt")
        expect(proof, says: "worth 2 points", in: "judge.swift")
        expect(proof, says: "has no mutant `1:1 `a` → `b``", in: "equivalent.txt")
        expect(proof, says: "a line is a mutant", in: "equivalent.txt")
        #expect(proof.findings.count == 5)
    }

    @Test func equivalentMutantsMustBeEquivalent() async throws {
        let proof = try await proof(mutants: 0...0) {
            try $0.write(
                "4:19 `<` → `<=` # zero adds nothing either way\n4:19 `<` → `>` # no\n", named: "equivalent.txt")
        }
        #expect(proof.mutants.equivalent == 1)
        expect(proof, says: "`4:19 `<` → `>`` is listed as equivalent, and the judge tells it", in: "equivalent.txt")
    }

    @Test func tooFewMutantsAndASlowSolutionAreFound() async throws {
        let proof = try await proof(mutants: 10...40) {
            try $0.write(ScratchExercise.chapter.replacing("timeout=10", with: "timeout=2"), to: "Chapters/01-sums.md")
            try $0.write(
                "import Glibc\nlet slept: Void = { usleep(600_000) }()\nfunc magnitudes(_ numbers: [Int]) -> Int {\n"
                    + "    _ = slept\n    return numbers.map(abs).reduce(0, +)\n}\n",
                named: "solution.swift")
        }
        expect(proof, says: "mutants of the solution compile, and 10 are needed", in: "solution.swift")
        let notes = proof.findings.flatMap(\.notes).filter { $0.contains("drop `return") }
        #expect(notes.count == 1 && notes.allSatisfy { $0.contains("does not compile: missing return") }, "\(notes)")
        expect(proof, says: "give students timeout=", in: "01-sums.md")
    }

    @Test func aJudgeThatDoesNotCompileIsToldAtItsLine() async throws {
        let proof = try await proof {
            try $0.write("import Judging\n\nlet judge = nothing\n", named: "judge.swift")
        }
        #expect(proof.findings.first?.rule == .compileError && proof.findings.first?.position.line == 3)
    }
}
