/// Bars for categories, one or more side by side in each.
public struct BarChart: Hashable, Sendable, Codable {
    /// The bars of one colour, one for each category.
    public struct Group: Hashable, Sendable, Codable {
        /// What it is called in the legend.
        public var name: String
        /// The heights, one for each category; one that is not finite is left out.
        public var values: [Double]

        /// Bars with a name.
        public init(_ name: String, _ values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// What it shows, in a few words: its caption.
    public var title: String
    /// What one sees in it, for those who cannot see it.
    public var description: String
    /// What the bars stand for, from left to right.
    public var categories: [String]
    /// The axis of their heights, which always holds 0.
    public var y: Axis
    /// The bars, in the order of the legend.
    public var groups: [Group]

    /// A chart of bars.
    public init(_ title: String, categories: [String], y: Axis, groups: [Group], description: String = "") {
        for group in groups {
            precondition(
                group.values.count == categories.count,
                "bars \(group.name): \(group.values.count) values for \(categories.count) categories")
        }
        self.title = title
        self.description = description
        self.categories = categories
        self.y = y
        self.groups = groups
    }
}
