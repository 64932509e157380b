/// A drawing in progress: elements are appended, later ones above earlier ones.
///
/// Colours, widths and fonts are the stylesheet's; the drawing says what a thing is by its class.
struct SVG {
    private(set) var elements = ""

    /// A line between two points.
    mutating func line(_ classes: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        elements += "<line class=\"\(classes)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" "
        elements += "x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>"
    }

    /// Lines that share a class, as one element.
    mutating func lines(_ classes: String, _ lines: [(x1: Double, y1: Double, x2: Double, y2: Double)]) {
        if lines.isEmpty { return }
        path(
            classes,
            written: lines.map { line in
                let start = "M\(Self.number(line.x1)) \(Self.number(line.y1))"
                if line.y1 == line.y2 { return start + "H\(Self.number(line.x2))" }
                if line.x1 == line.x2 { return start + "V\(Self.number(line.y2))" }
                return start + "L\(Self.number(line.x2)) \(Self.number(line.y2))"
            }.joined())
    }

    /// Texts that hang on their points alike.
    mutating func texts(_ anchor: Anchor, _ texts: [(text: String, x: Double, y: Double)]) {
        if texts.isEmpty { return }
        elements += "<g text-anchor=\"\(anchor.rawValue)\">"
        for text in texts { self.text(text.text, x: text.x, y: text.y) }
        elements += "</g>"
    }

    /// A line through points in order, or the area within them.
    mutating func path(_ classes: String, _ points: [(x: Double, y: Double)], isClosed: Bool = false) {
        guard let first = points.first else { return }
        elements += "<path class=\"\(classes)\" d=\"M\(Self.number(first.x)) \(Self.number(first.y))"
        for point in points.dropFirst() { elements += "L\(Self.number(point.x)) \(Self.number(point.y))" }
        elements += isClosed ? "Z\"/>" : "\"/>"
    }

    /// A path written out.
    mutating func path(_ classes: String, written data: String) {
        elements += "<path class=\"\(classes)\" d=\"\(data)\"/>"
    }

    /// A rectangle.
    mutating func rectangle(
        _ classes: String, x: Double, y: Double, width: Double, height: Double, fill: String? = nil
    ) {
        elements += "<rect class=\"\(classes)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
        elements += "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
        if let fill { elements += " fill=\"\(fill)\"" }
        elements += "/>"
    }

    /// Where a text hangs on its point.
    enum Anchor: String {
        case start, middle, end
    }

    /// A text whose baseline begins, lies around, or ends at a point.
    ///
    /// - Parameter angle: degrees by which it is turned around that point, clockwise.
    mutating func text(
        _ text: String, _ classes: String = "", x: Double, y: Double, anchor: Anchor = .start, angle: Double = 0
    ) {
        elements += "<text"
        if !classes.isEmpty { elements += " class=\"\(classes)\"" }
        elements += " x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
        if anchor != .start { elements += " text-anchor=\"\(anchor.rawValue)\"" }
        if angle != 0 {
            elements += " transform=\"rotate(\(Self.number(angle)) \(Self.number(x)) \(Self.number(y)))\""
        }
        elements += ">"
        elements.append(programAttribute: text)
        elements += "</text>"
    }

    /// Another drawing's elements, which share a class.
    mutating func group(_ classes: String, _ drawing: SVG) {
        if !drawing.elements.isEmpty { elements += "<g class=\"\(classes)\">\(drawing.elements)</g>" }
    }

    /// Another drawing's elements under a name, moved to a place and stretched: coordinates within are whole numbers.
    mutating func group(
        _ classes: String, named id: String, _ drawing: SVG, x: Double, y: Double, scale: (x: Double, y: Double)
    ) {
        elements += "<g class=\"\(classes)\" \(Self.transform(x, y, scale))>"
        elements += "<g id=\"\(id.escapedForHTML)\">\(drawing.elements)</g></g>"
    }

    /// The elements of a named group once more, at another place and of another size.
    mutating func use(_ id: String, _ classes: String, x: Double, y: Double, scale: (x: Double, y: Double)) {
        elements += "<use class=\"\(classes)\" href=\"#\(id.escapedForHTML)\" \(Self.transform(x, y, scale))/>"
    }

    private static func transform(_ x: Double, _ y: Double, _ scale: (x: Double, y: Double)) -> String {
        // A tenth is too coarse for a factor: it is multiplied by many cells.
        func factor(_ value: Double) -> String { String((value * 10_000).rounded() / 10_000) }
        return "transform=\"translate(\(number(x)) \(number(y))) scale(\(factor(scale.x)) \(factor(scale.y)))\""
    }

    /// A definition that fills refer to.
    mutating func define(_ definition: String) {
        elements += "<defs>\(definition)</defs>"
    }

    /// What a drawing says to those who cannot see it.
    struct Label {
        var title: String
        /// What one sees in it; empty for nothing more than the title says.
        var description: String
    }

    /// The drawing as an element that a screen reader reads as one picture.
    func element(_ classes: String, width: Double, height: Double, label: Label) -> String {
        let size = "0 0 \(Self.number(width)) \(Self.number(height))"
        var svg = "<svg class=\"chart \(classes)\" viewBox=\"\(size)\" role=\"img\"><title>"
        svg.append(programAttribute: label.title)
        svg += "</title>"
        if !label.description.isEmpty {
            svg += "<desc>"
            svg.append(programAttribute: label.description)
            svg += "</desc>"
        }
        return svg + "\(elements)</svg>\n"
    }

    /// A coordinate to a tenth.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)
    }
}
