/// The masks of a network's weights, by the names of the parameters, in the order of the network.
///
///     let mask = network.pruningMask
///     mask["fc1.weight"].keptCount
///     mask.sparsity
///
/// Biases are not weights: they are few, and never pruned here.
public struct PruningMask: Hashable, Sendable {
    /// The names of the parameters.
    public let names: [String]

    /// A mask for each name.
    public let masks: [Mask]

    /// The masks of parameters with these names.
    public init(names: [String], masks: [Mask]) {
        precondition(names.count == masks.count, "\(names.count) names for \(masks.count) masks")
        precondition(Set(names).count == names.count, "two masks for one parameter among \(names)")
        self.names = names
        self.masks = masks
    }

    /// The mask that keeps every weight of `network`.
    public static func keepingAll(of network: Network) -> PruningMask {
        let weights = network.parameters.filter(\.isWeight)
        return PruningMask(names: weights.map(\.name), masks: weights.map { .keepingAll($0.value.count) })
    }

    /// A mask that keeps as many weights of every layer as this one does, at places chosen anew.
    ///
    /// The control for a mask that was found by training: if it does as well, only the layers' densities mattered.
    public func shuffled(using generator: inout some RandomNumberGenerator) -> PruningMask {
        PruningMask(
            names: names,
            masks: masks.map { .random(count: $0.count, pruning: $0.prunedCount, using: &generator) })
    }

    /// The mask of the parameter called `name`; a name that is not there is the caller's mistake.
    public subscript(name: String) -> Mask {
        guard let index = names.firstIndex(of: name) else { preconditionFailure("no mask for \(name) among \(names)") }
        return masks[index]
    }

    /// The number of weights, pruned ones included.
    public var count: Int { masks.reduce(0) { $0 + $1.count } }

    /// The number of weights that are kept.
    public var keptCount: Int { masks.reduce(0) { $0 + $1.keptCount } }

    /// The fraction of all weights that are pruned.
    public var sparsity: Sparsity { Sparsity(kept: keptCount, of: count) }

    /// The fraction of all weights that are kept.
    public var density: Double { sparsity.density }

    /// Whether every weight that this mask keeps is kept by `other` too.
    public func isSubset(of other: PruningMask) -> Bool {
        checkSameLayers(other)
        return zip(masks, other.masks).allSatisfy { $0.isSubset(of: $1) }
    }

    /// The mask that keeps what both masks keep.
    public func intersection(_ other: PruningMask) -> PruningMask {
        checkSameLayers(other)
        return PruningMask(names: names, masks: zip(masks, other.masks).map { $0.intersection($1) })
    }

    /// The Jaccard overlap over all layers: weights kept by both masks per weight kept by either.
    public func overlap(with other: PruningMask) -> Double {
        checkSameLayers(other)
        let pairs = zip(masks, other.masks)
        let either = pairs.reduce(0) { $0 + $1.0.union($1.1).keptCount }
        let both = pairs.reduce(0) { $0 + $1.0.intersection($1.1).keptCount }
        return either == 0 ? 1 : Double(both) / Double(either)
    }

    private func checkSameLayers(_ other: PruningMask) {
        precondition(names == other.names, "masks for \(names) and for \(other.names) do not belong together")
    }
}

extension Network {
    /// The masks of the weights; a weight without a mask is kept whole.
    public var pruningMask: PruningMask {
        let weights = parameters.filter(\.isWeight)
        return PruningMask(
            names: weights.map(\.name),
            masks: weights.map { weight in
                weight.mask.map { Mask($0) } ?? .keepingAll(weight.value.count)
            })
    }

    /// Sets pruned weights to zero and keeps them there in any later training.
    ///
    /// The network takes exactly this mask, whatever masks it had before; weights that come back start at zero.
    public mutating func apply(_ mask: PruningMask) {
        for (name, mask) in zip(mask.names, mask.masks) {
            self[name].mask = mask.keptCount == mask.count ? nil : mask.bits
        }
    }

    /// This network under a mask.
    public func masked(by mask: PruningMask) -> Network {
        var network = self
        network.apply(mask)
        return network
    }
}
