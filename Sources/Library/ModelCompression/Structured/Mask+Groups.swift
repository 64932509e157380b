extension Mask {
    /// The mask that keeps the `kept` weights of largest magnitude of every `group` in a row: 2:4 and other N:M sparsity.
    ///
    /// Equal magnitudes are pruned in order of index.
    ///
    ///     Mask.keeping(2, ofEach: 4, in: [-5, 1, 2, -4, 3, -1, 4, 1])   // keeps -5, -4, 3 and 4
    ///
    /// - Parameters:
    ///   - kept: in `0...group`.
    ///   - group: consecutive weights; divides their number, and should divide a row's length.
    ///   - weights: shape `[n]`, no NaN.
    /// - Complexity: O(n · group).
    /// - Source: Mishra et al., "Accelerating Sparse Deep Neural Networks", 2021.
    public static func keeping(_ kept: Int, ofEach group: Int, in weights: [Float]) -> Mask {
        precondition(group > 0 && (0...group).contains(kept), "\(kept) of each \(group) weights cannot be kept")
        precondition(weights.count.isMultiple(of: group), "\(weights.count) weights are not groups of \(group)")
        precondition(weights.allSatisfy { !$0.isNaN }, "NaN has no rank among weights")
        return Mask(count: weights.count) { index in
            // Pruned are the group - kept least: those with fewer than that many below them.
            let start = index - index % group
            let magnitude = abs(weights[index])
            let below = (start..<start + group).reduce(0) { below, other in
                let (otherMagnitude, isEarlier) = (abs(weights[other]), other < index)
                return below + (otherMagnitude < magnitude || (otherMagnitude == magnitude && isEarlier) ? 1 : 0)
            }
            return below >= group - kept
        }
    }
}

extension Network {
    /// Prunes weights to N:M sparsity: of every `group` consecutive weights of a row, `kept` stay.
    ///
    /// - Parameter dense: names of weights that are left as they are.
    /// - Precondition: `group` divides the length of every row that is pruned.
    public mutating func prune(keeping kept: Int, ofEach group: Int, keepingDense dense: Set<String> = []) {
        for parameter in parameters where parameter.isWeight && !dense.contains(parameter.name) {
            let width = parameter.value.count / parameter.value.rowCount
            precondition(
                width.isMultiple(of: group), "rows of \(width) weights in \(parameter.name) are not groups of \(group)")
            self[parameter.name].mask = Mask.keeping(kept, ofEach: group, in: parameter.value.scalars).bits
        }
    }
}
