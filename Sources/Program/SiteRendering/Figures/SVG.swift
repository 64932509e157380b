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

    /// A definition that fills refer to.
    mutating func define(_ definition: String) {
        elements += "<defs>\(definition)</defs>"
    }

    /// The drawing as an element that a screen reader reads as one picture.
    func element(_ classes: String, width: Double, height: Double, label: String) -> String {
        var svg =
            "<svg class=\"chart \(classes)\" viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" role=\"img\" "
        svg += "aria-label=\""
        svg.append(programAttribute: label)
        return svg + "\">\(elements)</svg>\n"
    }

    /// A coordinate to a tenth.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)
    }
}
