import CourseModel

extension CourseRunner {
    /// For each program of the course, in words, whether it would run again and why; nothing is run.
    public func explain() -> [String] {
        course.chapters.flatMap { explain($0) }
    }

    private func explain(_ chapter: Chapter) -> [String] {
        let data = DataFiles(of: chapter, courseFolder: courseFolder, cache: cache)
        let last = cache.lastKeys(of: chapter.file)
        var lines: [String] = []
        for chain in planPrograms(of: chapter) {
            if data.isSkipped(chain) {
                lines.append("\(ids(chain.members, chapter)): skipped, since an optional file is not there")
                continue
            }
            let plans = (chain.program.cells.isEmpty ? [] : [chain.program]) + chain.sides
            lines += plans.map { plan in
                let key = ProgramKey(plan, of: chapter, compiler: compiler, dataHashes: data.hashes)
                return explain(plan, key, last, chapter)
            }
        }
        for exercise in chapter.exercises {
            guard let solution = options.solutions[exercise.name], !exercise.examples.isEmpty else { continue }
            let plan = ProgramPlan(kind: .examples, cells: exercise.examples, chain: 0)
            let key = ProgramKey(
                plan, of: chapter, compiler: compiler, dataHashes: data.hashes, answer: solution)
            lines.append(explain(plan, key, last, chapter))
        }
        return lines
    }

    private func explain(
        _ plan: ProgramPlan, _ key: ProgramKey, _ last: [String: RunCache.LastRun], _ chapter: Chapter
    ) -> String {
        let cells = ids(plan.decided, chapter)
        if let outcomes = cache.outcomes(for: key) {
            if let slow = plan.cellOutOfTime(outcomes, in: chapter) {
                return
                    "\(cells): will run again, since \(chapter.cells[slow].id) took longer than its timeout allows now"
            }
            return "\(cells): from the cache, since nothing changed since they passed"
        }
        guard let run = last[plan.name(in: chapter)] else { return "\(cells): will run, since they never ran before" }
        if let difference = key.difference(from: run.key) { return "\(cells): will run again, since \(difference)" }
        return run.passed
            ? "\(cells): will run again, since the result is no longer in the cache"
            : "\(cells): will run again, since they failed the last time, and failures are never kept"
    }

    private func ids(_ cells: [Int], _ chapter: Chapter) -> String {
        cells.map { "\(chapter.cells[$0].id) (line \(chapter.cells[$0].position.line))" }.joined(separator: ", ")
    }
}
