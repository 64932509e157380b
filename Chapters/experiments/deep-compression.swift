// LeNet-300-100 on MNIST through the whole pipeline of Han, Mao and Dally (2016): train, prune step by step while
// training goes on, let a codebook of few values stand for the weights that are left, train its values, and write a
// model file. What is measured is the file: its length, and how well the network does that is read back from it.
// Hyperparameters were chosen by the errors on the validation images, which no training sees. Trials with seeds 1 to 3
// printed test errors too, so those may flatter; seeds 4 to 6 were run once, after all was fixed, at the two settings
// that the others had chosen.
//
// Beside the paper's setting stands another, in which the images are moved by a pixel at random in every epoch.
// Sparsity 0 is the dense network after as many steps.
import CellSupport
import ModelCompression

struct Point: Encodable {
    /// By how many pixels at most the training images are moved.
    var jitter: Int
    /// The fraction of the weights that is pruned.
    var sparsity: Double
    /// The values of a layer's weights, zero included.
    var levels: Int
    /// Of the initial weights and the order of the training examples.
    var seed: UInt64
}

struct Result: Encodable {
    /// The length of the model file, and the parts of it that the layers' weights, the biases, and all else take.
    var bytes, fc1Bytes, fc2Bytes, fc3Bytes, biasBytes, otherBytes: Int
    /// How many times smaller it is than 266,610 floats.
    var ratio: Double
    /// The weights that are kept.
    var kept: Int
    /// The order-0 entropy of the weights' codes, in bytes.
    var entropyBytes: Double
    /// The share of wrong answers of the network that is read back from the file.
    var testError, validationError: Double
    /// The share of wrong answers before weights are quantized.
    var sparseTestError, sparseValidationError: Double
}

let pruningEpochs = 10
let tuningEpochs = 8
let stepsPerEpoch = 917

let settings =
    combinations([0.93, 0.96, 0], UInt64(1)...3) { (jitter: 0, sparsity: $0, seed: $1) }
    + combinations([0.96, 0.97, 0.98, 0], UInt64(1)...3) { (jitter: 1, sparsity: $0, seed: $1) }
let confirmed: [(jitter: Int, sparsity: Double, levels: Int)] = [(0, 0.93, 8), (1, 0.97, 8)]
// The levels change most slowly, so that two processes do not train one network twice.
let grid =
    combinations([8, 16], settings) {
        Point(jitter: $1.jitter, sparsity: $1.sparsity, levels: $0, seed: $1.seed)
    }
    + combinations(confirmed, UInt64(4)...6) {
        Point(jitter: $0.jitter, sparsity: $0.sparsity, levels: $0.levels, seed: $1)
    }

try experiment(over: grid) { point in
    let mnist = try MNIST(from: "Chapters/data")
    let (train, validation) = (mnist.train[0..<55_000], mnist.train[55_000..<60_000])

    func images(epoch: Int) -> LabeledImages {
        var generator = Xoshiro256(seed: point.seed, stream: UInt64(epoch))
        return point.jitter == 0 ? train : train.jittered(by: point.jitter, using: &generator)
    }

    let dense = try checkpoint("the dense network of seed \(point.seed)") {
        var generator = Xoshiro256(seed: point.seed)
        var network = Network.leNet300100(using: &generator)
        network.train(on: train, optimizer: .adam(learningRate: 1.2e-3), batchSize: 60, epochs: 5, seed: point.seed)
        return network
    }
    let sparse = try checkpoint("seed \(point.seed), jitter \(point.jitter), sparsity \(point.sparsity)") {
        let epochs = pruningEpochs + tuningEpochs
        let training = Training(
            dense, on: train, optimizer: .adamW(learningRate: 1.2e-3, weightDecay: 0.1),
            schedule: .cosine(steps: epochs * stepsPerEpoch), batchSize: 60, seed: point.seed + 1000)
        let schedule = SparsitySchedule.cubic(
            to: Sparsity(point.sparsity), steps: 0...pruningEpochs * stepsPerEpoch, every: 100)
        for epoch in 0..<epochs {
            training.inputs = images(epoch: epoch).images
            training.run(steps: stepsPerEpoch, pruning: schedule)
        }
        return training.network
    }

    var quantized = QuantizedNetwork(sparse, levels: point.levels)
    quantized.trainCodebooks(
        on: images(epoch: pruningEpochs + tuningEpochs), learningRate: 1e-4, steps: stepsPerEpoch, seed: point.seed)

    let file = try CompressedModel.encode(SafetensorsFile(tensors: quantized.network.storedTensors, metadata: []))
    let model = try CompressedModel(bytes: file, name: "the compressed LeNet")
    var decoded = dense
    try decoded.loadParameters(from: try model.decoded(), name: model.name)
    precondition(
        decoded.parameters.map(\.value) == quantized.network.parameters.map(\.value), "the file lost something")

    let tensors = try model.summary().tensors
    let parts = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.bytes) })
    let weights = tensors.filter { $0.shape.count == 2 }
    return Result(
        bytes: file.count, fc1Bytes: parts["fc1.weight"] ?? 0, fc2Bytes: parts["fc2.weight"] ?? 0,
        fc3Bytes: parts["fc3.weight"] ?? 0,
        biasBytes: tensors.filter { $0.shape.count == 1 }.reduce(0) { $0 + $1.bytes },
        otherBytes: file.count - tensors.reduce(0) { $0 + $1.bytes }, ratio: 1_066_440 / Double(file.count),
        kept: sparse.pruningMask.keptCount, entropyBytes: weights.reduce(0) { $0 + $1.entropyBits } / 8,
        testError: errorRate(of: decoded, on: mnist.test), validationError: errorRate(of: decoded, on: validation),
        sparseTestError: errorRate(of: sparse, on: mnist.test),
        sparseValidationError: errorRate(of: sparse, on: validation))
}

func errorRate(of network: Network, on data: LabeledImages) -> Double {
    let evaluation = network.evaluate(on: data)
    return Double(evaluation.count - evaluation.correct) / Double(evaluation.count)
}
