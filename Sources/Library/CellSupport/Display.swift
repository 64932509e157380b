@_exported import Figures
internal import FoundationEssentials
internal import Glibc

/// Shows a chart: on the page if the program runs for one, else as text.
///
/// For a page, one line of JSON is appended to the file that the environment variable `WINNOW_FIGURES` names; a program
/// of any other kind prints the chart, so that what was copied from a page shows something anywhere.
///
/// - Complexity: O(points).
public func display(_ chart: Chart) {
    display(.chart(chart))
}

/// Shows bars, as ``display(_:)-(Chart)`` shows a chart.
public func display(_ bars: BarChart) {
    display(.bars(bars))
}

/// Shows a histogram, as ``display(_:)-(Chart)`` shows a chart.
public func display(_ histogram: Histogram) {
    display(.histogram(histogram))
}

/// Shows a heat map, as ``display(_:)-(Chart)`` shows a chart.
public func display(_ map: HeatMap) {
    display(.heatMap(map))
}

/// Shows images, as ``display(_:)-(Chart)`` shows a chart.
public func display(_ images: ImageGrid) {
    display(.images(images))
}

/// Shows a table, as ``display(_:)-(Chart)`` shows a chart.
public func display(_ table: Table) {
    display(.table(table))
}

/// Shows any figure, as ``display(_:)-(Chart)`` shows a chart.
public func display(_ figure: Figure) {
    if let file = getenv("WINNOW_FIGURES"), append(json(of: figure), to: String(cString: file)) { return }
    print(TerminalForm(width: 78).text(of: figure), terminator: "")
}

/// A figure as one line of JSON, keys in order, so that equal figures give equal bytes.
package func json(of figure: Figure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(figure) else {
        preconditionFailure("a figure holds numbers and text alone, which JSON can always write")
    }
    return Array(data) + [UInt8(ascii: "\n")]
}

/// Appends bytes in one piece; false if the file cannot be written.
private func append(_ bytes: [UInt8], to path: String) -> Bool {
    guard let file = fopen(path, "ae") else { return false }
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    return fclose(file) == 0 && isWritten
}
