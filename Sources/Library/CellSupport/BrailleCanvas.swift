/// A canvas of Braille characters, which hold two by four dots each.
struct BrailleCanvas {
    private let width: Int
    private let height: Int
    private var cells: [UInt8]

    /// An empty canvas, measured in characters.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        cells = [UInt8](repeating: 0, count: width * height)
    }

    /// Its lines from above.
    var rows: [String] {
        (0..<height).map { row in
            String(
                String.UnicodeScalarView(
                    (0..<width).map { column in
                        let dots = cells[row * width + column]
                        return dots == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(dots)) ?? " "
                    }))
        }
    }

    /// Sets the dot at a place given as fractions from the left and from below; one outside is left out.
    mutating func dot(_ x: Double, _ y: Double) {
        guard (0...1).contains(x), (0...1).contains(y) else { return }
        let column = Int((x * Double(width * 2 - 1)).rounded())
        let row = Int(((1 - y) * Double(height * 4 - 1)).rounded())
        // The dots of a character are numbered down its left side, down its right side, then the lowest two.
        let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        cells[row / 4 * width + column / 2] |= bits[row % 4][column % 2]
    }

    /// Sets the dots of a line.
    mutating func line(_ start: (x: Double, y: Double), _ end: (x: Double, y: Double)) {
        let steps = max(abs(end.x - start.x) * Double(width * 2), abs(end.y - start.y) * Double(height * 4))
        guard steps.isFinite, steps < 1e6 else { return }
        for step in 0...max(1, Int(steps)) {
            let share = Double(step) / Double(max(1, Int(steps)))
            dot(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
        }
    }
}
