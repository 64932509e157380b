import Figures

/// Draws a grid of numbers as shades: with the numbers where all of them have room, else as a picture of squares.
struct HeatMapDrawing {
    let map: HeatMap
    let layout: PlotLayout
    /// Tells the cells of this drawing from those of any other on the page.
    let id: String

    /// How many shades there are; from ``firstDark`` on the text within is light.
    static let shades = 9
    static let firstDark = 6

    private let least: Double
    private let greatest: Double
    private let left: Double
    private let top: Double
    private let column: Double
    private let row: Double
    /// Whether each number stands in its cell.
    private let isNumbered: Bool
    /// Whether cells touch, and only every few rows and columns have their names.
    private let isPicture: Bool
    private let isTurned: Bool
    private let widestColumnName: Double

    init(map: HeatMap, layout: PlotLayout, id: String) {
        self.map = map
        self.id = id
        self.layout = layout
        let size = layout.fontSize
        let values = map.values.joined().filter(\.isFinite)
        least = values.min() ?? 0
        greatest = values.max() ?? 1
        let rows = Double(max(1, map.rows.count))
        let columns = Double(max(1, map.columns.count))
        left = min((map.rows.map { layout.width(of: $0) }.max() ?? 0) + 10, layout.width / 3)
        let widest = (layout.width - left) / columns
        let scale = max(abs(least), abs(greatest))
        let isNumbered =
            rows * columns <= 200
            && values.allSatisfy { layout.width(of: Self.text(of: $0, greatest: scale)) <= widest - 4 }
        isPicture = !isNumbered && max(rows, columns) > 12
        if isPicture {
            // Squares where the page has room for them; never higher than a screen, never a mere stripe.
            row = min(420 / rows, max(widest, 120 / rows))
            column = min(widest, max(row, 160 / columns))
        } else {
            row = max(size * 1.7, min(widest, 44))
            column = widest
        }
        self.isNumbered = isNumbered
        widestColumnName = map.columns.map { layout.width(of: $0) }.max() ?? 0
        isTurned = !isPicture && widestColumnName > column - 4
        top =
            (isTurned ? min(widestColumnName, 120) * 0.72 + size : size * 1.5) + size * 2
            + (Self.legendWidth(of: map, from: least, to: greatest, layout) > layout.width ? size * 1.6 : 0)
    }

    func element(label: SVG.Label) -> String {
        var svg = SVG()
        drawLegend(into: &svg)
        drawNames(into: &svg)
        if isPicture { drawPicture(into: &svg) } else { drawCells(into: &svg) }
        return svg.element(
            layout.classes, width: layout.width, height: top + row * Double(map.rows.count) + 2, label: label)
    }

    private func drawNames(into svg: inout SVG) {
        let size = layout.fontSize
        let columnStep = isPicture ? Self.step(atLeast: (widestColumnName + size * 0.6) / column) : 1
        let columns = map.columns.enumerated().filter { $0.offset % columnStep == 0 }
            .map { (text: $0.element, x: left + column * (Double($0.offset) + 0.5), y: top - 6) }
        if isTurned {
            for name in columns { svg.text(name.text, x: name.x + size * 0.3, y: name.y, angle: -40) }
        } else {
            svg.texts(.middle, columns)
        }
        // Rows and columns of squares are counted in the same steps.
        let rowStep = isPicture ? max(Self.step(atLeast: size * 1.2 / row), row == column ? columnStep : 1) : 1
        svg.texts(
            .end,
            map.rows.enumerated().filter { $0.offset % rowStep == 0 }
                .map { ($0.element, left - 7, top + row * (Double($0.offset) + 0.5) + size * 0.35) })
    }

    /// Draws cells that stand apart. All of a shade are one path: a grid has many cells and few shades.
    private func drawCells(into svg: inout SVG) {
        let size = layout.fontSize
        var paths = [String](repeating: "", count: Self.shades)
        var light = SVG()
        var dark = SVG()
        let cell = "h\(SVG.number(column - 1))v\(SVG.number(row - 1))h\(SVG.number(1 - column))z"
        for (index, values) in map.values.enumerated() {
            let y = top + row * Double(index)
            for (place, value) in values.enumerated() where value.isFinite {
                let shade = shade(of: value)
                let x = left + column * Double(place)
                paths[shade] += "M\(SVG.number(x + 0.5)) \(SVG.number(y + 0.5))\(cell)"
                guard isNumbered else { continue }
                let text = Self.text(of: value, greatest: max(abs(least), abs(greatest)))
                let baseline = y + row / 2 + size * 0.35
                if shade >= Self.firstDark {
                    dark.text(text, x: x + column / 2, y: baseline)
                } else {
                    light.text(text, x: x + column / 2, y: baseline)
                }
            }
        }
        for (shade, path) in paths.enumerated() where !path.isEmpty {
            svg.path(classes(of: shade), written: path)
        }
        svg.group("in-light", light)
        svg.group("in-dark", dark)
    }

    /// Draws cells that touch: each run of one shade in a row is a line one cell thick, in units of cells.
    ///
    /// The two drawings of a figure share them: the narrow one uses those of the wide one.
    private func drawPicture(into svg: inout SVG) {
        svg.rectangle(
            "frame", x: left, y: top, width: column * Double(map.columns.count), height: row * Double(map.rows.count))
        let place = (x: left, y: top + row / 2, scale: (x: column, y: row))
        if layout.isNarrow {
            svg.use(id, "cells", x: place.x, y: place.y, scale: place.scale)
        } else {
            svg.group("cells", named: id, runs(), x: place.x, y: place.y, scale: place.scale)
        }
    }

    private func runs() -> SVG {
        var paths = [String](repeating: "", count: Self.shades)
        for (index, values) in map.values.enumerated() {
            var place = 0
            while place < values.count {
                let start = place
                let shade = values[start].isFinite ? shade(of: values[start]) : nil
                repeat {
                    place += 1
                } while place < values.count
                    && (values[place].isFinite ? self.shade(of: values[place]) : nil) == shade
                if let shade { paths[shade] += "M\(start) \(index)h\(place - start)" }
            }
        }
        var cells = SVG()
        for (shade, path) in paths.enumerated() where !path.isEmpty {
            cells.path("run " + classes(of: shade), written: path)
        }
        return cells
    }

    /// Shades below numbers leave out the middle, on which neither dark nor light text could be read.
    private func classes(of shade: Int) -> String {
        isNumbered ? "shade q\(shade)" : "shade even q\(shade)"
    }

    private func shade(of value: Double) -> Int {
        if greatest <= least { return 0 }
        return min(Self.shades - 1, max(0, Int((value - least) / (greatest - least) * Double(Self.shades))))
    }

    private static func text(of value: Double, greatest: Double) -> String {
        if value == value.rounded() { return Scale.label(value, places: 0) }
        return Scale.label(value, places: greatest >= 100 ? 0 : greatest >= 10 ? 1 : 2)
    }

    /// The least of 1, 2, 5, 10, 20, … that is not below a number.
    private static func step(atLeast number: Double) -> Int {
        var power = 1
        while true {
            for factor in [1, 2, 5] where Double(factor * power) >= number || power > 1_000_000 {
                return factor * power
            }
            power *= 10
        }
    }

    // What the shades mean

    private static func legendWidth(
        of map: HeatMap, from least: Double, to greatest: Double, _ layout: PlotLayout
    ) -> Double {
        let scale = max(abs(least), abs(greatest))
        return layout.width(of: map.label) + layout.width(of: text(of: least, greatest: scale))
            + layout.width(of: text(of: greatest, greatest: scale)) + layout.fontSize * Double(shades + 1) + 12
    }

    /// Draws what the shades mean, above the grid: the scale and its name, or the name above it where both do not fit
    /// into one line.
    private func drawLegend(into svg: inout SVG) {
        let size = layout.fontSize
        let scale = max(abs(least), abs(greatest))
        let low = Self.text(of: least, greatest: scale)
        let isBroken = Self.legendWidth(of: map, from: least, to: greatest, layout) > layout.width
        let line = isBroken ? size * 1.6 : 0
        var x = 0.0
        svg.text(low, x: x, y: line + size * 1.1)
        x += layout.width(of: low) + 6
        for shade in 0..<Self.shades {
            let side = SVG.number(size)
            let start = "M\(SVG.number(x)) \(SVG.number(line + size * 0.3))"
            svg.path(classes(of: shade), written: "\(start)h\(side)v\(side)h-\(side)z")
            x += size
        }
        let high = Self.text(of: greatest, greatest: scale)
        svg.text(high, x: x + 6, y: line + size * 1.1)
        svg.text(map.label, "axis-name", x: isBroken ? 0 : x + 6 + layout.width(of: high) + size, y: size * 1.1)
    }
}
