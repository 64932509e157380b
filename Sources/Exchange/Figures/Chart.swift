/// Lines or points over two axes of numbers.
public struct Chart: Hashable, Sendable, Codable {
    /// What it shows, in a few words: its caption.
    public var title: String
    /// What one sees in it, for those who cannot see it; empty to leave it to the title and the data.
    public var description: String
    /// The axis from left to right.
    public var x: Axis
    /// The axis from below to above.
    public var y: Axis
    /// What is drawn, in the order of the legend.
    public var series: [Series]

    /// A chart of series.
    public init(_ title: String, x: Axis, y: Axis, series: [Series], description: String = "") {
        self.title = title
        self.description = description
        self.x = x
        self.y = y
        self.series = series
    }
}

/// One line or cloud of points of a chart, `n` values long.
public struct Series: Hashable, Sendable, Codable {
    /// How the points are drawn.
    public enum Style: String, Hashable, Sendable, Codable {
        /// Joined in order.
        case line
        /// Each by itself.
        case points
    }

    /// What it is called in the legend.
    public var name: String
    /// How it is drawn.
    public var style: Style
    /// Where each point stands on the x axis, shape `[n]`; a point that is not finite is left out.
    public var x: [Double]
    /// Where each point stands on the y axis, shape `[n]`.
    public var y: [Double]
    /// The lower ends of the error band, shape `[n]`; empty for none.
    public var low: [Double]
    /// The upper ends of the error band, shape `[n]`; empty for none.
    public var high: [Double]

    /// A series of points, with an error band if both of its ends are given.
    public init(
        _ name: String, style: Style = .line, x: [Double], y: [Double], low: [Double] = [], high: [Double] = []
    ) {
        precondition(x.count == y.count, "series \(name): \(x.count) x values, \(y.count) y values")
        precondition(low.count == high.count, "series \(name): an error band has a low and a high end at each point")
        precondition(low.isEmpty || low.count == y.count, "series \(name): \(low.count) errors, \(y.count) points")
        self.name = name
        self.style = style
        self.x = x
        self.y = y
        self.low = low
        self.high = high
    }
}
