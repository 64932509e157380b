import CourseModel
import Foundation
import SwiftPrograms

extension ProgramRunner {
    /// What is said of an answer that the compiler does not finish.
    static let compilesTooLong =
        "compiling takes too long and was stopped: an expression or a type is too hard for the compiler"

    /// Compiles some public cases of an exercise together with an answer, and runs them one after the other.
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
        let placed = ProgramSource.placed(answer.text, as: answer.file)
        let compiler = SwiftCompiler(
            toolchain: compiler.toolchain, bundle: compiler.bundle.restricted(to: exercise.imports))
        let build = try await compiler.build(source.text, answer: placed, in: folder, limits: .answer)
        guard build.succeeded else {
            let errors = build.diagnostics.filter { $0.severity == .error }
            outcome.findings = errors.map { finding(of: $0, source, answer) }
            if errors.isEmpty {
                outcome.findings = [
                    Finding(
                        file: answer.file, position: SourcePosition(line: 1), rule: .compileError,
                        message: build.timedOut ? Self.compilesTooLong : "the compiler itself failed on this file",
                        notes: build.timedOut ? [] : build.log.split(separator: "\n").prefix(6).map(String.init))
                ]
            }
            return outcome
        }
        outcome.compiled = Set(plan.cells)
        try await run(plan.cells, in: folder, timeout: exercise.timeout, answer: answer, into: &outcome)
        return outcome
    }

    /// What the compiler said, at its place in the answer or in the chapter.
    private func finding(of error: CompilerDiagnostic, _ source: ProgramSource, _ answer: Answer) -> Finding {
        var message = error.message
        if message.hasPrefix("the compiler is unable to type-check this expression in reasonable time") {
            message =
                "this expression is too hard for the type checker: split it into several, or write the types of its parts"
        }
        let isInAnswer = error.file == ProgramSource.nameInPrograms(of: answer.file)
        // What is missing at the end of the file lies behind all that was renamed.
        let isBehindAnswer = error.file.split(separator: "/").last == "answer.swift"
        if isBehindAnswer {
            return Finding(
                file: answer.file, position: answer.end, rule: .compileError, message: message)
        }
        if !isInAnswer, let line = answer.renamedFrom {
            return Finding(
                file: answer.file, position: SourcePosition(line: line), rule: .compileError,
                message: message + " (behind this line, which gives the lines after it other names: take it out)")
        }
        if !isInAnswer, let place = source.place(of: error) {
            return Finding(file: chapter.file, position: place.position, rule: .compileError, message: message)
        }
        return Finding(
            file: answer.file, position: SourcePosition(line: max(1, error.line), column: max(1, error.column)),
            rule: .compileError, message: message)
    }

    /// What is said of a case in which an answer stopped the program, in words for whoever wrote the answer.
    func answerStop(
        _ end: CellProgram.End, cell index: Int, _ run: CellProgram.CellRun, timeout: Double, _ answer: Answer
    )
        -> Finding
    {
        let id = chapter.cells[index].id
        var result = stopFinding(end, cell: index, run)
        switch end {
        case .completed: break
        case .trapped:
            let file = ProgramSource.nameInPrograms(of: answer.file)
            let name = file.split(separator: "/").last.map(String.init) ?? file
            let frames = Trap(errors: run.errors).frames
            // The trap's own message knows the line, the backtrace also the column.
            if let frame = frames.first(where: { $0.file == file || $0.file == name }) {
                let precise = frames.first { $0.file == file && $0.line == frame.line } ?? frame
                result.file = answer.file
                result.position = SourcePosition(line: precise.line, column: max(1, precise.column))
            }
        case .exited(let code): result.message = "the answer ended the program with status \(code) in case `\(id)`"
        case .timedOut:
            result.message = "case `\(id)` was still running after \(shortest(timeout)) s: does a loop never end?"
        case .flooded: result.message = "case `\(id)` printed more than 1 MiB: does a loop never end?"
        case .outOfMemory: result.message = "case `\(id)` took more memory than there is"
        }
        return result
    }
}
