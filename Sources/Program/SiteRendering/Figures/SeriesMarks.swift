/// How the series of a chart differ beside their colour: the pattern of their lines and the shape of their points.
enum SeriesMarks {
    /// How many series have a look of their own; those after them begin again.
    static let count = 6

    /// The class of a series.
    static func classes(_ index: Int) -> String {
        "s\(index % count)"
    }

    /// The outline of a point of a series, in steps from its first corner: charts hold many points.
    ///
    /// - Parameter size: half its width.
    static func shape(_ index: Int, x: Double, y: Double, size: Double) -> String {
        func start(_ dx: Double, _ dy: Double) -> String { "M\(SVG.number(x + dx)) \(SVG.number(y + dy))" }
        func n(_ value: Double) -> String { SVG.number(value) }
        let s = size
        switch index % count {
        case 0: return start(-s, 0) + "a\(n(s)) \(n(s)) 0 1 0 \(n(2 * s)) 0a\(n(s)) \(n(s)) 0 1 0 \(n(-2 * s)) 0z"
        case 1: return start(-s, -s) + "h\(n(2 * s))v\(n(2 * s))h\(n(-2 * s))z"
        case 2: return start(0, -1.2 * s) + "l\(n(1.1 * s)) \(n(2.2 * s))h\(n(-2.2 * s))z"
        case 3:
            let d = 1.3 * s
            return start(0, -d) + "l\(n(d)) \(n(d)) \(n(-d)) \(n(d)) \(n(-d)) \(n(-d))z"
        case 4: return start(0, 1.2 * s) + "l\(n(1.1 * s)) \(n(-2.2 * s))h\(n(-2.2 * s))z"
        default:
            let a = n(0.8 * s)
            let b = n(0.6 * s)
            return start(-0.4 * s, -s) + "h\(a)v\(b)h\(b)v\(a)h-\(b)v\(b)h-\(a)v-\(b)h-\(b)v-\(a)h\(b)z"
        }
    }

    /// A point of a crowd: a dot that the pen's round end draws.
    static func dot(x: Double, y: Double) -> String {
        "M\(SVG.number(x)) \(SVG.number(y))h0"
    }
}

/// The names of series above a drawing, in as many rows as they need.
struct Legend {
    /// How a series is shown before its name.
    enum Sample {
        case line, points, bar
    }

    var names: [String]
    var samples: [Sample]
    var layout: PlotLayout

    private var sampleWidth: Double { layout.fontSize * 2.2 }

    /// Where each name begins, in rows.
    private var places: [(x: Double, row: Int)] {
        var places: [(x: Double, row: Int)] = []
        var x = 0.0
        var row = 0
        for name in names {
            let width = sampleWidth + layout.width(of: name) + layout.fontSize * 1.6
            if x > 0, x + width > layout.width {
                x = 0
                row += 1
            }
            places.append((x, row))
            x += width
        }
        return places
    }

    /// The height of all rows.
    var height: Double {
        names.isEmpty ? 0 : Double((places.last?.row ?? 0) + 1) * layout.fontSize * 1.6
    }

    /// Draws the rows below a height.
    func draw(from top: Double, patterns: (Int) -> String?, into svg: inout SVG) {
        let size = layout.fontSize
        for (index, place) in places.enumerated() {
            let middle = top + (Double(place.row) + 0.5) * size * 1.6
            let classes = SeriesMarks.classes(index)
            switch samples[index] {
            case .line, .points:
                if samples[index] == .line {
                    svg.line("line \(classes)", place.x, middle, place.x + sampleWidth - 6, middle)
                }
                let center = place.x + (sampleWidth - 6) / 2
                svg.path(
                    "point \(classes)", written: SeriesMarks.shape(index, x: center, y: middle, size: size * 0.28))
            case .bar:
                svg.rectangle(
                    "bar \(classes)", x: place.x, y: middle - size * 0.45, width: sampleWidth - 8, height: size * 0.9,
                    fill: patterns(index))
            }
            svg.text(names[index], x: place.x + sampleWidth, y: middle + size * 0.35)
        }
    }
}
