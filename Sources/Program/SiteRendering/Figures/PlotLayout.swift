import Figures

/// The size of a drawing: one for wide pages and print, one for telephones, whose text must not shrink with it.
struct PlotLayout: Hashable {
    var classes: String
    var width: Double
    var height: Double
    /// The size of the text, in units of the drawing.
    var fontSize: Double
    var isNarrow: Bool

    static let wide = PlotLayout(classes: "wide", width: 680, height: 380, fontSize: 14, isNarrow: false)
    static let narrow = PlotLayout(classes: "narrow", width: 330, height: 300, fontSize: 12.5, isNarrow: true)

    /// About how wide a text will be: fonts differ, so that this is a little generous.
    func width(of text: String) -> Double {
        text.unicodeScalars.reduce(0) { width, scalar in
            let share =
                switch scalar.value {
                case 0x20, 0x2C, 0x2E, 0x69, 0x6A, 0x6C, 0x74, 0x66, 0x27: 0.32
                case 0x4D, 0x57, 0x6D, 0x77: 0.87
                case ..<0x2E80: 0.58
                default: 1.0
                }
            return width + share * fontSize
        }
    }

    /// A text broken at blanks into lines of a width; nil where a word is wider or the lines are too many.
    func lines(of text: String, within width: Double, atMost count: Int) -> [String]? {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, self.width(of: last + " " + word) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.count <= count && lines.allSatisfy { self.width(of: $0) <= width } ? lines : nil
    }
}

/// Where the axes of a drawing lie, and where values stand between them.
struct PlotFrame {
    var layout: PlotLayout
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
    var x: Scale
    var y: Scale

    /// Where a point lies that has its fractions of both axes.
    func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
        (left + point.x * (right - left), bottom - point.y * (bottom - top))
    }

    /// Where a value of the x axis lies.
    func horizontal(_ value: Double) -> Double {
        left + x.fraction(of: value) * (right - left)
    }

    /// Where a value of the y axis lies.
    func vertical(_ value: Double) -> Double {
        bottom - y.fraction(of: value) * (bottom - top)
    }

    /// The room that the ticks of the y axis need to its left.
    static func leftMargin(for y: Scale, _ layout: PlotLayout) -> Double {
        (y.ticks(about: 5).map { layout.width(of: $0.label) }.max() ?? 0) + 12
    }

    /// Draws the y axis: its name above it, a grid line and a number at each tick.
    ///
    /// - Parameter gap: how far above the plot its name stands, in sizes of the text.
    func drawY(_ label: String, gap: Double = 1.15, into svg: inout SVG) {
        let size = layout.fontSize
        let ticks = y.ticks(about: 5).map { (label: $0.label, height: vertical($0.value)) }
        svg.lines("grid", ticks.map { (left, $0.height, right, $0.height) })
        svg.texts(.end, ticks.map { ($0.label, left - 7, $0.height + size * 0.35) })
        svg.text(label, "axis-name", x: 0, y: top - size * gap)
    }

    /// Draws the x axis with a number at each tick that has room, and its name below.
    ///
    /// - Parameter hasGrid: whether each tick has a line through the plot, for points that no line joins.
    func drawX(_ label: String, hasGrid: Bool = false, into svg: inout SVG) {
        let size = layout.fontSize
        let ticks = x.ticks(about: layout.isNarrow ? 4 : 7).map { (label: $0.label, place: horizontal($0.value)) }
        if hasGrid { svg.lines("grid", ticks.map { ($0.place, top, $0.place, bottom) }) }
        svg.lines("axis", [(left, bottom, right, bottom)] + ticks.map { ($0.place, bottom, $0.place, bottom + 5) })
        var labels: [(text: String, x: Double, y: Double)] = []
        var free = -Double.infinity
        for tick in ticks {
            let half = layout.width(of: tick.label) / 2
            let middle = min(max(tick.place, half), layout.width - half)
            if middle - half < free { continue }
            labels.append((tick.label, middle, bottom + 8 + size))
            free = middle + half + size * 0.6
        }
        svg.texts(.middle, labels)
        svg.text(label, "axis-name", x: (left + right) / 2, y: bottom + 12 + size * 2.3, anchor: .middle)
    }

    /// The room that the x axis needs below the plot.
    static func bottomMargin(_ layout: PlotLayout) -> Double {
        layout.fontSize * 2.3 + 20
    }
}
