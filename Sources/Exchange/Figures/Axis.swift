/// What an axis measures.
public struct Axis: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// The quantity, with its unit where it has one.
    public var label: String
    /// Whether equal distances are equal factors; every value must then be above 0 to be drawn.
    public var isLogarithmic: Bool
    /// Where the axis begins and ends; nil to follow the data.
    public var range: ClosedRange<Double>?

    /// An axis for a quantity.
    public init(_ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
        self.label = label
        self.isLogarithmic = isLogarithmic
        self.range = range
    }

    /// A linear axis that follows the data.
    public init(stringLiteral label: String) {
        self.init(label)
    }

    /// A logarithmic axis.
    public static func log(_ label: String, range: ClosedRange<Double>? = nil) -> Axis {
        Axis(label, isLogarithmic: true, range: range)
    }
}
