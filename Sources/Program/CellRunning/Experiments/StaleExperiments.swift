import CourseModel
import Foundation

extension CourseRunner {
    /// A warning for each experiment whose results were computed with other code, data, library or compiler.
    func staleExperiments() -> [Finding] {
        Experiment.all(in: courseFolder).compactMap { experiment in
            guard let bytes = FileManager.default.contents(atPath: courseFolder + "/" + experiment.resultFile) else {
                return nil
            }
            guard let code = FileManager.default.contents(atPath: courseFolder + "/" + experiment.file) else {
                return stale(
                    experiment, "\(experiment.file) is not there, so that nobody can compute these results again")
            }
            let key = experiment.key(
                of: String(decoding: code, as: UTF8.self), courseFolder: courseFolder, compiler: compiler
            ) { cache.hash(ofFile: $0, remembering: options.usesCache) }
            let lines = ResultFile.lines(in: bytes)
            let old = lines.filter { $0.key != key }.count
            if old == 0, !lines.isEmpty { return nil }
            let share =
                lines.isEmpty
                ? "no result is whole"
                : "\(old) of \(lines.count) results were computed with other "
                    + "code, data, library or compiler than there are now"
            return stale(experiment, "\(share): run `winnow experiment \(experiment.name)`")
        }
    }

    private func stale(_ experiment: Experiment, _ message: String) -> Finding {
        Finding(
            file: experiment.resultFile, position: SourcePosition(line: 1), severity: .warning, rule: .staleExperiment,
            message: message)
    }
}
