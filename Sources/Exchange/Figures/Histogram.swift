/// How many values fall between one edge and the next.
public struct Histogram: Hashable, Sendable, Codable {
    /// What it shows, in a few words: its caption.
    public var title: String
    /// What one sees in it, for those who cannot see it.
    public var description: String
    /// The axis of the values.
    public var x: Axis
    /// The edges of the bins in rising order, shape `[bins + 1]`.
    public var edges: [Double]
    /// How many values each bin holds, shape `[bins]`.
    public var counts: [Int]

    /// A histogram of counts that are already made.
    public init(_ title: String, x: Axis, edges: [Double], counts: [Int], description: String = "") {
        precondition(edges.count == counts.count + 1, "\(counts.count) bins have \(counts.count + 1) edges")
        self.title = title
        self.description = description
        self.x = x
        self.edges = edges
        self.counts = counts
    }

    /// A histogram of values in bins of equal width between their least and their greatest.
    ///
    /// The last bin holds its upper edge too. Values that are not finite are left out.
    ///
    /// - Parameters:
    ///   - values: at least one that is finite.
    ///   - bins: at least 1.
    /// - Complexity: O(values).
    public init(
        _ title: String, x: Axis, of values: some Collection<some BinaryFloatingPoint>, bins: Int = 40,
        description: String = ""
    ) {
        precondition(bins > 0, "a histogram has at least one bin")
        let finite = values.lazy.map { Double($0) }.filter { $0.isFinite }
        guard let first = finite.first else { preconditionFailure("a histogram needs a finite value") }
        var least = first
        var greatest = first
        for value in finite {
            least = min(least, value)
            greatest = max(greatest, value)
        }
        if least == greatest {
            least -= 0.5
            greatest += 0.5
        }
        let width = (greatest - least) / Double(bins)
        var counts = [Int](repeating: 0, count: bins)
        for value in finite { counts[min(bins - 1, max(0, Int((value - least) / width)))] += 1 }
        self.init(
            title, x: x, edges: (0...bins).map { $0 == bins ? greatest : least + Double($0) * width }, counts: counts,
            description: description)
    }
}
