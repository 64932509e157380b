import Figures
internal import FoundationEssentials

/// What an experiment gave, point by point.
public struct ExperimentResults: Sendable {
    /// The result at one point.
    public struct Line: Sendable, Hashable, Decodable {
        /// The point's settings, by name.
        public let point: [String: ExperimentValue]
        /// What was measured there, by name.
        public let result: [String: ExperimentValue]
        /// How long it took, in seconds.
        public let seconds: Double
    }

    /// The results, in the order of the grid.
    public let lines: [Line]

    /// The results at these points.
    package init(lines: [Line]) {
        self.lines = lines
    }

    /// The numbers of one name, a setting or a result, at the points with some settings, in the order of the grid.
    public func values(of name: String, where settings: [String: ExperimentValue] = [:]) -> [Double] {
        lines.filter { $0.has(settings) }.compactMap { ($0.result[name] ?? $0.point[name])?.number }
    }

    /// A series over a setting: at each of its values the mean of all results, with a band from the least to the greatest.
    ///
    /// - Parameters:
    ///   - name: what the legend calls it.
    ///   - x: a setting that is a number.
    ///   - y: a result that is a number.
    ///   - settings: what all its points have in common.
    public func series(
        _ name: String, x: String, y: String, where settings: [String: ExperimentValue] = [:]
    ) -> Series {
        let chosen = lines.filter { $0.has(settings) }
        let positions = Set(chosen.compactMap { $0.point[x]?.number }).sorted()
        let groups = positions.map { position in
            chosen.filter { $0.point[x]?.number == position }.compactMap { $0.result[y]?.number }
        }
        precondition(
            !groups.isEmpty && groups.allSatisfy { !$0.isEmpty },
            "no points with numbers for \(x) and \(y) where \(settings)")
        return Series(
            name, x: positions, y: groups.map { $0.reduce(0, +) / Double($0.count) },
            low: groups.map { $0.min() ?? .nan }, high: groups.map { $0.max() ?? .nan })
    }
}

extension ExperimentResults.Line {
    /// Whether it is a point with these settings.
    fileprivate func has(_ settings: [String: ExperimentValue]) -> Bool {
        settings.allSatisfy { point[$0.key] == $0.value }
    }
}

/// What `winnow experiment` kept of an experiment, in the course that the program runs in.
///
///     let results = try experimentResults("sparsity")
///     display(Chart("…", x: "sparsity", y: "accuracy", series: [results.series("LeNet", x: "sparsity", y: "accuracy")]))
///
/// A cell that reads it names the file with `needs=Chapters/experiments/NAME.jsonl`, so that it runs again when the
/// results change.
///
/// - Throws: ``ExperimentError``.
public func experimentResults(_ name: String) throws -> ExperimentResults {
    try experimentResults(atPath: "Chapters/experiments/\(name).jsonl")
}

/// What stands in a file of results; where a point was computed twice, its last line holds.
package func experimentResults(atPath path: String) throws -> ExperimentResults {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw ExperimentError.absent(path: path) }
    let texts = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var lines: [ExperimentResults.Line] = []
    var places: [[String: ExperimentValue]: Int] = [:]
    for (number, text) in texts.enumerated() where !text.isEmpty {
        guard let line = try? JSONDecoder().decode(ExperimentResults.Line.self, from: Data(text)) else {
            // The last line of a run that was killed may be torn.
            if number == texts.count - 1 { break }
            throw ExperimentError.damaged(path: path, line: number + 1)
        }
        if let place = places[line.point] {
            lines[place] = line
        } else {
            places[line.point] = lines.count
            lines.append(line)
        }
    }
    return ExperimentResults(lines: lines)
}
