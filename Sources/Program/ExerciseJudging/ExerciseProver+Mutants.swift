import CourseModel

extension ExerciseProver {
    private enum Fate: Hashable, Sendable {
        case refused(reason: String)
        case killed, survived
    }

    /// Small changes of the solution are told from it.
    func checkMutants(
        _ judging: ExerciseJudging, _ batches: [[ExerciseJudging.Batch]], _ proof: inout ExerciseProof
    ) async throws {
        let trial = try await trial(judging, batches)
        var listed = Dictionary(judging.files.equivalents.map { ($0.mutant, $0) }) { first, _ in first }
        let all = Mutant.all(of: judging.files.solution.text)
        let tried = all.filter { listed[$0.name] == nil }.spread(over: thoroughness.mutants.upperBound)
        // Every equivalent is tried too: one that the judge refuses is none.
        let equivalent = all.filter { listed[$0.name] != nil }
        onStep("\(judging.exercise.name): \(tried.count) mutants")
        let fates = try await inParallel(tried + equivalent) { mutant in
            try await fate(of: mutant, judging, batches, trial)
        }
        for (mutant, fate) in zip(tried, fates) {
            switch fate {
            case .refused(let reason): proof.mutants.refused.append((mutant, reason))
            case .killed: proof.mutants.killed += 1
            case .survived: proof.mutants.survivors.append(mutant)
            }
        }
        for (mutant, fate) in zip(equivalent, fates.dropFirst(tried.count)) {
            guard let line = listed.removeValue(forKey: mutant.name) else { continue }
            if fate == .survived {
                proof.mutants.equivalent += 1
            } else {
                proof.report(
                    judging.files.folder + "/equivalent.txt", line.line,
                    "`\(mutant.name)` is listed as equivalent, and "
                        + (fate == .killed ? "the judge tells it from the solution" : "does not compile")
                        + ": delete the line")
            }
        }
        for line in listed.values {
            proof.report(
                judging.files.folder + "/equivalent.txt", line.line,
                "the solution has no mutant `\(line.mutant)` any more: delete the line")
        }
        for mutant in proof.mutants.survivors {
            proof.findings.append(
                Finding(
                    file: judging.files.solution.file, position: SourcePosition(line: mutant.line),
                    rule: .survivingMutant,
                    message:
                        "the judge takes this mutant for right: \(mutant.name): add inputs that tell it, or list it "
                        + "in equivalent.txt with a reason",
                    notes: ["- " + mutant.before, "+ " + mutant.after]))
        }
        let compiled = proof.mutants.made + proof.mutants.equivalent
        if compiled < thoroughness.mutants.lowerBound {
            proof.report(
                judging.files.solution.file, 1,
                "only \(compiled) mutants of the solution compile, and \(thoroughness.mutants.lowerBound) are needed to "
                    + "show that the judge is strict",
                notes: proof.mutants.refused.map { "\($0.mutant.name) does not compile: \($0.reason)" })
        }
    }

    /// How mutants are compiled, and what they may take.
    private struct Trial: Sendable {
        var isOptimized: Bool
        var limits: AnswerLimits
    }

    /// Compiling is most of what mutants cost, so they are not optimized if the solution does well without.
    private func trial(
        _ judging: ExerciseJudging, _ batches: [[ExerciseJudging.Batch]]
    ) async throws -> Trial {
        for isOptimized in [false, true] {
            let solution = try await judging.build(judging.files.solution, isOptimized: isOptimized)
            guard case .program(let program) = solution else { continue }
            defer { program.remove() }
            // All limits are of the processor's time, so that a busy machine decides nothing.
            var limits = AnswerLimits(seconds: judging.exercise.timeout, processorSeconds: isOptimized ? nil : 1)
            let judged = try await judging.judge(program, on: batches[0], limits: limits, shrinks: false)
            guard judged.verdict == .correct else { continue }
            let most = max(1, Int((10 * judged.slowest).rounded(.up)))
            // One that never ends is waited for that long: five times what is known to be enough will do.
            limits.processorSeconds = isOptimized ? most : min(5, most)
            return Trial(isOptimized: isOptimized, limits: limits)
        }
        return Trial(isOptimized: true, limits: AnswerLimits(seconds: judging.exercise.timeout))
    }

    private func fate(
        of mutant: Mutant, _ judging: ExerciseJudging, _ batches: [[ExerciseJudging.Batch]], _ trial: Trial
    ) async throws -> Fate {
        let answer = SwiftText(file: judging.files.solution.file, text: mutant.text)
        let program: AnswerProgram
        switch try await judging.build(answer, isOptimized: trial.isOptimized) {
        case .program(let built): program = built
        case .timedOut: return .refused(reason: "compiling takes too long")
        case .doesNotCompile(let diagnostics, let log):
            return .refused(reason: diagnostics.first { $0.severity == .error }?.message ?? log)
        }
        defer { program.remove() }
        for batch in batches {
            let judged = try await judging.judge(
                program, on: batch, limits: trial.limits, shrinks: false, stopsEarly: true)
            if judged.verdict != .correct { return .killed }
        }
        return .survived
    }
}

extension Array {
    /// At most so many of the elements, evenly over all.
    fileprivate func spread(over limit: Int) -> [Element] {
        count <= limit ? self : (0..<limit).map { self[$0 * count / limit] }
    }
}
