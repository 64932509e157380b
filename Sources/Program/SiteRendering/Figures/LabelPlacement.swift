/// Keeps labels at the ends of lines apart.
package enum LabelPlacement {
    /// Heights near the wanted ones, in the order given, of which no two are nearer than a gap.
    ///
    /// Labels that are too near are moved apart as groups around their mean, so that no label goes further than it must;
    /// if all of them fit, all stay within the range.
    ///
    /// - Complexity: O(n²) for n labels.
    package static func spread(_ wanted: [Double], gap: Double, within range: ClosedRange<Double>) -> [Double] {
        struct Group {
            var members: [Int]
            var top: Double
        }
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        func placed(_ members: [Int]) -> Group {
            // The top that makes the offsets of the members sum to nothing, held within the range.
            let mean = members.enumerated().reduce(0) { $0 + wanted[$1.element] - Double($1.offset) * gap }
            let height = Double(members.count - 1) * gap
            let top = mean / Double(members.count)
            return Group(members: members, top: max(range.lowerBound, min(top, range.upperBound - height)))
        }
        var groups: [Group] = []
        for index in order {
            groups.append(placed([index]))
            while groups.count > 1 {
                let above = groups[groups.count - 2]
                let below = groups[groups.count - 1]
                if above.top + Double(above.members.count) * gap <= below.top + 1e-9 { break }
                groups.removeLast(2)
                groups.append(placed(above.members + below.members))
            }
        }
        var heights = wanted
        for group in groups {
            for (place, index) in group.members.enumerated() { heights[index] = group.top + Double(place) * gap }
        }
        return heights
    }
}
