import ModelCompression
import Testing

/// Lloyd's algorithm as it is written: every weight to its nearest centroid, every centroid to its mean.
private func plainKMeans(_ weights: [Float], start: [Float], updates: Int) -> [Float] {
    var centroids = start
    for _ in 0..<updates {
        var sums = [Double](repeating: 0, count: centroids.count)
        var counts = [Int](repeating: 0, count: centroids.count)
        for weight in weights {
            let distances = centroids.map { abs(Double($0) - Double(weight)) }
            let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
            sums[nearest] += Double(weight)
            counts[nearest] += 1
        }
        for index in centroids.indices where counts[index] > 0 {
            centroids[index] = Float(sums[index] / Double(counts[index]))
        }
    }
    return centroids
}

@Suite struct KMeansTests {
    @Test func theExampleOfTheDocumentation() {
        let levels = Codebook.kMeans(of: [0.1, 0.2, 0.25, 0.9, 1.0, 1.1], levels: 2).codebook.levels
        #expect(abs(levels[0] - 0.18333) < 1e-5 && abs(levels[1] - 1) < 1e-6)
    }

    @Test func agreesWithThePlainAlgorithmUpdateByUpdate() {
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: seed)
            let count = Int.random(in: 1...120, using: &generator)
            let levels = Int.random(in: 1...12, using: &generator)
            // Multiples of an eighth: many ties, and sums without rounding.
            let weights = (0..<count).map { _ in Float(Int.random(in: -40...40, using: &generator)) / 8 }
            let (least, greatest) = (weights.min() ?? 0, weights.max() ?? 0)
            let start = (0..<levels).map {
                Float(Double(least) + Double(greatest - least) * Double($0) / Double(max(levels - 1, 1)))
            }
            for updates in [0, 1, 2, 5, 30] {
                let result = Codebook.kMeans(of: weights, levels: levels, limit: updates)
                let plain = plainKMeans(weights, start: start, updates: updates)
                for (ours, theirs) in zip(result.codebook.levels, plain) {
                    #expect(abs(ours - theirs) < 1e-5, "seed \(seed), \(updates) updates")
                }
            }
        }
    }

    @Test(arguments: [CentroidStart.linear, .density, .random(seed: 3)])
    func errorsNeverRiseAndEndAtTheQuantizedError(from start: CentroidStart) {
        for seed in 0..<100 {
            var generator = Xoshiro256(seed: UInt64(seed))
            let weights = (0..<500).map { _ in Float(generator.normal()) * 0.05 }
            let result = Codebook.kMeans(of: weights, levels: 16, start: start)
            #expect(result.isConverged, "seed \(seed)")
            for (before, after) in zip(result.meanSquaredErrors, result.meanSquaredErrors.dropFirst()) {
                #expect(after <= before * (1 + 1e-9), "seed \(seed)")
            }
            let quantized = result.codebook.quantize(weights)
            let error = quantized.meanSquaredError(from: weights)
            #expect(abs(error - (result.meanSquaredErrors.last ?? 0)) < 1e-6 * error, "seed \(seed)")
            for (weight, value) in zip(weights, quantized.dequantized()) {
                let nearest = result.codebook.levels.map { abs($0 - weight) }.min() ?? 0
                #expect(abs(value - weight) <= nearest, "seed \(seed)")
            }
        }
    }

    @Test func codebooksNeedNotBeSortedAndTiesGoDown() {
        let codebook = Codebook(levels: [3, -1, 1])
        #expect(codebook.quantize([2, 0, -5, 9, 0.1]).codes == [2, 1, 1, 0, 2])
        #expect(codebook.bitsPerCode == 2)
        #expect(Codebook(levels: [7]).quantize([1, 2]).dequantized() == [7, 7])
        #expect(Codebook(levels: [7]).bitsPerCode == 0)
    }
}

@Suite struct QuantizedNetworkTests {
    @Test func prunedWeightsHaveALevelOfTheirOwn() {
        for seed in 0..<50 {
            var network = smallNetwork(seed: seed)
            network.prune(to: 0.6)
            let quantized = QuantizedNetwork(network, levels: 8)
            #expect(quantized.network.pruningMask == network.pruningMask)
            for (name, weights) in quantized.weights {
                #expect(weights.codebooks[0].levels.count == 8 && weights.codebooks[0].levels[0] == 0)
                #expect(weights.dequantized() == quantized.network[name].value.scalars)
                let mask = network.pruningMask[name]
                #expect(mask.bits == weights.codes.map { $0 != 0 }, "seed \(seed)")
            }
            #expect(quantized.network["fc1.bias"] == network["fc1.bias"])
        }
    }

    @Test func aLevelMovesByTheSumOfItsWeightsGradients() {
        var network = smallNetwork(seed: 6)
        network.prune(to: 0.5)
        let inputs = randomInputs(20, width: 12, seed: 6)
        let loss = CrossEntropy((0..<20).map { UInt8($0 % 4) })
        let before = QuantizedNetwork(network, levels: 4)
        var after = before
        after.trainCodebooks(
            inputs: inputs, loss: loss, learningRate: 0.01, momentum: 0, batchSize: 20, steps: 1, seed: 1)
        let gradients = before.network.gradients(of: loss, on: inputs)
        for (index, parameter) in before.network.parameters.enumerated() {
            guard let old = before.weights[parameter.name], let new = after.weights[parameter.name] else {
                for (scalar, gradient) in gradients[index].scalars.enumerated() {
                    let moved = parameter.value.scalars[scalar] - 0.01 * gradient
                    #expect(abs(after.network[parameter.name].value.scalars[scalar] - moved) < 1e-6)
                }
                continue
            }
            #expect(new.codes == old.codes)
            var sums = [Float](repeating: 0, count: 4)
            for (code, gradient) in zip(old.codes, gradients[index].scalars) { sums[Int(code)] += gradient }
            #expect(new.codebooks[0].levels[0] == 0)
            for code in 1..<4 {
                let moved = old.codebooks[0].levels[code] - 0.01 * sums[code]
                #expect(abs(new.codebooks[0].levels[code] - moved) < 1e-6, "\(parameter.name), code \(code)")
            }
            #expect(after.network[parameter.name].value.scalars == new.dequantized())
        }
    }

    /// Uniform levels hold kept weights at zero beside pruned ones: that level must stay where it is.
    @Test func zeroStaysZeroUnderUniformLevels() {
        for range in [UniformQuantizer.Range.symmetric, .asymmetric] {
            var network = smallNetwork(seed: 4)
            network.prune(to: 0.5)
            let inputs = randomInputs(30, width: 12, seed: 4)
            var quantized = QuantizedNetwork(
                network, uniform: UniformQuantizer(bits: 2, range: range), perChannel: true)
            let before = quantized.weights
            quantized.trainCodebooks(
                inputs: inputs, loss: CrossEntropy((0..<30).map { UInt8($0 % 4) }), learningRate: 0.01, steps: 20,
                seed: 1)
            for (name, mask) in zip(network.pruningMask.names, network.pruningMask.masks) {
                let scalars = quantized.network[name].value.scalars
                #expect(scalars.indices.allSatisfy { mask[$0] || scalars[$0] == 0 }, "\(name)")
                #expect(quantized.weights[name]?.dequantized() == scalars, "\(name)")
                #expect(quantized.weights[name] != before[name], "\(name)")
            }
        }
    }

    @Test func trainingLowersTheLoss() {
        var network = smallNetwork(seed: 9)
        network.prune(to: 0.3)
        let inputs = randomInputs(60, width: 12, seed: 9)
        let loss = CrossEntropy((0..<60).map { UInt8($0 % 4) })
        var quantized = QuantizedNetwork(network, levels: 8)
        let before = quantized.network.meanLoss(of: loss, on: inputs)
        quantized.trainCodebooks(inputs: inputs, loss: loss, learningRate: 0.005, steps: 200, seed: 1)
        #expect(quantized.network.meanLoss(of: loss, on: inputs) < before - 0.02)
        #expect(quantized.network.pruningMask == network.pruningMask)
    }

    @Test func sizesCountCodesPositionsCodebooksAndBiases() {
        var network = smallNetwork(seed: 2)
        network.prune(to: 0.5, scope: .perLayer)
        let quantized = QuantizedNetwork(network, levels: 8)
        #expect(ModelSize(of: network).bytes.bytes == 4 * network.parameterCount)
        let kept = network.pruningMask.keptCount
        #expect(ModelSize(sparse: network, pattern: .bitmask).bits == Double(32 * (kept + 20) + 199))
        let size = quantized.size(pattern: .bitmask)
        #expect(size.bits == Double(3 * kept + 199 + 3 * 8 * 32 + 20 * 32))
        // With codes for zeros too, nothing else tells positions.
        #expect(quantized.size().bits == Double(3 * 199 + 3 * 8 * 32 + 20 * 32))
        let huffman = quantized.size(pattern: .bitmask, codeLength: .huffman)
        let bound = quantized.size(pattern: .bitmask, codeLength: .entropyBound)
        #expect(bound.valueBits <= huffman.valueBits && huffman.valueBits <= bound.valueBits + Double(kept))
        #expect(huffman.sideBits == size.sideBits + 3 * 8 * 8)
        let pointers = ModelSize(sparse: network) { .csr(rows: $0.value.rowCount, indexBits: 8, pointerBits: 16) }
        #expect(pointers.patternBits == Double(8 * kept + 16 * (10 + 8 + 5)))
    }
}
