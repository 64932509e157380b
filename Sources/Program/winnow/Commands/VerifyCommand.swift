import ArgumentParser
import CourseModel
import CourseReading
import ExerciseJudging
import Foundation
import SwiftPrograms

/// `winnow verify`: proves that exercises are sound.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Prove that exercises are sound, with their solutions and judges.",
        discussion: """
            For each exercise: the starter fails and the solution gets full points, also against a second way to the \
            answer on thousands of inputs; each wrong answer fails in the group that it names; small changes of the \
            solution are told from it; hints, points and time limits are as they should be.

              winnow verify                      all exercises
              winnow verify honest-size          one of them
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions

    @Argument(help: ArgumentHelp("Exercises to verify (default: all).", valueName: "exercise"))
    var exercises: [String] = []

    @Option(help: ArgumentHelp("Programs compiled and run at once.", valueName: "number"))
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: ArgumentHelp("Write a report as JSON (`-` is standard output).", valueName: "file"))
    var json: String?

    func run() async throws {
        guard jobs >= 1 else { throw UsageError(description: "--jobs takes a whole number from 1 up") }
        let folder = try findCourse(course, winnow.course)
        let compiler = try await findCompiler()
        guard compiler.bundle.hasJudging else { throw LibraryBundleError.unreadable(compiler.bundle.folder) }
        let course = try readCourse(at: folder)
        let chosen = try chosen(from: course)
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let prover = ExerciseProver(
            course, courseFolder: folder, compiler: compiler, scratch: scratch.path, jobs: jobs
        ) { Progress.shared.headline($0) }
        Progress.shared.start()
        var printer = FindingPrinter(courseFolder: folder)
        var proofs: [ExerciseProof] = []
        for (chapter, exercise) in chosen {
            let proof = try await prover.prove(exercise, of: chapter)
            Progress.shared.clear()
            printer.write(proof.findings)
            Terminal.say(line(of: proof))
            proofs.append(proof)
        }
        Progress.shared.finish()
        if let json { try writeJSON(VerifyReport(proofs), to: json) }
        Terminal.say(summary(of: proofs))
        if proofs.contains(where: { !$0.findings.isEmpty }) { throw ExitCode(1) }
    }

    private func chosen(from course: Course) throws -> [(Chapter, Exercise)] {
        let all = course.chapters.flatMap { chapter in chapter.exercises.map { (chapter, $0) } }
        guard !exercises.isEmpty else { return all }
        return try exercises.map { name in
            guard let found = all.first(where: { $0.1.name == name }) else {
                let advice =
                    nearestWord(to: name, among: all.map(\.1.name)).map { "did you mean `\($0)`?" }
                    ?? "there are " + all.map(\.1.name).joined(separator: ", ")
                throw UsageError(description: "there is no exercise `\(name)`: \(advice)")
            }
            return found
        }
    }

    private func line(of proof: ExerciseProof) -> String {
        let isSound = proof.findings.isEmpty
        let mark = Terminal.coloured(isSound ? "✓" : "✗", isSound ? .green : .red)
        let mutants = proof.mutants
        var parts = [
            Terminal.counted(proof.wrong.count, "wrong answer"),
            "\(mutants.killed) of \(mutants.made) mutants told apart",
        ]
        if mutants.equivalent > 0 { parts.append("\(mutants.equivalent) equivalent") }
        if !isSound { parts.append(Terminal.counted(proof.findings.count, "finding")) }
        return "\(mark) \(proof.exercise.name): " + parts.joined(separator: " · ")
            + String(format: " · %.1f s", proof.seconds)
    }

    private func summary(of proofs: [ExerciseProof]) -> String {
        let made = proofs.reduce(0) { $0 + $1.mutants.made }
        let killed = proofs.reduce(0) { $0 + $1.mutants.killed }
        let sound = proofs.filter(\.findings.isEmpty).count
        let wrong = proofs.reduce(0) { $0 + $1.wrong.count }
        return
            "\(sound) of \(proofs.count) exercises are sound · \(Terminal.counted(wrong, "wrong answer"))"
            + " · \(killed) of \(made) mutants told apart"
            + String(format: " · %.1f s", proofs.reduce(0) { $0 + $1.seconds })
    }
}
