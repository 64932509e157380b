internal import FoundationEssentials
internal import Glibc

/// Measures something at every point of a grid: what takes longer than a chapter may.
///
/// A file `Chapters/experiments/NAME.swift` says what its points are and what is measured at one:
///
///     struct Point: Encodable { var seed: UInt64; var sparsity: Double }
///
///     try experiment(over: combinations(1...5, [0, 0.5, 0.9], Point.init)) { point in
///         …
///         return ["accuracy": network.accuracy(on: mnist.test)]
///     }
///
/// `winnow experiment NAME` runs each point as a process of its own and keeps the results in `NAME.jsonl` beside the
/// file, where ``experimentResults(_:)`` finds them. A program of any other kind measures all points one after the
/// other and prints a line of JSON for each.
///
/// The file runs anew for every point, so that whatever takes time belongs inside of `measure`. Data files are known by
/// the texts in the code that name them; a result that was computed with other data, code, library or compiler is found
/// by `winnow test`.
///
/// - Parameters:
///   - grid: the points, all different, in the order in which results are listed; each encodes as a flat object of
///     numbers, texts and truth values.
///   - measure: a flat object too; `[String: Double]` is one.
/// - Throws: what `measure` throws, or ``ExperimentError``.
public func experiment<Point: Encodable, Result: Encodable>(
    over grid: [Point], line: Int = #line, column: Int = #column, _ measure: (Point) throws -> Result
) throws {
    do {
        try run(grid, measure)
    } catch {
        // The system says of an error at top level neither where it was thrown nor where it arrived.
        if let folder = getenv("WINNOW_EXPERIMENT").map({ String(cString: $0) }) {
            try? Data("\(line) \(column) \(error)".utf8).write(to: URL(filePath: folder + "/error"))
        }
        throw error
    }
}

/// Lists the points, or measures one of them, or all.
private func run<Point: Encodable, Result: Encodable>(_ grid: [Point], _ measure: (Point) throws -> Result) throws {
    let points = try grid.map(flatJSON)
    var seen: Set<String> = []
    if let point = points.first(where: { !seen.insert($0).inserted }) { throw ExperimentError.repeated(point: point) }
    guard let folder = getenv("WINNOW_EXPERIMENT").map({ String(cString: $0) }) else {
        for (point, text) in zip(grid, points) {
            print("{\"point\":\(text),\"result\":\(try flatJSON(try measure(point)))}")
        }
        return
    }
    guard let number = getenv("WINNOW_EXPERIMENT_POINT").flatMap({ Int(String(cString: $0)) }) else {
        return try write(points, to: folder + "/points")
    }
    guard grid.indices.contains(number) else {
        throw ExperimentError.noSuchPoint(number: number, of: grid.count)
    }
    try write([points[number], try flatJSON(try measure(grid[number]))], to: folder + "/result")
}

/// All combinations of two settings, the last one changing fastest.
public func combinations<First: Sequence, Second: Sequence, Point>(
    _ first: First, _ second: Second, _ point: (First.Element, Second.Element) -> Point
) -> [Point] {
    first.flatMap { first in second.map { point(first, $0) } }
}

/// All combinations of three settings, the last one changing fastest.
public func combinations<First: Sequence, Second: Sequence, Third: Sequence, Point>(
    _ first: First, _ second: Second, _ third: Third, _ point: (First.Element, Second.Element, Third.Element) -> Point
) -> [Point] {
    first.flatMap { first in second.flatMap { second in third.map { point(first, second, $0) } } }
}

/// A point or result as one line of JSON, names in order, so that equal ones give equal bytes.
///
/// - Throws: ``ExperimentError/notFlat(json:)``, or `EncodingError`.
package func flatJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let data = try encoder.encode(value)
    let text = String(decoding: data, as: UTF8.self)
    guard (try? JSONDecoder().decode([String: ExperimentValue].self, from: data)) != nil else {
        throw ExperimentError.notFlat(json: text)
    }
    return text
}

private func write(_ lines: [String], to path: String) throws {
    // A second grid in one file would take the place of the first.
    guard access(path, F_OK) != 0 else { throw ExperimentError.notWritten(path: path) }
    guard (try? Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))) != nil else {
        throw ExperimentError.notWritten(path: path)
    }
}
