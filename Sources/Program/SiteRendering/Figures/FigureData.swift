import Figures

/// The data of a chart as a table, for those who cannot see it or want the numbers.
enum FigureData {
    /// The most rows that a page carries.
    static let mostRows = 50

    /// The points of all series, by series.
    static func table(of chart: Chart) -> Table {
        let hasErrors = chart.series.contains { !$0.low.isEmpty }
        var columns: [Table.Column] = chart.series.count > 1 ? ["series"] : []
        columns += [.number(chart.x.label), .number(chart.y.label)]
        if hasErrors { columns += [.number("lower end"), .number("upper end")] }
        var rows: [[String]] = []
        for series in chart.series {
            for index in series.x.indices {
                var row = chart.series.count > 1 ? [series.name] : []
                row += [number(series.x[index]), number(series.y[index])]
                if hasErrors {
                    row += series.low.isEmpty ? ["", ""] : [number(series.low[index]), number(series.high[index])]
                }
                rows.append(row)
            }
        }
        return table(columns, rows)
    }

    /// A row for each category.
    static func table(of bars: BarChart) -> Table {
        let names = bars.groups.count > 1 ? bars.groups.map(\.name) : [bars.y.label]
        return table(
            [""] + names.map { .number($0) },
            bars.categories.indices.map { index in
                [bars.categories[index]] + bars.groups.map { number($0.values[index]) }
            })
    }

    /// A row for each bin.
    static func table(of histogram: Histogram) -> Table {
        table(
            [.number("from"), .number("to"), .number("count")],
            histogram.counts.indices.map { index in
                [number(histogram.edges[index]), number(histogram.edges[index + 1]), "\(histogram.counts[index])"]
            })
    }

    /// The grid itself.
    static func table(of map: HeatMap) -> Table {
        table(
            [""] + map.columns.map { .number($0) },
            map.rows.indices.map { index in [map.rows[index]] + map.values[index].map { number($0) } })
    }

    private static func table(_ columns: [Table.Column], _ rows: [[String]]) -> Table {
        var shown = Array(rows.prefix(mostRows))
        if rows.count > mostRows {
            let rest = "… and \(rows.count - mostRows) rows more"
            shown.append([rest] + Array(repeating: "", count: columns.count - 1))
        }
        return Table("", columns: columns, rows: shown)
    }

    /// A number to six digits.
    private static func number(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        var scale = 1.0
        while abs(value) * scale < 100_000, scale < 1e15 { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}
