import Figures

/// Figures as text for a terminal whose font knows block and Braille characters.
package struct TerminalForm {
    /// How many characters a line may have, at least 40.
    package var width: Int

    /// Text of a width.
    package init(width: Int) {
        self.width = max(40, width)
    }

    /// A figure as lines of text, each ended by a newline.
    ///
    /// - Complexity: O(points + width × height of the text).
    package func text(of figure: Figure) -> String {
        let lines =
            switch figure {
            case .chart(let chart): self.lines(of: chart)
            case .bars(let bars): self.lines(of: bars)
            case .histogram(let histogram): self.lines(of: histogram)
            case .heatMap(let map): self.lines(of: map)
            case .images(let grid): self.lines(of: grid)
            case .table(let table): self.lines(of: table)
            }
        let titled = figure.title.isEmpty ? lines : [figure.title, ""] + lines
        return titled.map { $0.trimmingTrailingBlanks + "\n" }.joined()
    }

    // Charts

    private func lines(of chart: Chart) -> [String] {
        let y = Scale(chart.y, over: chart.series.flatMap { $0.y + $0.low + $0.high })
        let x = Scale(chart.x, over: chart.series.flatMap(\.x))
        let height = 15
        let ticks = y.ticks(about: 5)
        let margin = (ticks.map(\.label.count).max() ?? 0) + 1
        var canvas = BrailleCanvas(width: width - margin - 1, height: height)
        for series in chart.series {
            var last: (x: Double, y: Double)?
            for (horizontal, vertical) in zip(series.x, series.y) {
                guard x.shows(horizontal), y.shows(vertical) else {
                    last = nil
                    continue
                }
                let point = (x: x.fraction(of: horizontal), y: y.fraction(of: vertical))
                canvas.dot(point.x, point.y)
                if series.style == .line, let last { canvas.line(last, point) }
                last = point
            }
        }
        var labels = [Int: String]()
        for tick in ticks {
            let row = Int(((1 - y.fraction(of: tick.value)) * Double(height - 1)).rounded())
            if (0..<height).contains(row) { labels[row] = tick.label }
        }
        var lines = [chart.y.label]
        for (row, dots) in canvas.rows.enumerated() {
            lines.append((labels[row] ?? "").leftPadded(to: margin - 1) + " │" + dots)
        }
        lines.append(String(repeating: " ", count: margin) + "└" + String(repeating: "─", count: width - margin - 1))
        var axis = Array(repeating: Character(" "), count: width)
        for tick in x.ticks(about: 6) {
            let middle = margin + 1 + Int(x.fraction(of: tick.value) * Double(width - margin - 2))
            axis.place(tick.label, around: middle)
        }
        lines.append(String(axis))
        lines.append(chart.x.label.leftPadded(to: margin + 1 + chart.x.label.count))
        if chart.series.count > 1 { lines.append("series: " + chart.series.map(\.name).joined(separator: ", ")) }
        return lines
    }

    private func lines(of bars: BarChart) -> [String] {
        let values = bars.groups.flatMap(\.values).filter(\.isFinite)
        let greatest = values.map { abs($0) }.max() ?? 0
        var names: [(name: String, value: Double)] = []
        for (index, category) in bars.categories.enumerated() {
            for group in bars.groups {
                names.append((bars.groups.count > 1 ? "\(category), \(group.name)" : category, group.values[index]))
            }
        }
        let margin = min(names.map(\.name.count).max() ?? 0, width / 2)
        let room = width - margin - 14
        return [bars.y.label]
            + names.map { name, value in
                let length = greatest > 0 && value.isFinite ? abs(value) / greatest * Double(room) : 0
                return name.leftPadded(to: margin) + " " + Self.bar(length) + " " + Self.number(value)
            }
    }

    private func lines(of histogram: Histogram) -> [String] {
        let greatest = Double(histogram.counts.max() ?? 0)
        let margin = 12
        let room = width - margin - 12
        return [histogram.x.label]
            + histogram.counts.enumerated().map { index, count in
                let length = greatest > 0 ? Double(count) / greatest * Double(room) : 0
                return Self.number(histogram.edges[index]).leftPadded(to: margin) + " " + Self.bar(length) + " \(count)"
            }
    }

    private func lines(of map: HeatMap) -> [String] {
        let texts = map.values.map { row in row.map { $0.isFinite ? Self.number($0) : "" } }
        return lines(
            of: Table(
                "", columns: [Table.Column(map.label, isNumeric: false)] + map.columns.map { .number($0) },
                rows: zip(map.rows, texts).map { [$0] + $1 }))
    }

    private func lines(of grid: ImageGrid) -> [String] {
        let columns = max(1, (width + 2) / (grid.width + 2))
        var lines: [String] = []
        for start in stride(from: 0, to: grid.images.count, by: columns) {
            let images = grid.images[start..<min(start + columns, grid.images.count)]
            // A character is about twice as high as wide: it shows two pixels, one above the other.
            for row in stride(from: 0, to: grid.height, by: 2) {
                lines.append(
                    images.map { image in
                        String((0..<grid.width).map { Self.shade(of: image, column: $0, row: row, in: grid) })
                    }.joined(separator: "  "))
            }
            lines.append(
                images.map { String($0.label.prefix(grid.width)).rightPadded(to: grid.width) }.joined(separator: "  "))
        }
        return lines
    }

    private func lines(of table: Table) -> [String] {
        var widths = table.columns.map(\.name.count)
        for row in table.rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { index, cell in
                table.columns[index].isNumeric
                    ? cell.leftPadded(to: widths[index]) : cell.rightPadded(to: widths[index])
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = zip(table.columns, widths).map { column, width in
            String(repeating: "-", count: max(1, width + (column.isNumeric ? 1 : 2))) + (column.isNumeric ? ":" : "")
        }
        return [line(table.columns.map(\.name)), "|" + rule.joined(separator: "|") + "|"] + table.rows.map(line)
    }

    // Parts

    /// A bar of a length in characters, to an eighth.
    private static func bar(_ length: Double) -> String {
        let eighths = Int((max(0, length) * 8).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }

    private static func shade(of image: ImageGrid.Image, column: Int, row: Int, in grid: ImageGrid) -> Character {
        let upper = Int(image.pixels[row * grid.width + column])
        let lower = row + 1 < grid.height ? Int(image.pixels[(row + 1) * grid.width + column]) : upper
        return Array(" ░▒▓█")[min(4, (upper + lower) * 5 / 511)]
    }

    /// A number to about four digits.
    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let size = abs(value)
        let places = value == value.rounded() || size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3
        return Scale.label(value, places: places)
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    fileprivate func rightPadded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    fileprivate var trimmingTrailingBlanks: String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}

extension Array<Character> {
    /// Writes a label around a place, if no other stands there.
    fileprivate mutating func place(_ label: String, around middle: Int) {
        let start = Swift.max(0, Swift.min(middle - label.count / 2, count - label.count))
        guard start + label.count <= count else { return }
        let room = Swift.max(0, start - 1)..<Swift.min(count, start + label.count + 1)
        guard self[room].allSatisfy({ $0 == " " }) else { return }
        for (offset, character) in label.enumerated() { self[start + offset] = character }
    }
}
