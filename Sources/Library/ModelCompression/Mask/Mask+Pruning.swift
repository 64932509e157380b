import NeuralNetworks

extension Mask {
    /// The mask that keeps the weights of largest magnitude.
    ///
    /// Exactly `⌊n·sparsity + ½⌋` of the `n` weights are pruned. Equal magnitudes are pruned in order of index,
    /// so that the same weights always give the same mask.
    ///
    ///     Mask.magnitude(of: [3, -1, 2, 0], sparsity: 0.5).bits   // [true, false, true, false]
    ///
    /// - Parameters:
    ///   - weights: shape `[n]`, no NaN.
    ///   - sparsity: the fraction of weights to prune.
    /// - Complexity: O(n); at most 4 n bytes of scratch memory, and a few per cent of that where not many are equal.
    /// - Source: Han, Pool, Tran, Dally, "Learning both Weights and Connections for Efficient Neural Networks", 2015.
    public static func magnitude(of weights: [Float], sparsity: Sparsity) -> Mask {
        weights.withUnsafeBufferPointer { magnitude(of: $0, sparsity: sparsity) }
    }

    /// The mask that keeps the weights of largest magnitude, of weights that lie elsewhere in memory.
    public static func magnitude(of weights: UnsafeBufferPointer<Float>, sparsity: Sparsity) -> Mask {
        masks(pruning: sparsity.prunedCount(of: weights.count), leastOf: [weights], order: MagnitudeOrder.self)[0]
    }

    /// The masks of several layers that keep the weights of largest magnitude over all layers together.
    ///
    /// The total is exact: `⌊n·sparsity + ½⌋` of all `n` weights are pruned, and equal magnitudes in order of
    /// layer, then index. A layer of small weights may lose all of them.
    ///
    /// - Parameter layers: the weights of each layer, no NaN.
    /// - Returns: a mask for each layer.
    /// - Complexity: O(n), without a copy of the weights.
    public static func magnitude(ofLayers layers: [[Float]], sparsity: Sparsity) -> [Mask] {
        withBuffers(of: layers) { buffers in
            masks(
                pruning: sparsity.prunedCount(of: buffers.reduce(0) { $0 + $1.count }), leastOf: buffers,
                order: MagnitudeOrder.self)
        }
    }

    /// The mask that prunes the same share of every row of a matrix, least magnitude first.
    ///
    /// - Parameters:
    ///   - weights: shape `[rows, n / rows]`, row after row, no NaN.
    ///   - sparsity: of each row of c weights, exactly `⌊c·sparsity + ½⌋` are pruned.
    /// - Complexity: O(n).
    public static func magnitude(ofRows rows: Int, in weights: [Float], sparsity: Sparsity) -> Mask {
        precondition(
            rows > 0 && weights.count.isMultiple(of: rows), "\(weights.count) weights are not a matrix of \(rows) rows")
        let counts = Array(repeating: sparsity.prunedCount(of: weights.count / rows), count: rows)
        return leastOfRows(counts, in: weights, order: MagnitudeOrder.self)
    }

    /// The mask that prunes the `count` weights of least saliency.
    ///
    /// - Parameters:
    ///   - count: in `0...n`.
    ///   - saliency: shape `[n]`, no NaN; equal saliencies are pruned in order of index.
    /// - Complexity: O(n).
    public static func pruning(_ count: Int, leastOf saliency: [Float]) -> Mask {
        saliency.withUnsafeBufferPointer { masks(pruning: count, leastOf: [$0], order: ValueOrder.self)[0] }
    }

    /// The masks of several layers that together prune the `count` weights of least saliency.
    ///
    /// - Complexity: O(n).
    public static func pruning(_ count: Int, leastOfLayers saliencies: [[Float]]) -> [Mask] {
        withBuffers(of: saliencies) { masks(pruning: count, leastOf: $0, order: ValueOrder.self) }
    }

    /// The mask that prunes `counts[r]` weights of each row r of a matrix, least saliency first.
    ///
    /// - Parameters:
    ///   - counts: shape `[rows]`, each in `0...n / rows`; their number divides the number of saliencies.
    ///   - saliency: shape `[rows, n / rows]`, no NaN.
    /// - Complexity: O(n).
    public static func pruning(_ counts: [Int], leastOfRows saliency: [Float]) -> Mask {
        leastOfRows(counts, in: saliency, order: ValueOrder.self)
    }

    /// This mask without the `count` kept weights of least saliency.
    ///
    /// The result keeps a subset of what this mask keeps; the saliency of pruned weights is not looked at.
    ///
    /// - Parameters:
    ///   - count: in `0...keptCount`.
    ///   - saliency: shape `[n]`, above `-infinity` and not NaN among the kept.
    /// - Complexity: O(n).
    public func pruning(_ count: Int, leastOf saliency: [Float]) -> Mask {
        Mask.pruning(count, leastOfLayers: [saliency], within: [self])[0]
    }

    /// Masks of several layers without the `count` weights, kept until now, of least saliency over all layers.
    ///
    /// - Complexity: O(n).
    public static func pruning(_ count: Int, leastOfLayers saliencies: [[Float]], within masks: [Mask]) -> [Mask] {
        precondition(
            saliencies.map(\.count) == masks.map(\.count), "saliencies and masks belong to layers of other sizes")
        let rankings = zip(saliencies, masks).map { $0.rankedLast(outside: $1) }
        let total = masks.reduce(0) { $0 + $1.prunedCount } + count
        return zip(masks, pruning(total, leastOfLayers: rankings)).map { $0.intersection($1) }
    }

    /// A mask that prunes exactly `⌊n·sparsity + ½⌋` of `count` weights, each choice of them equally likely.
    ///
    /// - Complexity: O(n), a random number per weight.
    /// - Source: Knuth, "The Art of Computer Programming", volume 2, algorithm S (selection sampling).
    public static func random(
        count: Int, sparsity: Sparsity, using generator: inout some RandomNumberGenerator
    ) -> Mask {
        random(count: count, pruning: sparsity.prunedCount(of: count), using: &generator)
    }

    /// A mask that prunes `prunedCount` of `count` weights, each choice of them equally likely.
    ///
    /// - Complexity: O(n), a random number per weight.
    public static func random(
        count: Int, pruning prunedCount: Int, using generator: inout some RandomNumberGenerator
    ) -> Mask {
        precondition(prunedCount >= 0 && prunedCount <= count, "\(prunedCount) of \(count) weights cannot be pruned")
        var toPrune = prunedCount
        var remaining = count
        return Mask(count: count) { _ in
            let isPruned = generator.uniformInteger(below: remaining) < toPrune
            remaining -= 1
            if isPruned { toPrune -= 1 }
            return !isPruned
        }
    }

    private static func leastOfRows<Order: SaliencyOrder>(
        _ counts: [Int], in values: [Float], order: Order.Type
    ) -> Mask {
        precondition(
            !counts.isEmpty && values.count.isMultiple(of: counts.count),
            "\(values.count) weights are not a matrix of \(counts.count) rows")
        let columns = values.count / counts.count
        return values.withUnsafeBufferPointer { all in
            var selection = RadixSelection<Order>()
            var words = MaskWords(count: all.count)
            for (row, count) in counts.enumerated() {
                let part = UnsafeBufferPointer(rebasing: all[row * columns..<(row + 1) * columns])
                var cut = selection.cut(pruning: count, of: [part])
                words.append(part, cut: &cut, order: order)
            }
            return Mask(count: all.count, words: words.finished())
        }
    }

    private static func masks<Order: SaliencyOrder>(
        pruning count: Int, leastOf layers: [UnsafeBufferPointer<Float>], order: Order.Type
    ) -> [Mask] {
        if let masks = SampledSelection<Order>.masks(pruning: count, of: layers) { return masks }
        var selection = RadixSelection<Order>()
        var cut = selection.cut(pruning: count, of: layers)
        return layers.map { layer in
            var words = MaskWords(count: layer.count)
            words.append(layer, cut: &cut, order: order)
            return Mask(count: layer.count, words: words.finished())
        }
    }
}

extension [Float] {
    /// These saliencies, with `-infinity` for what `mask` prunes, so that it stays pruned in any ranking.
    func rankedLast(outside mask: Mask) -> [Float] {
        if mask.keptCount == mask.count { return self }
        return indices.map {
            guard mask[$0] else { return -.infinity }
            precondition(self[$0] > -.infinity, "the saliency \(self[$0]) of a kept weight has no rank")
            return self[$0]
        }
    }
}

/// Calls `body` with the memory of all arrays at once.
private func withBuffers<Result>(
    of arrays: [[Float]], _ body: ([UnsafeBufferPointer<Float>]) -> Result
) -> Result {
    func next(_ index: Int, _ buffers: [UnsafeBufferPointer<Float>]) -> Result {
        guard index < arrays.count else { return body(buffers) }
        return arrays[index].withUnsafeBufferPointer { next(index + 1, buffers + [$0]) }
    }
    return next(0, [])
}
