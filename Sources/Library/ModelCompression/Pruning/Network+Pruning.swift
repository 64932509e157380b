/// Among which weights the least salient are looked for.
public enum PruningScope: Hashable, Sendable {
    /// All weights together: layers that hold many small weights lose more.
    case global
    /// Each layer by itself: all layers get the same sparsity.
    case perLayer
    /// Each output of each layer by itself: all rows get the same sparsity.
    case perRow
}

extension Network {
    /// Prunes to a sparsity, least salient weights first.
    ///
    /// In each scope of n weights exactly `⌊n·sparsity + ½⌋` are pruned afterwards, ties in order of index. What is
    /// pruned already stays pruned, and a scope that is sparser already is left as it is.
    ///
    ///     var sparse = network
    ///     sparse.prune(to: 0.9)
    ///     sparse.pruningMask.keptCount                                 // a tenth, and exactly so
    ///     sparse.train(on: data, optimizer: .adam(), epochs: 2, seed: 1)     // fine-tuning: the zeros stay zero
    ///
    /// - Parameters:
    ///   - kept: names of weights that are kept dense and not counted, such as `fc3.weight`.
    /// - Complexity: O(parameters) and what the saliency costs.
    public mutating func prune(
        to sparsity: Sparsity, by saliency: Saliency = .magnitude, scope: PruningScope = .global,
        keepingDense kept: Set<String> = []
    ) {
        apply(
            prunedMask(by: saliency, scope: scope, keepingDense: kept) { count, _ in sparsity.prunedCount(of: count) })
    }

    /// Prunes a share of the weights that are left, as in a round of iterative pruning.
    ///
    /// In each scope with k weights left, exactly `⌊k·share + ½⌋` more are pruned.
    ///
    /// - Parameters:
    ///   - share: of the weights left.
    ///   - shares: for weights, by name, that take another share; each of these is a scope of its own.
    public mutating func pruneRemaining(
        _ share: Sparsity, except shares: [String: Sparsity] = [:], by saliency: Saliency = .magnitude,
        scope: PruningScope = .global
    ) {
        let before = pruningMask
        let names = Set(shares.keys)
        precondition(names.isSubset(of: before.names), "no weights \(names.subtracting(before.names).sorted())")
        let scores = saliency.scores(of: self)
        apply(
            before.pruned(by: scores, of: self, scope: scope, where: { !names.contains($0) }) { count, pruned in
                pruned + share.prunedCount(of: count - pruned)
            })
        for (name, share) in shares {
            let scope = scope == .global ? .perLayer : scope
            apply(
                pruningMask.pruned(by: scores, of: self, scope: scope, where: { $0 == name }) { count, pruned in
                    pruned + share.prunedCount(of: count - pruned)
                })
        }
    }

    private func prunedMask(
        by saliency: Saliency, scope: PruningScope, keepingDense kept: Set<String>,
        target: (_ count: Int, _ alreadyPruned: Int) -> Int
    ) -> PruningMask {
        let mask = pruningMask
        precondition(kept.isSubset(of: mask.names), "no weights \(kept.subtracting(mask.names).sorted())")
        return mask.pruned(
            by: saliency.scores(of: self), of: self, scope: scope, where: { !kept.contains($0) }, target: target)
    }
}

extension PruningMask {
    /// This mask, pruned in each scope to the number that `target` says, by these scores.
    fileprivate func pruned(
        by scores: [[Float]], of network: Network, scope: PruningScope, where isIncluded: (String) -> Bool,
        target: (_ count: Int, _ alreadyPruned: Int) -> Int
    ) -> PruningMask {
        let included = names.indices.filter { isIncluded(names[$0]) }
        var pruned = masks
        switch scope {
        case .global:
            let before = included.map { masks[$0] }
            let already = before.reduce(0) { $0 + $1.prunedCount }
            let more = max(target(before.reduce(0) { $0 + $1.count }, already) - already, 0)
            let after = Mask.pruning(more, leastOfLayers: included.map { scores[$0] }, within: before)
            for (index, mask) in zip(included, after) { pruned[index] = mask }
        case .perLayer:
            for index in included {
                let already = masks[index].prunedCount
                let more = max(target(masks[index].count, already) - already, 0)
                pruned[index] = masks[index].pruning(more, leastOf: scores[index])
            }
        case .perRow:
            for index in included {
                let rows = network[names[index]].value.rowCount
                pruned[index] = masks[index].pruned(rows: rows, by: scores[index], target: target)
            }
        }
        return PruningMask(names: names, masks: pruned)
    }
}

extension Mask {
    fileprivate func pruned(rows: Int, by scores: [Float], target: (Int, Int) -> Int) -> Mask {
        let columns = count / rows
        var counts = [Int](repeating: columns, count: rows)
        forEachKept { counts[$0 / columns] -= 1 }
        for row in 0..<rows { counts[row] = max(counts[row], target(columns, counts[row])) }
        return intersection(.pruning(counts, leastOfRows: scores.rankedLast(outside: self)))
    }
}
