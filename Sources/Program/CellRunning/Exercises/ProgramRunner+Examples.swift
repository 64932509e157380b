import CourseModel
import Foundation
import SwiftPrograms

extension ProgramRunner {
    /// Compiles the public cases of an exercise together with an answer, and runs them one after the other.
    func runExamples(_ plan: ProgramPlan, of exercise: Exercise, answer: Answer) async throws -> ProgramOutcome {
        var outcome = ProgramOutcome()
        for index in plan.cells { outcome.cells[index] = CellOutcome(state: .failed) }
        let forbidden = answer.forbiddenImports(exercise, library: compiler.bundle.manifest.modules)
        guard forbidden.isEmpty else {
            outcome.findings = forbidden.map { module, line in
                let allowed = exercise.imports.isEmpty ? "none" : exercise.imports.joined(separator: ", ")
                return Finding(
                    file: answer.file, position: SourcePosition(line: line), rule: .compileError,
                    message:
                        "exercise `\(exercise.name)` does not allow `import \(module)` (allowed: \(allowed)): write "
                        + "it yourself")
            }
            return outcome
        }
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = ProgramSource(plan.cells, of: chapter)
        let place = "#sourceLocation(file: \(ProgramSource.quoted(answer.file)), line: 1)\n"
        let build = try await compiler.build(source.text, answer: place + answer.text, in: folder)
        guard build.succeeded else {
            let errors = build.diagnostics.filter { $0.severity == .error }
            outcome.findings = errors.map { finding(of: $0, source, answer) }
            if errors.isEmpty {
                outcome.findings = [
                    Finding(
                        file: answer.file, position: SourcePosition(line: 1), rule: .compileError,
                        message: build.timedOut ? "compiling takes too long: simplify the expressions" : build.log)
                ]
            }
            return outcome
        }
        outcome.compiled = Set(plan.cells)
        try await run(plan.cells, in: folder, timeout: exercise.timeout, into: &outcome)
        return outcome
    }

    /// What the compiler said, at its place in the answer or in the chapter.
    private func finding(of error: CompilerDiagnostic, _ source: ProgramSource, _ answer: Answer) -> Finding {
        if error.file != answer.file, let place = source.place(of: error) {
            return Finding(file: chapter.file, position: place.position, rule: .compileError, message: error.message)
        }
        return Finding(
            file: answer.file, position: SourcePosition(line: max(1, error.line), column: max(1, error.column)),
            rule: .compileError, message: error.message)
    }
}
