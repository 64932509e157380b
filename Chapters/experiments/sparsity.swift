// Accuracy against sparsity for LeNet-300-100 on MNIST: one-shot magnitude pruning over all layers together, without
// fine-tuning and with two epochs of it. At sparsity 0 the tuned network is the control: it got the same extra epochs and
// lost no weight, so that what the tuned networks gain over the dense one is not taken for an effect of pruning.
import CellSupport
import ModelCompression

struct Point: Encodable {
    /// Of the initial weights, and of the order of the training examples.
    var seed: UInt64
    /// The fraction of weights that are pruned.
    var sparsity: Double
    /// Epochs of training after pruning.
    var tuningEpochs: Int
}

let optimizer = Optimizer.adam(learningRate: 1.2e-3)
let grid = combinations(1...5, [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99], [0, 2], Point.init)

try experiment(over: grid) { point in
    let mnist = try MNIST(from: "Chapters/data")
    // All points of a seed begin with the same trained network.
    let dense = try checkpoint("the dense network of seed \(point.seed)") {
        var generator = Xoshiro256(seed: point.seed)
        var network = Network.leNet300100(using: &generator)
        network.train(on: mnist.train, optimizer: optimizer, batchSize: 60, epochs: 5, seed: point.seed)
        return network
    }

    var network = dense
    network.prune(to: Sparsity(point.sparsity), scope: .global)
    if point.tuningEpochs > 0 {
        // Another order of examples than in the first epochs.
        network.train(
            on: mnist.train, optimizer: optimizer, batchSize: 60, epochs: point.tuningEpochs, seed: point.seed + 1000)
    }
    return [
        "accuracy": network.accuracy(on: mnist.test),
        "kept": Double(network.pruningMask.keptCount),
    ]
}
