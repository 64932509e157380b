import ModelCompression
import Testing

private func agree(_ left: Tensor, _ right: Tensor) -> Bool {
    // Sums of a few dozen products of order 1, in another order.
    left.shape == right.shape && zip(left.scalars, right.scalars).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($0)) }
}

@Suite struct StructuredPruningTests {
    @Test func removedUnitsGiveTheOutputsOfMaskedOnes() {
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: seed)
            var network = smallNetwork(seed: seed)
            if seed.isMultiple(of: 2) { network.prune(to: 0.4) }
            let inputs = randomInputs(8, width: 12, seed: seed)
            let layer = ["fc1", "fc2"][seed % 2]
            let units = network["\(layer).weight"].value.rowCount
            let removed = (0..<units - 1).filter { _ in Bool.random(using: &generator) }
            let masked = network.maskingUnits(removed, of: layer)
            let smaller = network.removingUnits(removed, of: layer)
            #expect(agree(masked.outputs(for: inputs), smaller.outputs(for: inputs)), "seed \(seed)")
            #expect(smaller["\(layer).weight"].value.rowCount == units - removed.count, "seed \(seed)")
            #expect(smaller.outputShape == network.outputShape)
            if let mask = smaller["\(layer).weight"].mask {
                #expect(
                    smaller["\(layer).weight"].value.scalars.indices.allSatisfy {
                        mask[$0] || smaller["\(layer).weight"].value.scalars[$0] == 0
                    })
            }
        }
    }

    @Test func channelsOfConvolutionsAreUnitsToo() {
        for seed in 0..<20 {
            var generator = Xoshiro256(seed: UInt64(seed))
            var network = Network(
                inputShape: [1, 12, 12],
                layers: [
                    Convolution("conv1", inputs: 1, outputs: 5, kernel: 3, padding: 1), ReLU(), MaxPooling(size: 2),
                    Convolution("conv2", inputs: 5, outputs: 6, kernel: 3), Tanh(), MaxPooling(size: 2),
                    Dense("fc1", inputs: 24, outputs: 7), ReLU(), Dense("fc2", inputs: 7, outputs: 3),
                ], using: &generator)
            for name in ["conv1.bias", "conv2.bias", "fc1.bias"] {
                for index in network[name].value.scalars.indices {
                    network[name].value.scalars[index] = Float(generator.normal()) * 0.3
                }
            }
            let inputs = Tensor(shape: [5, 1, 12, 12], scalars: (0..<720).map { _ in Float(generator.normal()) })
            for (layer, removed) in [("conv1", [0, 3]), ("conv2", [1, 2, 5]), ("fc1", [6])] {
                let smaller = network.removingUnits(removed, of: layer)
                let masked = network.maskingUnits(removed, of: layer)
                #expect(agree(masked.outputs(for: inputs), smaller.outputs(for: inputs)), "\(layer), seed \(seed)")
                #expect(smaller.parameterCount < network.parameterCount)
            }
            // Channels without weights are constant, and of no use to a dense layer; a convolution pads around them.
            var dead = network
            for (name, width) in [("conv1.weight", 9), ("conv2.weight", 45)] {
                dead[name].mask = (0..<dead[name].value.count).map { $0 / width > 1 }
            }
            let compact = dead.removingDeadUnits()
            #expect(agree(dead.outputs(for: inputs), compact.outputs(for: inputs)), "seed \(seed)")
            #expect(compact["conv1.weight"].value.rowCount == 5)
            #expect(compact["conv2.weight"].value.rowCount == 4)
        }
    }

    /// A tenth of the first hidden layer: 300·784 + 300 + … down to 240,060 parameters.
    @Test func countsOfLeNet() {
        var generator = Xoshiro256(seed: 1)
        let network = Network.leNet300100(using: &generator)
        #expect(network.removingUnits(0.1, of: ["fc1"]).parameterCount == 240_060)
        let half = network.removingUnits(0.5, of: ["fc1", "fc2"])
        #expect(half["fc1.weight"].value.shape == [150, 784])
        #expect(half["fc2.weight"].value.shape == [50, 150])
        #expect(half["fc3.weight"].value.shape == [10, 50])
    }

    @Test func theLeastSalientUnitsGo() {
        var generator = Xoshiro256(seed: 1)
        var network = Network(
            inputShape: [2], layers: [Dense("a", inputs: 2, outputs: 3), ReLU(), Dense("b", inputs: 3, outputs: 1)],
            using: &generator)
        network["a.weight"].value.scalars = [3, -3, 0.5, 0.5, -1, 4]
        network["b.weight"].value.scalars = [10, 20, 30]
        #expect(network.unitSaliency(of: "a") == [6, 1, 5])
        let smaller = network.removingUnits(0.34, of: ["a"])
        #expect(smaller["a.weight"].value.scalars == [3, -3, -1, 4])
        #expect(smaller["b.weight"].value.scalars == [10, 30])
    }

    @Test func deadUnitsLeaveAndTheirConstantsStay() {
        var removedSomething = 0
        for seed in 0..<200 {
            var network = smallNetwork(seed: seed)
            network.prune(to: [0.7, 0.9, 0.97, 1][seed % 4])
            let inputs = randomInputs(8, width: 12, seed: seed)
            let smaller = network.removingDeadUnits()
            #expect(agree(network.outputs(for: inputs), smaller.outputs(for: inputs)), "seed \(seed)")
            #expect(smaller.pruningMask.keptCount <= network.pruningMask.keptCount, "seed \(seed)")
            if smaller.parameterCount < network.parameterCount { removedSomething += 1 }
            #expect(smaller.removingDeadUnits().parameterCount == smaller.parameterCount, "seed \(seed)")
        }
        #expect(removedSomething > 140)
    }
}

@Suite struct GroupMaskTests {
    @Test func twoOfFour() {
        let weights: [Float] = [-5, 1, 2, -4, 3, -1, 4, 1]
        #expect(Mask.keeping(2, ofEach: 4, in: weights).applied(to: weights) == [-5, 0, 0, -4, 3, 0, 4, 0])
        #expect(Mask.keeping(2, ofEach: 4, in: [1, -1, 1, -1]).bits == [false, false, true, true])
    }

    @Test func everyGroupKeepsItsLargest() {
        for seed in 0..<500 {
            var generator = SeededGenerator(seed: seed)
            let group = Int.random(in: 1...8, using: &generator)
            let kept = Int.random(in: 0...group, using: &generator)
            let weights = awkwardWeights(count: group * Int.random(in: 0...20, using: &generator), using: &generator)
            let mask = Mask.keeping(kept, ofEach: group, in: weights)
            #expect(mask.brokenInvariant == nil)
            for start in stride(from: 0, to: weights.count, by: group) {
                let part = Array(weights[start..<start + group])
                let expected = Mask.pruning(group - kept, leastOf: part.map { abs($0) }).bits
                #expect((0..<group).map { mask[start + $0] } == expected, "seed \(seed)")
            }
        }
    }

    @Test func networksAndTheirSize() {
        var network = smallNetwork([8, 12, 4], seed: 1)
        network.prune(keeping: 2, ofEach: 4)
        #expect(network.pruningMask.masks.map(\.keptCount) == [48, 24])
        // Half the values at 16 bits and two bits each for their places: 0.5625 of a dense half-precision tensor.
        let part = ModelSize.Part(
            "w", mask: network.pruningMask.masks[0], bitsPerNonzero: 16, pattern: .groups(size: 4))
        #expect(part.bits / (96 * 16) == 0.5625)
    }
}
