extension HuffmanCode {
    /// An optimal code among those with no word longer than `maximumLength`.
    ///
    /// A limit makes a decoder's table small, at little cost: the words it shortens are those of rare symbols.
    ///
    ///     HuffmanCode(counts: [8, 4, 2, 1, 1], maximumLength: 3).codeLengths   // [1, 3, 3, 3, 3]
    ///
    /// - Parameters:
    ///   - counts: shape `[n]`, n ≤ 65,536; none negative, with sum below 2³⁹.
    ///   - maximumLength: L, in `1...56`, with at most 2^L symbols that occur.
    /// - Complexity: O(n log n + nL) time, O(nL) bits of memory.
    /// - Source: Larmore, Hirschberg, "A Fast Algorithm for Optimal Length-Limited Huffman Codes", 1990.
    public init(counts: [Int], maximumLength: Int) {
        let unlimited = Self.optimalLengths(counts: counts)
        let isShortEnough = unlimited.allSatisfy { $0 <= maximumLength }
        self.init(checkedLengths: isShortEnough ? unlimited : Self.limitedLengths(counts: counts, limit: maximumLength))
    }

    /// The package-merge algorithm, for at least two symbols that occur.
    ///
    /// Think of a symbol with a word of l bits as the owner of one coin of each face value 2⁻¹ … 2⁻ˡ, each as heavy as
    /// the symbol is frequent. A complete code is a set of coins worth n − 1, and its weight is the length of the
    /// message. Level by level, from the smallest coins up, two lightest items are packed into one of the next value.
    static func limitedLengths(counts: [Int], limit: Int) -> [Int] {
        precondition((1...longestWord).contains(limit), "A word has 1...56 bits, not \(limit)")
        let leaves = occurringSymbols(counts)
        precondition(
            leaves.count <= 1 << min(limit, 17), "\(leaves.count) symbols cannot have different words of \(limit) bits")

        // Of each level all that is kept is which of its items, in order of weight, is a package.
        var isPackage: [[Bool]] = []
        var packages: [Int] = []
        for _ in 0..<limit {
            var weights: [Int] = []
            var marks: [Bool] = []
            weights.reserveCapacity(leaves.count + packages.count)
            marks.reserveCapacity(leaves.count + packages.count)
            var next = 0
            for leaf in leaves {
                while next < packages.count, packages[next] < counts[leaf] {
                    weights.append(packages[next])
                    marks.append(true)
                    next += 1
                }
                weights.append(counts[leaf])
                marks.append(false)
            }
            weights.append(contentsOf: packages[next...])
            marks.append(contentsOf: repeatElement(true, count: packages.count - next))
            isPackage.append(marks)
            packages = stride(from: 1, to: weights.count, by: 2).map { weights[$0 - 1] + weights[$0] }
        }

        // Take the 2 (n − 1) lightest items of the top level, and of each level below what their packages hold.
        var lengths = [Int](repeating: 0, count: counts.count)
        var taken = 2 * (leaves.count - 1)
        for marks in isPackage.reversed() {
            let packagesTaken = marks[..<taken].count { $0 }
            for leaf in leaves[..<(taken - packagesTaken)] { lengths[leaf] += 1 }
            taken = 2 * packagesTaken
        }
        return lengths
    }
}
