import ModelCompression
import Testing

/// The plain rankings: sort by (key, index) and prune the first.
private func sortedMask(pruning count: Int, of values: [Float], key: (Float) -> Float) -> [Bool] {
    let order = values.indices.sorted {
        let (left, right) = (key(values[$0]), key(values[$1]))
        return left == right ? $0 < $1 : left < right
    }
    var bits = [Bool](repeating: true, count: values.count)
    for index in order.prefix(count) { bits[index] = false }
    return bits
}

@Suite struct MagnitudeMaskTests {
    @Test func theExampleOfTheDocumentation() {
        let mask = Mask.magnitude(of: [3, -1, 2, 0], sparsity: 0.5)
        #expect(mask.bits == [true, false, true, false])
        #expect(mask.applied(to: [3, -1, 2, 0]) == [3, 0, 2, 0])
    }

    @Test func equalMagnitudesArePrunedInOrderOfIndex() {
        #expect(Mask.magnitude(of: [2, -2, 2, -2], sparsity: 0.5).bits == [false, false, true, true])
        #expect(Mask.magnitude(of: [-0, 0, 0, -0, 1], sparsity: 0.4).bits == [false, false, true, true, true])
    }

    @Test func agreesWithSortingOnThousandsOfAwkwardCases() {
        for seed in 0..<4000 {
            var generator = SeededGenerator(seed: seed)
            let count = Int.random(in: 0...(seed.isMultiple(of: 100) ? 5000 : 200), using: &generator)
            let weights = awkwardWeights(count: count, using: &generator)
            let sparsity = Sparsity(Double(Int.random(in: 0...100, using: &generator)) / 100)
            let mask = Mask.magnitude(of: weights, sparsity: sparsity)
            #expect(mask.brokenInvariant == nil, "seed \(seed)")
            #expect(mask.prunedCount == sparsity.prunedCount(of: count), "seed \(seed)")
            #expect(
                mask.bits == sortedMask(pruning: mask.prunedCount, of: weights, key: { abs($0) }), "seed \(seed)")

            let bySaliency = Mask.pruning(mask.prunedCount, leastOf: weights)
            #expect(bySaliency.bits == sortedMask(pruning: mask.prunedCount, of: weights, key: { $0 }), "seed \(seed)")
        }
    }

    /// Layers together must be cut as their concatenation is; the rows of a matrix as separate vectors are.
    @Test func globalAndPerRowScopesAgreeWithPlainOnes() {
        for seed in 0..<500 {
            var generator = SeededGenerator(seed: seed)
            let layers = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                awkwardWeights(count: Int.random(in: 0...150, using: &generator), using: &generator)
            }
            let sparsity = Sparsity(Double(Int.random(in: 0...20, using: &generator)) / 20)
            let masks = Mask.magnitude(ofLayers: layers, sparsity: sparsity)
            #expect(masks.map(\.count) == layers.map(\.count), "seed \(seed)")
            let together = Mask.magnitude(of: layers.flatMap { $0 }, sparsity: sparsity)
            #expect(masks.flatMap(\.bits) == together.bits, "seed \(seed)")

            let rows = Int.random(in: 1...9, using: &generator)
            let columns = Int.random(in: 0...90, using: &generator)
            let matrix = awkwardWeights(count: rows * columns, using: &generator)
            let byRow = Mask.magnitude(ofRows: rows, in: matrix, sparsity: sparsity)
            let plain = (0..<rows).flatMap { row in
                Mask.magnitude(of: Array(matrix[row * columns..<(row + 1) * columns]), sparsity: sparsity).bits
            }
            #expect(byRow.bits == plain, "seed \(seed)")
        }
    }

    /// Large enough for the way through a sample: bell curves, few values, patterns that mislead the sample.
    @Test func largeArraysAgreeWithSorting() {
        for seed in 0..<12 {
            var generator = SeededGenerator(seed: seed)
            let count = 262_144 + Int.random(in: 0...1000, using: &generator)
            let weights: [Float] = (0..<count).map { index in
                let uniform = Float.random(in: -1...1, using: &generator)
                switch seed % 4 {
                case 0: return uniform * uniform * uniform
                case 1: return (uniform * 20).rounded()
                // The sample sees only the small, or only the large.
                case 2: return (index % 16 == 8) == (seed != 6) ? uniform : 5 + uniform
                default: return Float(index) * (index % 2 == 0 ? 1 : -1)
                }
            }
            let sparsity = [Sparsity(0.9), 0.5, 0.001][seed / 4]
            let pruned = sparsity.prunedCount(of: count)
            // Sorting of (key, index) pairs, for which the standard library's sort is fast enough.
            let order = weights.indices.map { (abs(weights[$0]), $0) }.sorted { $0 < $1 }
            var bits = [Bool](repeating: true, count: count)
            for (_, index) in order.prefix(pruned) { bits[index] = false }
            #expect(Mask.magnitude(of: weights, sparsity: sparsity) == Mask(bits), "seed \(seed)")
            let cut = Int.random(in: 0...count, using: &generator)
            let layers = [Array(weights[..<cut]), Array(weights[cut...])]
            let masks = Mask.magnitude(ofLayers: layers, sparsity: sparsity)
            #expect(masks.flatMap(\.bits) == bits, "seed \(seed)")
        }
    }

    @Test func furtherPruningOnlyShrinksAndCountsExactly() {
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: seed)
            let count = Int.random(in: 1...300, using: &generator)
            var mask = Mask.keepingAll(count)
            for _ in 0..<5 {
                // Below every number is only what is pruned already.
                let saliency = awkwardWeights(count: count, using: &generator).map {
                    max($0, -.greatestFiniteMagnitude)
                }
                let pruned = Sparsity(0.2).prunedCount(of: mask.keptCount)
                let next = mask.pruning(pruned, leastOf: saliency)
                #expect(next.brokenInvariant == nil, "seed \(seed)")
                #expect(next.keptCount == mask.keptCount - pruned, "seed \(seed)")
                #expect(next.isSubset(of: mask), "seed \(seed)")
                let worstKept = next.keptIndices.map { saliency[$0] }.min() ?? .infinity
                let bestPruned = mask.intersection(next.inverted).keptIndices.map { saliency[$0] }.max() ?? -.infinity
                #expect(bestPruned <= worstKept, "seed \(seed)")
                mask = next
            }
        }
    }

    /// Twenty percent of the hidden layers and ten of the last, seven rounds and fifteen: the counts of LeNet-300-100.
    @Test func iterativeCountsOfLeNet() {
        var layers = [784 * 300, 300 * 100, 100 * 10]
        let rates: [Sparsity] = [0.2, 0.2, 0.1]
        for round in 1...15 {
            for layer in layers.indices { layers[layer] -= rates[layer].prunedCount(of: layers[layer]) }
            if round == 7 { #expect(layers == [49_325, 6_291, 478]) }
        }
        #expect(layers == [8_275, 1_056, 206])
    }
}

@Suite struct MaskTests {
    @Test func setOperationsAgreeWithBooleans() {
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: seed)
            let count = Int.random(in: 0...200, using: &generator)
            let left = (0..<count).map { _ in Bool.random(using: &generator) }
            let right = (0..<count).map { _ in Bool.random(using: &generator) }
            let (leftMask, rightMask) = (Mask(left), Mask(right))
            let results: [(Mask, [Bool])] = [
                (leftMask, left),
                (leftMask.intersection(rightMask), zip(left, right).map { $0 && $1 }),
                (leftMask.union(rightMask), zip(left, right).map { $0 || $1 }),
                (leftMask.symmetricDifference(rightMask), zip(left, right).map { $0 != $1 }),
                (leftMask.inverted, left.map { !$0 }),
                (Mask.keepingAll(count), [Bool](repeating: true, count: count)),
            ]
            for (mask, bits) in results {
                #expect(mask.brokenInvariant == nil, "seed \(seed)")
                #expect(mask.bits == bits, "seed \(seed)")
                #expect(mask.keptCount == bits.filter { $0 }.count, "seed \(seed)")
                #expect(mask.keptIndices == bits.indices.filter { bits[$0] }, "seed \(seed)")
            }
            #expect(leftMask.intersection(rightMask).isSubset(of: leftMask), "seed \(seed)")
            #expect(
                leftMask.isSubset(of: rightMask) == zip(left, right).allSatisfy { !$0 || $1 }, "seed \(seed)")
            #expect(leftMask.overlap(with: leftMask) == 1, "seed \(seed)")
        }
    }

    @Test func applyingLeavesKeptWeightsBitForBitAndWritesPositiveZeros() {
        for seed in 0..<500 {
            var generator = SeededGenerator(seed: seed)
            let weights = awkwardWeights(count: Int.random(in: 0...200, using: &generator), using: &generator)
            let mask = Mask(weights.map { _ in Bool.random(using: &generator) })
            let expected = weights.indices.map { mask[$0] ? weights[$0].bitPattern : 0 }
            #expect(mask.applied(to: weights).map(\.bitPattern) == expected, "seed \(seed)")
        }
    }

    @Test func randomMasksHaveExactCountsAndReachEveryPlace() {
        var keptAt = [Int](repeating: 0, count: 20)
        for seed in 0..<2000 {
            var generator = SeededGenerator(seed: seed)
            let mask = Mask.random(count: 20, sparsity: 0.7, using: &generator)
            #expect(mask.keptCount == 6, "seed \(seed)")
            mask.forEachKept { keptAt[$0] += 1 }
        }
        // 600 expected; the standard deviation of each place is √(2000·0.3·0.7) = 20.5, so 100 is nearly five of them.
        for (place, count) in keptAt.enumerated() {
            #expect(abs(count - 600) < 100, "place \(place)")
        }
    }
}
