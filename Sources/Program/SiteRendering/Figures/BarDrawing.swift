import Figures

/// Draws bars: those of categories, and those of a histogram.
struct BarDrawing {
    let layout: PlotLayout
    /// Tells the patterns of this drawing from those of any other on the page.
    let id: String

    /// Bars side by side for each category.
    func element(_ chart: BarChart, label: SVG.Label) -> String {
        let size = layout.fontSize
        let y = Scale(chart.y, over: chart.groups.flatMap(\.values), includesZero: true)
        let legend = Legend(
            names: chart.groups.count < 2 ? [] : chart.groups.map(\.name),
            samples: chart.groups.map { _ in .bar }, layout: layout)
        let left = PlotFrame.leftMargin(for: y, layout)
        let slot = (layout.width - left - 2) / Double(max(1, chart.categories.count))
        let longest = chart.categories.map { layout.width(of: $0) }.max() ?? 0
        // Names of several words are broken into lines; only where that does not help they are turned.
        let broken = chart.categories.map { layout.lines(of: $0, within: slot - 6, atMost: 3) ?? [] }
        let isTurned = !broken.allSatisfy { !$0.isEmpty } && longest > slot - 6
        let lineCount = Double(broken.map(\.count).max() ?? 1)
        let below = isTurned ? longest * 0.65 + size * 1.6 : size * (0.8 + 1.2 * lineCount)
        // Long names make the drawing higher, not its bars shorter.
        let height = layout.height + legend.height + max(0, below - size * 4)
        let frame = PlotFrame(
            layout: layout, left: left, right: layout.width - 2, top: legend.height + size * 2.9,
            bottom: height - below, x: Scale("", over: []), y: y)
        var svg = SVG()
        definePatterns(chart.groups.count, into: &svg)
        legend.draw(from: 0, patterns: { pattern($0, of: chart.groups.count) }, into: &svg)
        frame.drawY(chart.y.label, gap: 1.75, into: &svg)
        let zero = frame.vertical(y.isLogarithmic ? y.domain.lowerBound : 0)
        let base = max(frame.top, min(frame.bottom, zero))
        let width = slot * 0.72 / Double(max(1, chart.groups.count))
        var names: [(text: String, x: Double, y: Double)] = []
        for (place, category) in chart.categories.enumerated() {
            let start = left + slot * (Double(place) + 0.14)
            for (index, group) in chart.groups.enumerated() where y.shows(group.values[place]) {
                let value = group.values[place]
                let end = max(frame.top, min(frame.bottom, frame.vertical(value)))
                let x = start + width * Double(index)
                svg.rectangle(
                    "bar \(SeriesMarks.classes(index))", x: x + 1, y: min(base, end), width: max(1, width - 2),
                    height: abs(end - base), fill: pattern(index, of: chart.groups.count))
                let text = Scale.label(value, places: Self.places(of: value))
                if layout.width(of: text) <= width + 6 {
                    let above = value < 0 ? max(base, end) + size : min(base, end) - 4
                    svg.text(text, "value", x: x + width / 2, y: above)
                }
            }
            let middle = left + slot * (Double(place) + 0.5)
            if isTurned {
                svg.text(category, x: middle + size * 0.3, y: frame.bottom + size * 1.2, anchor: .end, angle: -40)
            } else {
                for (number, line) in broken[place].enumerated() {
                    names.append((line, middle, frame.bottom + size * (1.4 + 1.2 * Double(number))))
                }
            }
        }
        svg.texts(.middle, names)
        svg.line("axis", left, base, frame.right, base)
        return svg.element(layout.classes, width: layout.width, height: height, label: label)
    }

    /// Bars that touch, one for each bin.
    func element(_ histogram: Histogram, label: SVG.Label) -> String {
        let size = layout.fontSize
        let y = Scale("count", over: histogram.counts.map { Double($0) }, includesZero: true)
        // The bars fill the axis: its ends are those of the bins.
        let ends = (histogram.edges.first ?? 0)...max(histogram.edges.first ?? 0, histogram.edges.last ?? 1)
        let axis = Axis(
            histogram.x.label, isLogarithmic: histogram.x.isLogarithmic, range: histogram.x.range ?? ends)
        let frame = PlotFrame(
            layout: layout, left: PlotFrame.leftMargin(for: y, layout), right: layout.width - size, top: size * 2.3,
            bottom: layout.height - PlotFrame.bottomMargin(layout), x: Scale(axis, over: histogram.edges), y: y)
        var svg = SVG()
        frame.drawY("count", into: &svg)
        // All bins are one path, in which each goes on from where the last one ended: a histogram has many.
        var bins = ""
        var last = ""
        for (index, count) in histogram.counts.enumerated() where count > 0 {
            let bounds = [histogram.edges[index], histogram.edges[index + 1]]
            guard bounds.allSatisfy(frame.x.shows) else { continue }
            let start = max(frame.left, frame.horizontal(bounds[0]))
            let end = min(frame.right, frame.horizontal(bounds[1]))
            let height = frame.vertical(Double(count))
            if end > start {
                let foot = SVG.number(frame.bottom)
                if SVG.number(start) != last { bins += "M\(SVG.number(start)) \(foot)" }
                last = SVG.number(end)
                bins += "V\(SVG.number(height))H\(last)V\(foot)"
            }
        }
        if !bins.isEmpty { svg.path("bin s0", written: bins) }
        frame.drawX(histogram.x.label, into: &svg)
        return svg.element(layout.classes, width: layout.width, height: layout.height, label: label)
    }

    /// What fills the bars of a group: nothing of its own for the first, a hatching for each further one.
    private func pattern(_ index: Int, of count: Int) -> String? {
        index % SeriesMarks.count == 0 ? nil : "url(#\(id)-\(layout.classes)-\(index % SeriesMarks.count))"
    }

    private func definePatterns(_ count: Int, into svg: inout SVG) {
        let strokes = [
            1: "M0 8L8 0M-2 2L2 -2M6 10L10 6", 2: "M4 0V8", 3: "M0 0L8 8M-2 6L2 10M6 -2L10 2", 4: "M0 4H8",
            5: "M4 0V8M0 4H8",
        ]
        for (index, stroke) in strokes.sorted(by: { $0.key < $1.key }) where index < count {
            svg.define(
                "<pattern id=\"\(id)-\(layout.classes)-\(index)\" width=\"8\" height=\"8\" "
                    + "patternUnits=\"userSpaceOnUse\"><path class=\"tint s\(index)\" d=\"M0 0H8V8H0z\"/><path class=\"hatch s\(index)\" d=\"\(stroke)\"/></pattern>"
            )
        }
    }

    /// The decimals that show a value to three digits.
    private static func places(of value: Double) -> Int {
        let size = abs(value)
        return value == value.rounded() || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
    }
}
