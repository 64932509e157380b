import EntropyCoding
import NeuralNetworks

/// A network whose weights are codes into codebooks; biases stay 32-bit floats.
///
///     var quantized = QuantizedNetwork(sparse, levels: 16)
///     quantized.trainCodebooks(on: data, learningRate: 1e-4, steps: 500, seed: 1)
///     quantized.network.accuracy(on: test)
///     quantized.size(pattern: .bitmask).bytes
///
/// Weights that the network's masks prune keep a level of their own, exactly zero, whatever happens to the others.
public struct QuantizedNetwork: Sendable {
    /// The network with every weight at its level.
    public private(set) var network: Network

    /// The codes and codebooks of each weight, by name.
    public private(set) var weights: [String: QuantizedWeights]

    /// Quantizes each weight with a k-means codebook of its own.
    ///
    /// - Parameter levels: in `2...256`. Where weights are pruned, one of them is zero and only the others are
    ///   centroids of what is left.
    /// - Complexity: O(n log n) for n weights.
    public init(_ network: Network, levels: Int, start: CentroidStart = .linear) {
        precondition((2...256).contains(levels), "a codebook of 2 to 256 levels; got \(levels)")
        self.init(network) { parameter, mask in
            guard let mask, mask.keptCount < mask.count else {
                return Codebook.kMeans(of: parameter.value.scalars, levels: levels, start: start).codebook
                    .quantize(parameter.value.scalars)
            }
            let kept = mask.keptIndices.map { parameter.value.scalars[$0] }
            guard !kept.isEmpty else {
                return QuantizedWeights(
                    codes: Array(repeating: 0, count: mask.count), codebooks: [Codebook(levels: [0])])
            }
            let centroids = Codebook.kMeans(of: kept, levels: levels - 1, start: start).codebook
            var codes = [UInt8](repeating: 0, count: mask.count)
            for (index, code) in zip(mask.keptIndices, centroids.quantize(kept).codes) { codes[index] = code + 1 }
            return QuantizedWeights(codes: codes, codebooks: [Codebook(levels: [0] + centroids.levels)])
        }
    }

    /// Quantizes each weight uniformly.
    ///
    /// - Parameter perChannel: whether every output of a layer has its own levels, or the whole layer one set.
    public init(_ network: Network, uniform quantizer: UniformQuantizer, perChannel: Bool = false) {
        precondition(
            quantizer.bits > 1 || quantizer.range == .asymmetric || network.pruningMask.sparsity == 0,
            "one symmetric bit has no level for zero, which a pruned network needs")
        self.init(network) { parameter, _ in
            quantizer.quantize(parameter.value.scalars, channels: perChannel ? parameter.value.rowCount : 1)
        }
    }

    private init(_ network: Network, quantize: (Parameter, Mask?) -> QuantizedWeights) {
        self.network = network
        weights = [:]
        for parameter in network.parameters where parameter.isWeight {
            let quantized = quantize(parameter, parameter.mask.map { Mask($0) })
            weights[parameter.name] = quantized
            self.network[parameter.name].value.scalars = quantized.dequantized()
        }
    }

    /// Trains the levels of the codebooks, and the biases, by gradient descent; the codes stay as they are.
    ///
    /// The gradient of a level is the sum of the gradients of all weights that share it. A step of gradient descent
    /// with momentum is linear in the gradients, so each weight takes its own step, and a level moves by the sum of
    /// the steps of its weights: the same numbers, up to rounding. Levels that stand for pruned weights stay zero.
    ///
    /// - Parameters:
    ///   - learningRate: of the sum; with hundreds of weights to a level, about a thousandth of what weights would take.
    /// - Returns: the mean loss of the batches.
    /// - Complexity: a step of training and O(parameters) per step.
    /// - Source: Han, Mao, Dally, "Deep Compression", 2016, section 3.3.
    @discardableResult
    public mutating func trainCodebooks(
        on data: LabeledImages, learningRate: Float, momentum: Float = 0.9, batchSize: Int = 60, steps: Int,
        seed: UInt64
    ) -> Double {
        trainCodebooks(
            inputs: data.images, loss: CrossEntropy(data.labels), learningRate: learningRate, momentum: momentum,
            batchSize: batchSize, steps: steps, seed: seed)
    }

    /// Trains the levels of the codebooks, and the biases, to make any loss small.
    @discardableResult
    public mutating func trainCodebooks(
        inputs: Tensor, loss: some Loss, learningRate: Float, momentum: Float = 0.9, batchSize: Int = 60, steps: Int,
        seed: UInt64
    ) -> Double {
        let training = Training(
            network, inputs: inputs, loss: loss, optimizer: .sgd(learningRate: learningRate, momentum: momentum),
            batchSize: batchSize, seed: seed)
        return training.run(steps: steps) { _ in
            moveLevels(to: training.network)
            training.network = network
        }
    }

    private mutating func moveLevels(to stepped: Network) {
        for parameter in stepped.parameters {
            guard let old = weights[parameter.name] else {
                network[parameter.name].value = parameter.value
                continue
            }
            let moved = old.movedLevels(by: parameter.value.scalars, keepingZeroAt: parameter.mask)
            weights[parameter.name] = moved
            network[parameter.name].value.scalars = moved.dequantized()
        }
    }
}

extension QuantizedWeights {
    /// Every level plus the sum of the differences between `stepped` and the level, over the weights that share it.
    fileprivate func movedLevels(by stepped: [Float], keepingZeroAt mask: [Bool]?) -> QuantizedWeights {
        let length = codes.count / codebooks.count
        let moved = codebooks.enumerated().map { channel, codebook in
            var steps = [Double](repeating: 0, count: codebook.levels.count)
            for index in channel * length..<(channel + 1) * length where mask?[index] ?? true {
                let code = Int(codes[index])
                steps[code] += Double(stepped[index]) - Double(codebook.levels[code])
            }
            // A mask's zero is a level of its own; under uniform quantization, kept weights may share it.
            return Codebook(
                levels: zip(codebook.levels, steps).map { level, step in
                    level == 0 && mask != nil ? 0 : Float(Double(level) + step)
                })
        }
        return QuantizedWeights(codes: codes, codebooks: moved)
    }
}
