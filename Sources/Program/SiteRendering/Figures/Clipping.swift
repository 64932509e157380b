/// Cuts lines at the edges of a plot, so that an axis with a range of its own shows a part of its data and no more.
///
/// Coordinates are fractions of the axes: the plot is the unit square, edges included.
package enum Clipping {
    /// Whether a point lies in the plot, but for the error of a division.
    package static func isInside(_ point: (x: Double, y: Double)) -> Bool {
        (-1e-9...1 + 1e-9).contains(point.x) && (-1e-9...1 + 1e-9).contains(point.y)
    }

    /// The parts of a line through points in order that lie in the plot, each of at least two points.
    ///
    /// - Complexity: O(points).
    /// - Source: Liang and Barsky, "A New Concept and Method for Line Clipping", ACM Transactions on Graphics 3, 1984.
    package static func parts(of points: [(x: Double, y: Double)]) -> [[(x: Double, y: Double)]] {
        var parts: [[(x: Double, y: Double)]] = []
        var isOpen = false
        for (start, end) in zip(points, points.dropFirst()) {
            guard let shares = shares(from: start, to: end) else {
                isOpen = false
                continue
            }
            func point(_ share: Double) -> (x: Double, y: Double) {
                // The ends themselves stay exact.
                share == 0
                    ? start
                    : share == 1
                        ? end : (start.x + share * (end.x - start.x), start.y + share * (end.y - start.y))
            }
            if !isOpen || shares.lowerBound > 0 { parts.append([point(shares.lowerBound)]) }
            parts[parts.count - 1].append(point(shares.upperBound))
            isOpen = shares.upperBound == 1
        }
        return parts
    }

    /// The part of a polygon that lies in the plot, as the corners of a polygon; none if there is no such part.
    ///
    /// - Complexity: O(corners).
    /// - Source: Sutherland and Hodgman, "Reentrant Polygon Clipping", Communications of the ACM 17, 1974.
    package static func polygon(_ corners: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        typealias Point = (x: Double, y: Double)
        // How far a point lies inside of each edge.
        let edges: [(Point) -> Double] = [{ $0.x }, { 1 - $0.x }, { $0.y }, { 1 - $0.y }]
        return edges.reduce(corners) { corners, depth in
            var kept: [Point] = []
            for (start, end) in zip(corners.suffix(1) + corners, corners) {
                let (from, to) = (depth(start), depth(end))
                if (from < 0) != (to < 0) {
                    let share = from / (from - to)
                    kept.append((start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)))
                }
                if to >= 0 { kept.append(end) }
            }
            return kept
        }
    }

    /// Which shares of the way from one point to another lie in the plot; nil for none.
    private static func shares(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double)
    ) -> ClosedRange<Double>? {
        var first = 0.0
        var last = 1.0
        for (from, way) in [(start.x, end.x - start.x), (start.y, end.y - start.y)] {
            if way == 0 {
                if !(-1e-9...1 + 1e-9).contains(from) { return nil }
                continue
            }
            let crossings = [-from / way, (1 - from) / way].sorted()
            // A point on an edge must not be cut off by an error of rounding.
            if crossings[0] > 1e-9 { first = max(first, crossings[0]) }
            if crossings[1] < 1 - 1e-9 { last = min(last, crossings[1]) }
        }
        return first < last ? first...last : nil
    }
}
