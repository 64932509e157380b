import Figures

/// Draws a grid of numbers as shades, each with its number where there is room.
struct HeatMapDrawing {
    let map: HeatMap
    let layout: PlotLayout

    /// How many shades there are; from ``firstDark`` on the text within is light.
    static let shades = 9
    static let firstDark = 6

    func element(label: String) -> String {
        let size = layout.fontSize
        let left = min((map.rows.map { layout.width(of: $0) }.max() ?? 0) + 10, layout.width / 3)
        let column = (layout.width - left) / Double(max(1, map.columns.count))
        let longest = map.columns.map { layout.width(of: $0) }.max() ?? 0
        let isTurned = longest > column - 4
        let top = (isTurned ? min(longest, 120) * 0.72 + size : size * 1.5) + size * 2
        let row = max(size * 1.7, min(column, 44))
        let height = top + row * Double(map.rows.count) + 2
        let values = map.values.joined().filter(\.isFinite)
        let least = values.min() ?? 0
        let greatest = values.max() ?? 1
        var svg = SVG()
        drawShades(from: least, to: greatest, into: &svg)
        for (index, name) in map.columns.enumerated() {
            let middle = left + column * (Double(index) + 0.5)
            if isTurned {
                svg.text(name, x: middle + size * 0.3, y: top - 6, angle: -40)
            } else {
                svg.text(name, x: middle, y: top - 6, anchor: .middle)
            }
        }
        // All cells of a shade are one path: a grid has many cells and few shades.
        var paths = [String](repeating: "", count: Self.shades)
        var light = SVG()
        var dark = SVG()
        let cell = "h\(SVG.number(column - 1))v\(SVG.number(row - 1))h\(SVG.number(1 - column))z"
        for (index, name) in map.rows.enumerated() {
            let y = top + row * Double(index)
            svg.text(name, x: left - 7, y: y + row / 2 + size * 0.35, anchor: .end)
            for (place, value) in map.values[index].enumerated() where value.isFinite {
                let shade = Self.shade(of: value, from: least, to: greatest)
                let x = left + column * Double(place)
                paths[shade] += "M\(SVG.number(x + 0.5)) \(SVG.number(y + 0.5))\(cell)"
                let text = Self.text(of: value, greatest: max(abs(least), abs(greatest)))
                guard layout.width(of: text) <= column - 4 else { continue }
                let baseline = y + row / 2 + size * 0.35
                if shade >= Self.firstDark {
                    dark.text(text, x: x + column / 2, y: baseline)
                } else {
                    light.text(text, x: x + column / 2, y: baseline)
                }
            }
        }
        for (shade, path) in paths.enumerated() where !path.isEmpty { svg.path("shade q\(shade)", written: path) }
        svg.group("in-light", light)
        svg.group("in-dark", dark)
        return svg.element(layout.classes, width: layout.width, height: height, label: label)
    }

    private static func shade(of value: Double, from least: Double, to greatest: Double) -> Int {
        if greatest <= least { return 0 }
        return min(shades - 1, max(0, Int((value - least) / (greatest - least) * Double(shades))))
    }

    private static func text(of value: Double, greatest: Double) -> String {
        if value == value.rounded() { return Scale.label(value, places: 0) }
        return Scale.label(value, places: greatest >= 100 ? 0 : greatest >= 10 ? 1 : 2)
    }

    /// Draws what the shades mean, above the grid.
    private func drawShades(from least: Double, to greatest: Double, into svg: inout SVG) {
        let size = layout.fontSize
        let low = Self.text(of: least, greatest: max(abs(least), abs(greatest)))
        let high = Self.text(of: greatest, greatest: max(abs(least), abs(greatest)))
        svg.text(map.label + ":", "axis-name", x: 0, y: size * 1.1)
        var x = layout.width(of: map.label) + size
        svg.text(low, x: x, y: size * 1.1)
        x += layout.width(of: low) + 6
        for shade in 0..<Self.shades {
            svg.rectangle("shade q\(shade)", x: x, y: size * 0.3, width: size, height: size)
            x += size
        }
        svg.text(high, x: x + 6, y: size * 1.1)
    }
}
