/// Anything that a cell can display.
///
/// In JSON it is one object: `format` 1, its `kind`, and the properties of the value of that kind. Numbers that are not
/// finite are the texts `nan`, `inf` and `-inf`; an axis that follows its data has no `range`, any other has two numbers.
public enum Figure: Hashable, Sendable {
    /// Lines or points.
    case chart(Chart)
    /// Bars for categories.
    case bars(BarChart)
    /// Counts of values.
    case histogram(Histogram)
    /// A grid of shades.
    case heatMap(HeatMap)
    /// Grey images.
    case images(ImageGrid)
    /// Rows of text.
    case table(Table)

    /// What it shows, in a few words.
    public var title: String {
        switch self {
        case .chart(let chart): chart.title
        case .bars(let bars): bars.title
        case .histogram(let histogram): histogram.title
        case .heatMap(let map): map.title
        case .images(let grid): grid.title
        case .table(let table): table.title
        }
    }
}

extension Figure: Codable {
    private enum CodingKeys: String, CodingKey {
        case format, kind
    }

    private enum Kind: String, Codable {
        case chart, bars, histogram, heatMap, images, table
    }

    /// Reads a figure and refuses one whose shapes do not fit together.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let format = try container.decode(Int.self, forKey: .format)
        guard format == 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .format, in: container, debugDescription: "format \(format) is newer than this program")
        }
        switch try container.decode(Kind.self, forKey: .kind) {
        case .chart: self = .chart(try Chart(from: decoder))
        case .bars: self = .bars(try BarChart(from: decoder))
        case .histogram: self = .histogram(try Histogram(from: decoder))
        case .heatMap: self = .heatMap(try HeatMap(from: decoder))
        case .images: self = .images(try ImageGrid(from: decoder))
        case .table: self = .table(try Table(from: decoder))
        }
        if let fault {
            throw DecodingError.dataCorruptedError(forKey: .kind, in: container, debugDescription: fault)
        }
    }

    /// Writes a figure as one object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .format)
        func write(_ kind: Kind, _ value: some Encodable) throws {
            try container.encode(kind, forKey: .kind)
            try value.encode(to: encoder)
        }
        switch self {
        case .chart(let chart): try write(.chart, chart)
        case .bars(let bars): try write(.bars, bars)
        case .histogram(let histogram): try write(.histogram, histogram)
        case .heatMap(let map): try write(.heatMap, map)
        case .images(let grid): try write(.images, grid)
        case .table(let table): try write(.table, table)
        }
    }

    /// What does not fit together in a figure that came from outside; its own initialisers would have trapped on it.
    private var fault: String? {
        switch self {
        case .chart(let chart):
            for series in chart.series {
                let bands = [series.low.count, series.high.count]
                if series.x.count != series.y.count || !(bands == [0, 0] || bands == [series.y.count, series.y.count]) {
                    return "series \(series.name): x, y and errors differ in length"
                }
            }
        case .bars(let bars):
            for group in bars.groups where group.values.count != bars.categories.count {
                return "bars \(group.name): \(group.values.count) values for \(bars.categories.count) categories"
            }
        case .histogram(let histogram):
            if histogram.edges.count != histogram.counts.count + 1 || !histogram.edges.allSatisfy(\.isFinite) {
                return "\(histogram.counts.count) bins need \(histogram.counts.count + 1) finite edges"
            }
        case .heatMap(let map):
            if map.values.count != map.rows.count || map.values.contains(where: { $0.count != map.columns.count }) {
                return "the values are not \(map.rows.count) rows of \(map.columns.count)"
            }
        case .images(let grid):
            let isInBounds = (1...4096).contains(grid.width) && (1...4096).contains(grid.height)
            if !isInBounds || grid.images.contains(where: { $0.pixels.count != grid.width * grid.height }) {
                return "an image is not \(grid.width) × \(grid.height) pixels"
            }
        case .table(let table):
            if table.rows.contains(where: { $0.count != table.columns.count }) {
                return "a row does not have \(table.columns.count) cells"
            }
        }
        return nil
    }
}
