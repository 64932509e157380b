import ModelCompression
import Testing

/// A small network of rectifiers with biases that are not zero.
func smallNetwork(_ widths: [Int] = [12, 9, 7, 4], seed: Int) -> Network {
    var generator = Xoshiro256(seed: UInt64(seed))
    var layers: [any Layer] = []
    for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
        if index > 0 { layers.append(ReLU()) }
        layers.append(Dense("fc\(index + 1)", inputs: inputs, outputs: outputs))
    }
    var network = Network(inputShape: [widths[0]], layers: layers, using: &generator)
    for index in network.parameters.indices where !network.parameters[index].isWeight {
        for scalar in network.parameters[index].value.scalars.indices {
            network.parameters[index].value.scalars[scalar] = Float(generator.normal()) * 0.1
        }
    }
    return network
}

/// Inputs of a normal distribution, shape `[count, width]`.
func randomInputs(_ count: Int, width: Int, seed: Int) -> Tensor {
    var generator = Xoshiro256(seed: UInt64(seed), stream: 77)
    return Tensor(shape: [count, width], scalars: (0..<count * width).map { _ in Float(generator.normal()) })
}

@Suite struct NetworkPruningTests {
    @Test func countsAreExactInEveryScopeAndMasksOnlyShrink() {
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: seed)
            var network = smallNetwork(seed: seed)
            let scope = [PruningScope.global, .perLayer, .perRow][seed % 3]
            let saliencies = [Saliency.magnitude, .random(seed: UInt64(seed))]
            var before = network.pruningMask
            #expect(before == .keepingAll(of: network), "seed \(seed)")
            for sparsity in [0.2, 0.5, 0.5, 0.85, 0.3, 1] as [Sparsity] {
                network.prune(to: sparsity, by: saliencies[Int.random(in: 0...1, using: &generator)], scope: scope)
                let mask = network.pruningMask
                #expect(mask.isSubset(of: before), "seed \(seed)")
                let goal = max(sparsity, before.sparsity)
                if goal == sparsity {
                    switch scope {
                    case .global: #expect(mask.count - mask.keptCount == sparsity.prunedCount(of: 199), "seed \(seed)")
                    case .perLayer:
                        for mask in mask.masks {
                            #expect(mask.prunedCount == sparsity.prunedCount(of: mask.count), "seed \(seed)")
                        }
                    case .perRow:
                        for (name, mask) in zip(mask.names, mask.masks) {
                            let columns = network[name].value.shape[1]
                            for row in 0..<network[name].value.rowCount {
                                let pruned = (0..<columns).filter { !mask[row * columns + $0] }.count
                                #expect(pruned == sparsity.prunedCount(of: columns), "seed \(seed)")
                            }
                        }
                    }
                } else {
                    #expect(mask == before, "seed \(seed): a sparser network must stay as it is")
                }
                for parameter in network.parameters where parameter.isWeight {
                    let mask = mask[parameter.name]
                    #expect(parameter.value.scalars.indices.allSatisfy { mask[$0] || parameter.value.scalars[$0] == 0 })
                }
                before = mask
            }
        }
    }

    @Test func globalScopePrunesTheSmallLayerFirstAndPerLayerDoesNot() {
        let layers: [any Layer] = [Dense("big", inputs: 2, outputs: 2), Dense("small", inputs: 2, outputs: 2)]
        var generator = Xoshiro256(seed: 1)
        var network = Network(inputShape: [2], layers: layers, using: &generator)
        network["big.weight"].value.scalars = [9, 8, 7, 6]
        network["small.weight"].value.scalars = [1, 2, 3, 4]
        var global = network
        global.prune(to: 0.5)
        #expect(global.pruningMask.masks.map(\.keptCount) == [4, 0])
        network.prune(to: 0.5, scope: .perLayer)
        #expect(network.pruningMask["big.weight"].bits == [true, true, false, false])
        #expect(network.pruningMask["small.weight"].bits == [false, false, true, true])
    }

    @Test func weightsThatAreKeptDenseAreNotCounted() {
        var network = smallNetwork(seed: 3)
        network.prune(to: 0.5, keepingDense: ["fc3.weight"])
        #expect(network.pruningMask["fc3.weight"].prunedCount == 0)
        #expect(network.pruningMask.keptCount == 28 + 171 - 86)
    }

    @Test func sharesOfWhatIsLeftFollowTheRates() {
        var generator = Xoshiro256(seed: 5)
        var network = Network.leNet300100(using: &generator)
        for _ in 1...7 { network.pruneRemaining(0.2, except: ["fc3.weight": 0.1], scope: .perLayer) }
        #expect(network.pruningMask.masks.map(\.keptCount) == [49_325, 6_291, 478])
        for _ in 8...15 { network.pruneRemaining(0.2, except: ["fc3.weight": 0.1], scope: .perLayer) }
        #expect(network.pruningMask.keptCount == 9_537)
    }

    @Test func shuffledMasksKeepTheDensitiesOfTheLayers() {
        var network = smallNetwork(seed: 8)
        network.prune(to: 0.6)
        var generator = Xoshiro256(seed: 8)
        let shuffled = network.pruningMask.shuffled(using: &generator)
        #expect(shuffled.masks.map(\.keptCount) == network.pruningMask.masks.map(\.keptCount))
        #expect(shuffled != network.pruningMask)
    }

    @Test func prunedWeightsStayZeroThroughTrainingWithMomentumAndAdam() {
        let inputs = randomInputs(50, width: 12, seed: 4)
        let labels = (0..<50).map { UInt8($0 % 4) }
        for optimizer in [Optimizer.adam(), .sgd(learningRate: 0.1, momentum: 0.9)] {
            let training = Training(
                smallNetwork(seed: 4), inputs: inputs, loss: CrossEntropy(labels), optimizer: optimizer,
                batchSize: 10, seed: 4)
            training.run(steps: 20)
            training.network.prune(to: 0.7)
            let mask = training.network.pruningMask
            training.run(steps: 100)
            #expect(training.network.pruningMask == mask)
            for (name, mask) in zip(mask.names, mask.masks) {
                let scalars = training.network[name].value.scalars
                #expect(scalars.indices.allSatisfy { mask[$0] || scalars[$0].bitPattern == 0 })
                #expect(mask.keptIndices.allSatisfy { scalars[$0] != 0 })
            }
        }
    }
}

@Suite struct SparsityScheduleTests {
    @Test func cubicPassesThroughItsPublishedPoints() {
        let schedule = SparsitySchedule.cubic(to: 0.9, steps: 1000...9000, every: 1000)
        for (step, expected) in [
            (0, 0), (999, 0), (1000, 0), (3000, 0.5203), (5000, 0.7875), (9000, 0.9), (20_000, 0.9),
        ] {
            #expect(abs(schedule.sparsity(atStep: step).fraction - expected) < 0.0001, "step \(step)")
        }
        #expect(schedule.pruningSteps == Array(stride(from: 1000, through: 9000, by: 1000)))
        #expect(SparsitySchedule.cubic(to: 0.5, steps: 0...10, every: 4).pruningSteps == [0, 4, 8, 10])
    }

    @Test func geometricLeavesAPowerOfTheDensity() {
        let schedule = SparsitySchedule.geometric(share: 0.2, rounds: 3, from: 10, every: 5)
        #expect(schedule.pruningSteps == [10, 15, 20])
        for (step, expected) in [(9, 0), (10, 0.2), (14, 0.2), (15, 0.36), (20, 0.488), (99, 0.488)] {
            #expect(abs(schedule.sparsity(atStep: step).fraction - expected) < 1e-12, "step \(step)")
        }
        #expect(SparsitySchedule.oneShot(0.9, atStep: 7).sparsity(atStep: 6) == 0.0)
        #expect(SparsitySchedule.oneShot(0.9, atStep: 7).final == 0.9)
    }

    @Test func trainingPrunesAtTheStepsOfTheSchedule() {
        let inputs = randomInputs(40, width: 12, seed: 1)
        let labels = (0..<40).map { UInt8($0 % 4) }
        let schedule = SparsitySchedule.cubic(to: 0.8, steps: 0...12, every: 5)
        func training() -> Training {
            Training(
                smallNetwork(seed: 1), inputs: inputs, loss: CrossEntropy(labels), optimizer: .adam(), batchSize: 8,
                seed: 1)
        }
        let whole = training()
        var counts: [Int] = []
        whole.run(steps: 15, pruning: schedule) { _ in
            counts.append(199 - whole.network.pruningMask.keptCount)
        }
        let due = [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 12, 12, 12, 12]
        #expect(counts == due.map { schedule.sparsity(atStep: $0).prunedCount(of: 199) })

        // A pruning that is due before the first step is not forgotten.
        let pruned = training()
        var firstLoss: Double?
        pruned.run(steps: 1, pruning: .oneShot(0.8)) { firstLoss = $0 }
        let already = training()
        already.network.prune(to: 0.8)
        #expect(already.advance() == firstLoss)

        let parts = training()
        parts.run(steps: 5, pruning: schedule)
        parts.run(steps: 10, pruning: schedule)
        #expect(parts.network.parameters == whole.network.parameters)
    }
}

@Suite struct SaliencyTests {
    /// The second derivative by one weight alone, from three values of the loss.
    @Test func hessianDiagonalAgreesWithFiniteDifferences() {
        let network = smallNetwork([5, 6, 3], seed: 11)
        let inputs = randomInputs(20, width: 5, seed: 11)
        let labels = (0..<20).map { UInt8($0 % 3) }
        let loss = CrossEntropy(labels)
        let diagonal = Saliency.hessianDiagonal(of: network, on: inputs)
        var compared = 0
        for (weight, name) in ["fc1.weight", "fc2.weight"].enumerated() {
            for index in network[name].value.scalars.indices {
                func gradient(at change: Float) -> (Double, Double) {
                    var moved = network
                    moved[name].value.scalars[index] += change
                    let change = Double(moved[name].value.scalars[index]) - Double(network[name].value.scalars[index])
                    let gradients = moved.gradients(of: loss, on: inputs)
                    return (change, Double(gradients[weight * 2].scalars[index]))
                }
                // Gradients are computed with 24 bits: a step of 0.02 leaves an error of about 1e-5, and about 1e-4 of
                // curvature's own change. A rectifier that switches within the step breaks the formula: skip those.
                let (up, above) = gradient(at: 0.02)
                let (down, below) = gradient(at: -0.02)
                let (_, here) = gradient(at: 0)
                let (right, left) = ((above - here) / up, (here - below) / -down)
                guard abs(right - left) < 0.01 else { continue }
                compared += 1
                #expect(abs((above - below) / (up - down) - diagonal[weight][index]) < 2e-3, "\(name) \(index)")
            }
        }
        #expect(compared > 30)
    }

    @Test func squaredGradientsOfDenseLayersAgreeWithThePlainWay() {
        for seed in 0..<30 {
            var network = smallNetwork(seed: seed)
            if seed.isMultiple(of: 3) {
                network = Network(
                    inputShape: network.inputShape, layers: network.layers.map { $0 is ReLU ? Tanh() : $0 },
                    parameters: network.parameters)
            }
            let inputs = randomInputs(6, width: 12, seed: seed)
            let terms: [SquaredGradients.Terms] = [
                Saliency.everyClass, { example, _ in [(UInt8(example % 4), 1), (2, 0.3)] },
            ]
            let fast = SquaredGradients.dense(of: network, on: inputs, terms: terms[seed % 2]).sums
            let plain = SquaredGradients.plain(of: network, on: inputs, terms: terms[seed % 2]).sums
            for (fast, plain) in zip(fast, plain) {
                // Gradients of the plain way have 24 bits; what cancels within one leaves an absolute error.
                #expect(zip(fast, plain).allSatisfy { abs($0 - $1) <= 1e-4 * $1 + 1e-8 }, "seed \(seed)")
            }
        }
    }

    @Test func secondOrderSparesTheSmallWeightOfALargeInput() {
        // Two inputs, one ten times the other: the smaller weight carries more.
        var generator = Xoshiro256(seed: 2)
        var network = Network(inputShape: [2], layers: [Dense("fc", inputs: 2, outputs: 2)], using: &generator)
        network["fc.weight"].value.scalars = [1, 0.2, -1, -0.2]
        let inputs = Tensor(
            shape: [100, 2],
            scalars: (0..<100).flatMap { _ in [Float(generator.normal()), Float(generator.normal()) * 10] })
        for saliency in [Saliency.optimalBrainDamage(on: inputs), .wanda(on: inputs)] {
            let scores = saliency.scores(of: network)[0]
            #expect(scores[1] > scores[0] && scores[3] > scores[2], "\(saliency.name)")
        }
        let magnitudes = Saliency.magnitude.scores(of: network)[0]
        #expect(magnitudes == [1, 0.2, 1, 0.2])
    }

    @Test func wandaKeepsWhatItsDefinitionSays() {
        var generator = Xoshiro256(seed: 2)
        var network = Network(inputShape: [4], layers: [Dense("fc", inputs: 4, outputs: 1)], using: &generator)
        network["fc.weight"].value.scalars = [3, 1, 2, 4]
        let inputs = Tensor(shape: [2, 4], scalars: [1, 6, 0, 0.3, 0, 8, 1, 0.4])
        let scores = Saliency.wanda(on: inputs).scores(of: network)[0]
        for (score, expected) in zip(scores, [3, 10, 2, 2] as [Float]) { #expect(abs(score - expected) < 1e-5) }
        network.prune(to: 0.5, by: .wanda(on: inputs), scope: .perRow)
        #expect(network.pruningMask["fc.weight"].bits == [true, true, false, false])
    }

    /// Against the columns that a convolution multiplies, written out one by one.
    @Test func wandaOfAConvolutionSeesThePatches() {
        var generator = Xoshiro256(seed: 6)
        for padding in 0...2 {
            let network = Network(
                inputShape: [2, 6, 5],
                layers: [Convolution("conv", inputs: 2, outputs: 3, kernel: 3, padding: padding)],
                using: &generator)
            let inputs = Tensor(shape: [4, 2, 6, 5], scalars: (0..<240).map { _ in Float(generator.normal()) })
            let scores = Saliency.wanda(on: inputs).scores(of: network)[0]
            let weights = network["conv.weight"].value.scalars
            for (index, score) in scores.enumerated() {
                let (channel, row, column) = (index % 18 / 9, index % 9 / 3, index % 3)
                var squares = 0.0
                for image in 0..<4 {
                    for top in -padding...(6 + padding - 3) {
                        for left in -padding...(5 + padding - 3)
                        where (0..<6).contains(top + row) && (0..<5).contains(left + column) {
                            let pixel = Double(inputs[image, channel, top + row, left + column])
                            squares += pixel * pixel
                        }
                    }
                }
                #expect(abs(Double(score) - abs(Double(weights[index])) * squares.squareRoot()) < 1e-5)
            }
        }
    }

    @Test func firstOrderScoresAreProductsOfGradientsAndWeights() {
        let network = smallNetwork([5, 6, 3], seed: 3)
        let inputs = randomInputs(4, width: 5, seed: 3)
        let labels: [UInt8] = [0, 1, 2, 0]
        let scores = Saliency.gradientTimesWeight(of: CrossEntropy(labels), on: inputs).scores(of: network)
        let taylor = Saliency.taylor(labels: labels, on: inputs).scores(of: network)
        let single = (0..<4).map { network.gradients(of: CrossEntropy([labels[$0]]), on: inputs.rows($0..<$0 + 1)) }
        for (weight, name) in ["fc1.weight", "fc2.weight"].enumerated() {
            for (index, value) in network[name].value.scalars.enumerated() {
                let products = single.map { $0[2 * weight].scalars[index] * value }
                let sum = products.reduce(0, +) / 4
                let squares = products.reduce(0) { $0 + $1 * $1 } / 4
                #expect(abs(scores[weight][index] - abs(sum)) < 1e-6)
                #expect(abs(taylor[weight][index] - squares) <= 1e-5 * squares + 1e-12)
            }
        }
    }
}
