extension HuffmanCode {
    /// The word lengths of an optimal code: 0 for symbols that do not occur, 1 for one that is alone.
    ///
    /// With the leaves sorted, merged nodes come into being in order of weight, so that two queues replace Huffman's
    /// heap: the two lightest nodes are always among the first two of each.
    ///
    /// - Source: van Leeuwen, "On the Construction of Huffman Trees", 1976.
    static func optimalLengths(counts: [Int]) -> [Int] {
        let leaves = occurringSymbols(counts)
        var lengths = [Int](repeating: 0, count: counts.count)
        guard leaves.count > 1 else {
            for symbol in leaves { lengths[symbol] = 1 }
            return lengths
        }

        // Nodes 0 ..< leaves.count are the leaves in order of count; merged ones follow in the order of their making.
        var weight = leaves.map { counts[$0] }
        var parent = [Int](repeating: 0, count: 2 * leaves.count - 1)
        var nextLeaf = 0
        var nextMerged = leaves.count
        while weight.count < 2 * leaves.count - 1 {
            var sum = 0
            for _ in 0..<2 {
                // A leaf goes before a merged node of equal weight: that keeps the tree as shallow as it can be.
                let takesLeaf =
                    nextMerged == weight.count || (nextLeaf < leaves.count && weight[nextLeaf] <= weight[nextMerged])
                let node = takesLeaf ? nextLeaf : nextMerged
                if takesLeaf { nextLeaf += 1 } else { nextMerged += 1 }
                parent[node] = weight.count
                sum += weight[node]
            }
            weight.append(sum)
        }

        // A parent has a higher number than its children, so depths are known from the root downwards.
        var depth = [Int](repeating: 0, count: weight.count)
        for node in (0..<weight.count - 1).reversed() { depth[node] = depth[parent[node]] + 1 }
        for (node, symbol) in leaves.enumerated() { lengths[symbol] = depth[node] }
        return lengths
    }

    /// The symbols with a count above 0, in order of count and then of symbol.
    static func occurringSymbols(_ counts: [Int]) -> [Int] {
        precondition(counts.count <= largestAlphabet, "An alphabet has at most 65,536 symbols, not \(counts.count)")
        var total = 0
        for count in counts {
            precondition(count >= 0, "A symbol cannot occur \(count) times")
            total += count
            // A tree of depth d needs a Fibonacci number of symbols, F(d + 2): below 2³⁹ no word outgrows 56 bits.
            precondition(total < 1 << 39, "Counts must have a sum below 2^39")
        }
        return counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $0) < (counts[$1], $1) }
    }
}
