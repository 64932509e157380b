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
    func drawY(_ label: String, gap: Double = 0.95, into svg: inout SVG) {
        let size = layout.fontSize
        for tick in y.ticks(about: 5) {
            let height = vertical(tick.value)
            svg.line("grid", left, height, right, height)
            svg.text(tick.label, x: left - 7, y: height + size * 0.35, anchor: .end)
        }
        svg.text(label, "axis-name", x: 0, y: top - size * gap)
    }

    /// Draws the x axis with a number at each tick that has room, and its name below.
    func drawX(_ label: String, into svg: inout SVG) {
        let size = layout.fontSize
        svg.line("axis", left, bottom, right, bottom)
        var free = -Double.infinity
        for tick in x.ticks(about: layout.isNarrow ? 4 : 7) {
            let place = horizontal(tick.value)
            svg.line("axis", place, bottom, place, bottom + 5)
            let half = layout.width(of: tick.label) / 2
            let middle = min(max(place, half), layout.width - half)
            if middle - half < free { continue }
            svg.text(tick.label, x: middle, y: bottom + 8 + size, anchor: .middle)
            free = middle + half + size * 0.6
        }
        svg.text(label, "axis-name", x: (left + right) / 2, y: bottom + 12 + size * 2.3, anchor: .middle)
    }

    /// The room that the x axis needs below the plot.
    static func bottomMargin(_ layout: PlotLayout) -> Double {
        layout.fontSize * 2.3 + 20
    }
}
