/// How much a weight matters: the least salient weights are pruned first.
///
///     network.prune(to: 0.5, by: .wanda(on: calibration), scope: .perRow)
///
/// A saliency gives every weight of a network a number; only the order of the numbers counts.
public struct Saliency: Sendable {
    /// For captions and results.
    public let name: String

    private let compute: @Sendable (Network) -> [[Float]]

    /// A saliency of your own: `scores` returns, for each weight of the network in order, a number per scalar.
    public init(_ name: String, scores: @escaping @Sendable (Network) -> [[Float]]) {
        self.name = name
        compute = scores
    }

    /// The saliency of every scalar of every weight, in the order of the network's weights (biases left out).
    public func scores(of network: Network) -> [[Float]] {
        let scores = compute(network)
        precondition(
            scores.map(\.count) == network.parameters.filter(\.isWeight).map(\.value.count),
            "saliency \(name) gave \(scores.map(\.count)) scores for the weights of the network")
        return scores
    }

    /// The distance from zero.
    ///
    /// - Source: Han, Pool, Tran, Dally, "Learning both Weights and Connections for Efficient Neural Networks", 2015.
    public static let magnitude = Saliency("magnitude") { network in
        network.parameters.filter(\.isWeight).map { $0.value.scalars.map { abs($0) } }
    }

    /// No information: each weight a random number, as the control for all others.
    public static func random(seed: UInt64) -> Saliency {
        Saliency("random") { network in
            var generator = Xoshiro256(seed: seed)
            return network.parameters.filter(\.isWeight).map { weight in
                weight.value.scalars.map { _ in Float(generator.uniform()) }
            }
        }
    }

    /// |w · ∂L/∂w|, the first-order estimate of how the mean loss changes if the weight becomes zero.
    ///
    /// At a minimum the gradient is zero and tells nothing; on an untrained network this is the score of SNIP.
    ///
    /// - Parameter inputs: n examples, one row per target of the loss.
    /// - Complexity: a forward and a backward pass over `inputs`.
    /// - Source: Mozer and Smolensky, "Skeletonization", 1989; Lee, Ajanthan, Torr, "SNIP", 2019.
    public static func gradientTimesWeight(of loss: some Loss, on inputs: Tensor) -> Saliency {
        Saliency("gradient × weight") { network in
            zip(network.parameters, network.gradients(of: loss, on: inputs)).filter { $0.0.isWeight }.map {
                parameter, gradient in
                zip(parameter.value.scalars, gradient.scalars).map { abs($0 * $1) }
            }
        }
    }

    /// The mean over examples of (w · ∂ℓ/∂w)², with the loss ℓ of one example.
    ///
    /// Unlike the gradient of the mean loss, the squares of single examples do not cancel at a minimum.
    ///
    /// - Parameters:
    ///   - labels: the class of each example.
    ///   - inputs: n examples.
    /// - Complexity: O(n · weights); where there are convolutions, n backward passes of one example and their set-up,
    ///   many times as long.
    /// - Source: Molchanov, Mallya, Tyree, Frosio, Kautz, "Importance Estimation for Neural Network Pruning", 2019.
    public static func taylor(labels: [UInt8], on inputs: Tensor) -> Saliency {
        precondition(inputs.rowCount == labels.count, "\(inputs.rowCount) inputs with \(labels.count) labels")
        return Saliency("Taylor") { network in
            SquaredGradients(of: network, on: inputs) { example, _ in [(labels[example], 1)] }
                .scaledBySquaredWeights(of: network, factor: 1 / Double(labels.count))
        }
    }

    /// Optimal Brain Damage: h·w²/2, with h the second derivative of the mean cross-entropy by the weight alone.
    ///
    /// With p = softmax(z) the second derivative by the outputs z is diag(p) − p·pᵀ = Σ_c p_c (p − e_c)(p − e_c)ᵀ, and
    /// p − e_c is the gradient if the class were c. So h = Σ_c p_c (∂ℓ_c/∂w)², averaged over the examples: the labels
    /// do not matter. For a network of rectifiers this is exact, since its outputs are piecewise linear in each
    /// single weight; otherwise it is the Gauss–Newton part.
    ///
    /// - Parameter inputs: n examples.
    /// - Complexity: O(n · weights) and a hundred examples suffice; where there are convolutions, n · classes backward
    ///   passes of one example.
    /// - Source: LeCun, Denker, Solla, "Optimal Brain Damage", 1990.
    public static func optimalBrainDamage(on inputs: Tensor) -> Saliency {
        Saliency("optimal brain damage") { network in
            curvature(of: network, on: inputs).scaledBySquaredWeights(
                of: network, factor: 0.5 / Double(inputs.rowCount))
        }
    }

    /// The diagonal of the Hessian of the mean cross-entropy, for each weight in order.
    package static func hessianDiagonal(of network: Network, on inputs: Tensor) -> [[Double]] {
        curvature(of: network, on: inputs).sums.map { $0.map { $0 / Double(inputs.rowCount) } }
    }

    private static func curvature(of network: Network, on inputs: Tensor) -> SquaredGradients {
        SquaredGradients(of: network, on: inputs, terms: everyClass)
    }

    /// Each class with its probability: the terms of the second derivative of the cross-entropy.
    package static func everyClass(example: Int, probabilities: [Double]) -> [(label: UInt8, factor: Double)] {
        probabilities.enumerated().map { (UInt8($0), $1) }
    }
}
