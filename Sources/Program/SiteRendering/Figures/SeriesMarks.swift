/// How the series of a chart differ beside their colour: the pattern of their lines and the shape of their points.
enum SeriesMarks {
    /// How many series have a look of their own; those after them begin again.
    static let count = 6

    /// The class of a series.
    static func classes(_ index: Int) -> String {
        "s\(index % count)"
    }

    /// The outline of a point of a series.
    ///
    /// - Parameter size: half its width.
    static func shape(_ index: Int, x: Double, y: Double, size: Double) -> String {
        func at(_ dx: Double, _ dy: Double) -> String { "\(SVG.number(x + dx)) \(SVG.number(y + dy))" }
        let s = size
        switch index % count {
        case 0:
            return "M\(at(-s, 0))a\(SVG.number(s)) \(SVG.number(s)) 0 1 0 \(SVG.number(2 * s)) 0"
                + "a\(SVG.number(s)) \(SVG.number(s)) 0 1 0 \(SVG.number(-2 * s)) 0Z"
        case 1: return "M\(at(-s, -s))L\(at(s, -s))L\(at(s, s))L\(at(-s, s))Z"
        case 2: return "M\(at(0, -1.2 * s))L\(at(1.1 * s, s))L\(at(-1.1 * s, s))Z"
        case 3: return "M\(at(0, -1.3 * s))L\(at(1.3 * s, 0))L\(at(0, 1.3 * s))L\(at(-1.3 * s, 0))Z"
        case 4: return "M\(at(0, 1.2 * s))L\(at(1.1 * s, -s))L\(at(-1.1 * s, -s))Z"
        default:
            let n = s * 0.4
            return "M\(at(-n, -s))L\(at(n, -s))L\(at(n, -n))L\(at(s, -n))L\(at(s, n))L\(at(n, n))L\(at(n, s))"
                + "L\(at(-n, s))L\(at(-n, n))L\(at(-s, n))L\(at(-s, -n))L\(at(-n, -n))Z"
        }
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
