import CourseModel

/// What the page says about how far a cell can be trusted.
struct CellMark: Hashable {
    /// How it is drawn.
    enum Kind: String {
        case checked, noted, failed
    }

    var kind: Kind
    var text: String

    /// The mark of a cell with its result.
    ///
    /// - Parameter isAgainstSolution: whether the cell was run against an exercise's solution.
    init?(for cell: Cell, result: CellResult?) {
        switch (result?.status, cell.purpose) {
        case (_, .starter): return nil
        case (.failed, _): self.init(.failed, "failed")
        case (.notRun, _): self.init(.failed, "not run: something it depends on failed")
        case (_, .skip): self.init(.noted, cell.reason.map { "not run: \($0)" } ?? "not run")
        case (.skipped, .example): self.init(.noted, "not run here")
        case (.skipped, _): self.init(.noted, "not run: a data file is absent")
        case (nil, _): self.init(.noted, "not run")
        case (.passed, .compileOnly): self.init(.checked, "compiled, not run")
        case (.passed, .fail): self.init(.checked, "does not compile, as intended")
        case (.passed, .trap): self.init(.checked, "stops the program, as intended")
        case (.passed, .warn): self.init(.checked, "compiles with a warning, as intended")
        case (.passed, .example): self.init(.checked, "checked against the solution")
        case (.passed, .run):
            if cell.outputUse == .nondeterministic {
                self.init(.noted, "varies from run to run, not compared")
            } else if cell.output != nil, cell.outputUse == .checked {
                self.init(.checked, "checked")
            } else {
                self.init(.checked, "ran")
            }
        }
    }

    private init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// The sign before the text, for eyes alone.
    var sign: String {
        switch kind {
        case .checked: "✓"
        case .noted: "·"
        case .failed: "✗"
        }
    }

    /// What running it took, for readers who ask; nil if nothing is known.
    static func cost(of result: CellResult?) -> String? {
        guard let result, result.status == .passed || result.status == .failed else { return nil }
        var parts: [String] = []
        if result.seconds > 0 { parts.append(Quantity.seconds(result.seconds)) }
        if result.peakBytes > 0 { parts.append("\(Quantity.megabytes(result.peakBytes)) at its peak") }
        if result.isCached { parts.append("kept from an earlier run") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

/// Quantities as a reader sees them.
enum Quantity {
    /// Seconds: to the hundredth below ten, to the tenth below a hundred, else whole.
    static func seconds(_ seconds: Double) -> String {
        switch seconds {
        case ..<0.005: "under 0.01 s"
        case ..<9.995: "\(decimal(seconds, places: 2)) s"
        case ..<99.95: "\(decimal(seconds, places: 1)) s"
        default: "\(decimal(seconds, places: 0)) s"
        }
    }

    /// Bytes in units of 10^6.
    static func megabytes(_ bytes: Int) -> String {
        "\(decimal(Double(bytes) / 1e6, places: bytes < 10_000_000 ? 1 : 0)) MB"
    }

    /// A number, at least 0, with a number of decimals.
    static func decimal(_ value: Double, places: Int) -> String {
        let scale = (0..<places).reduce(1) { product, _ in product * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        if places == 0 { return "\(scaled)" }
        let fraction = String(scaled % scale)
        return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }
}
