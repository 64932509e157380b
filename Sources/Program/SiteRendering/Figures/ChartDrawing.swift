import Figures

/// Draws lines and points over two axes of numbers.
struct ChartDrawing {
    let chart: Chart
    let layout: PlotLayout

    /// The drawing, and what a screen reader says instead.
    func element(label: String) -> String {
        let size = layout.fontSize
        let x = Scale(chart.x, over: chart.series.flatMap(\.x))
        let y = Scale(chart.y, over: chart.series.flatMap { $0.y + $0.low + $0.high })
        let isLabelled = labelsLines
        let legend = Legend(
            names: isLabelled || chart.series.count < 2 ? [] : chart.series.map(\.name),
            samples: chart.series.map { $0.style == .line ? .line : .points }, layout: layout)
        let labels = isLabelled ? (chart.series.map { layout.width(of: $0.name) }.max() ?? 0) + 26 : 0
        let frame = PlotFrame(
            layout: layout, left: PlotFrame.leftMargin(for: y, layout), right: layout.width - max(labels, size),
            top: legend.height + size * 2.1, bottom: layout.height + legend.height - PlotFrame.bottomMargin(layout),
            x: x, y: y)
        var svg = SVG()
        legend.draw(from: 0, patterns: { _ in nil }, into: &svg)
        frame.drawY(chart.y.label, into: &svg)
        frame.drawX(chart.x.label, into: &svg)
        for (index, series) in chart.series.enumerated() { drawBand(of: series, index, frame, into: &svg) }
        for (index, series) in chart.series.enumerated() { draw(series, index, frame, into: &svg) }
        if isLabelled { drawLabels(frame, into: &svg) }
        return svg.element(layout.classes, width: layout.width, height: layout.height + legend.height, label: label)
    }

    /// Whether names stand at the ends of lines, where there is room for that.
    private var labelsLines: Bool {
        !layout.isNarrow && (2...6).contains(chart.series.count)
            && chart.series.allSatisfy { $0.style == .line && layout.width(of: $0.name) <= 190 }
    }

    /// The runs of points that can be shown, broken where one cannot.
    private func runs(of series: Series, _ frame: PlotFrame) -> [[(x: Double, y: Double)]] {
        var runs: [[(x: Double, y: Double)]] = [[]]
        for (x, y) in zip(series.x, series.y) {
            if frame.x.shows(x), frame.y.shows(y) {
                runs[runs.count - 1].append((frame.horizontal(x), frame.vertical(y)))
            } else if runs.last?.isEmpty == false {
                runs.append([])
            }
        }
        return runs.filter { !$0.isEmpty }
    }

    private func drawBand(of series: Series, _ index: Int, _ frame: PlotFrame, into svg: inout SVG) {
        var upper: [(x: Double, y: Double)] = []
        var lower: [(x: Double, y: Double)] = []
        for ((x, low), high) in zip(zip(series.x, series.low), series.high)
        where frame.x.shows(x) && frame.y.shows(low) && frame.y.shows(high) {
            upper.append((frame.horizontal(x), frame.vertical(high)))
            lower.append((frame.horizontal(x), frame.vertical(low)))
        }
        switch series.style {
        case .line:
            if upper.count > 1 {
                svg.path("band \(SeriesMarks.classes(index))", upper + lower.reversed(), isClosed: true)
            }
        case .points:
            for (high, low) in zip(upper, lower) {
                svg.line("error \(SeriesMarks.classes(index))", high.x, high.y, low.x, low.y)
            }
        }
    }

    private func draw(_ series: Series, _ index: Int, _ frame: PlotFrame, into svg: inout SVG) {
        let classes = SeriesMarks.classes(index)
        let runs = runs(of: series, frame)
        let count = runs.joined().count
        if series.style == .line {
            for run in runs where run.count > 1 { svg.path("line \(classes)", run) }
        }
        if series.style == .points, count > 60 {
            svg.path("crowd \(classes)", written: runs.joined().map { SeriesMarks.dot(x: $0.x, y: $0.y) }.joined())
            return
        }
        // Points of a line are shown while they can be told apart; one that stands alone always is.
        let isMarked = series.style == .points || count <= (layout.isNarrow ? 16 : 32)
        let shapes = runs.filter { isMarked || $0.count == 1 }.joined()
            .map { SeriesMarks.shape(index, x: $0.x, y: $0.y, size: layout.fontSize * 0.28) }
        if !shapes.isEmpty { svg.path("point \(classes)", written: shapes.joined()) }
    }

    private func drawLabels(_ frame: PlotFrame, into svg: inout SVG) {
        let size = layout.fontSize
        var ends: [(index: Int, x: Double, y: Double)] = []
        for (index, series) in chart.series.enumerated() {
            if let end = runs(of: series, frame).last?.last { ends.append((index, end.x, end.y)) }
        }
        let heights = LabelPlacement.spread(
            ends.map(\.y), gap: size * 1.3, within: frame.top...max(frame.top, frame.bottom))
        for (end, height) in zip(ends, heights) {
            svg.line(
                "leader \(SeriesMarks.classes(end.index))", end.x + 5, end.y, frame.right + 16, height)
            svg.text(
                chart.series[end.index].name, "name \(SeriesMarks.classes(end.index))", x: frame.right + 20,
                y: height + size * 0.35)
        }
    }
}
