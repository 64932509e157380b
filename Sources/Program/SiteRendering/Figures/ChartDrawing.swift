import Figures

/// Draws lines and points over two axes of numbers.
struct ChartDrawing {
    let chart: Chart
    let layout: PlotLayout

    /// The drawing, and what a screen reader says instead.
    func element(label: SVG.Label) -> String {
        let size = layout.fontSize
        let x = Scale(chart.x, over: chart.series.flatMap(\.x))
        let y = Scale(chart.y, over: chart.series.flatMap { $0.y + $0.low + $0.high })
        let isLabelled = labelsLines
        let legend = Legend(
            names: isLabelled || chart.series.count < 2 ? [] : chart.series.map(\.name),
            samples: chart.series.map { $0.style == .line ? .line : .points }, layout: layout)
        let labels = isLabelled ? (labels.joined().map { layout.width(of: $0) }.max() ?? 0) + 26 : 0
        let frame = PlotFrame(
            layout: layout, left: PlotFrame.leftMargin(for: y, layout), right: layout.width - max(labels, size),
            top: legend.height + size * 2.3, bottom: layout.height + legend.height - PlotFrame.bottomMargin(layout),
            x: x, y: y)
        var svg = SVG()
        legend.draw(from: 0, patterns: { _ in nil }, into: &svg)
        frame.drawY(chart.y.label, into: &svg)
        frame.drawX(chart.x.label, hasGrid: chart.series.contains { $0.style == .points }, into: &svg)
        // Points lie above lines, and points that no line joins above those of lines.
        for (index, series) in chart.series.enumerated() { drawBand(of: series, index, frame, into: &svg) }
        for (index, series) in chart.series.enumerated() { drawLine(of: series, index, frame, into: &svg) }
        for style in [Series.Style.line, .points] {
            for (index, series) in chart.series.enumerated() where series.style == style {
                drawPoints(of: series, index, frame, into: &svg)
            }
        }
        if isLabelled { drawLabels(frame, into: &svg) }
        return svg.element(layout.classes, width: layout.width, height: layout.height + legend.height, label: label)
    }

    /// The names at the ends of lines, each in one line or two.
    private var labels: [[String]] {
        chart.series.map { layout.lines(of: $0.name, within: 130, atMost: 2) ?? [] }
    }

    /// Whether names stand at the ends of lines, where there is room for that.
    private var labelsLines: Bool {
        !layout.isNarrow && (2...6).contains(chart.series.count) && chart.series.allSatisfy { $0.style == .line }
            && labels.allSatisfy { !$0.isEmpty }
    }

    /// The runs of points that can be shown, as fractions of the axes, broken where one cannot.
    private func runs(of series: Series, _ frame: PlotFrame) -> [[(x: Double, y: Double)]] {
        var runs: [[(x: Double, y: Double)]] = [[]]
        for (x, y) in zip(series.x, series.y) {
            if frame.x.shows(x), frame.y.shows(y) {
                runs[runs.count - 1].append((frame.x.fraction(of: x), frame.y.fraction(of: y)))
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
            upper.append((frame.x.fraction(of: x), frame.y.fraction(of: high)))
            lower.append((frame.x.fraction(of: x), frame.y.fraction(of: low)))
        }
        switch series.style {
        case .line:
            let band = Clipping.polygon(upper + lower.reversed())
            if upper.count > 1, !band.isEmpty {
                svg.path("band \(SeriesMarks.classes(index))", band.map(frame.place), isClosed: true)
            }
        case .points:
            for (high, low) in zip(upper, lower) {
                for part in Clipping.parts(of: [high, low]).map({ $0.map(frame.place) }) {
                    svg.line("error \(SeriesMarks.classes(index))", part[0].x, part[0].y, part[1].x, part[1].y)
                }
            }
        }
    }

    private func drawLine(of series: Series, _ index: Int, _ frame: PlotFrame, into svg: inout SVG) {
        guard series.style == .line else { return }
        for run in runs(of: series, frame) {
            for part in Clipping.parts(of: run) {
                svg.path("line \(SeriesMarks.classes(index))", part.map(frame.place))
            }
        }
    }

    private func drawPoints(of series: Series, _ index: Int, _ frame: PlotFrame, into svg: inout SVG) {
        let classes = SeriesMarks.classes(index)
        let runs = runs(of: series, frame).map { $0.filter(Clipping.isInside).map(frame.place) }
        let count = runs.joined().count
        if series.style == .points, count > 60 {
            svg.path("crowd \(classes)", written: runs.joined().map { SeriesMarks.dot(x: $0.x, y: $0.y) }.joined())
            return
        }
        // Points of a line are shown while they can be told apart; one that stands alone always is.
        let isMarked = series.style == .points || count <= (layout.isNarrow ? 16 : 32)
        let size = layout.fontSize * (series.style == .points ? 0.36 : 0.28)
        let shapes = runs.filter { isMarked || $0.count == 1 }.joined()
            .map { SeriesMarks.shape(index, x: $0.x, y: $0.y, size: size) }
        if !shapes.isEmpty { svg.path("point \(classes)", written: shapes.joined()) }
    }

    private func drawLabels(_ frame: PlotFrame, into svg: inout SVG) {
        let size = layout.fontSize
        var ends: [(index: Int, x: Double, y: Double)] = []
        for (index, series) in chart.series.enumerated() {
            guard
                let end = runs(of: series, frame).flatMap({ Clipping.parts(of: $0) + [$0.filter(Clipping.isInside)] })
                    .last(where: { !$0.isEmpty })?.last
            else { continue }
            let place = frame.place(end)
            ends.append((index, place.x, place.y))
        }
        let lineHeight = size * 1.15
        let most = labels.map(\.count).max() ?? 1
        let heights = LabelPlacement.spread(
            ends.map(\.y), gap: lineHeight * Double(most) + size * 0.15,
            within: frame.top...max(frame.top, frame.bottom))
        for (end, height) in zip(ends, heights) {
            svg.line("leader \(SeriesMarks.classes(end.index))", end.x + 5, end.y, frame.right + 16, height)
            let lines = labels[end.index]
            for (number, line) in lines.enumerated() {
                let offset = (Double(number) - Double(lines.count - 1) / 2) * lineHeight
                svg.text(
                    line, "name \(SeriesMarks.classes(end.index))", x: frame.right + 20,
                    y: height + offset + size * 0.35)
            }
        }
    }
}
