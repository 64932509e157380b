import NeuralNetworks
import Testing

@Suite struct NetworkTests {
    @Test func leNet300100HasItsShapes() {
        var generator = Xoshiro256(seed: 1)
        let network = Network.leNet300100(using: &generator)
        #expect(network.parameterCount == 266_610)
        #expect(network.parameters.filter(\.isWeight).reduce(0) { $0 + $1.value.count } == 266_200)
        #expect(
            network.parameters.map(\.name)
                == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias"])
        #expect(
            network.parameters.map(\.value.shape)
                == [[300, 784], [300], [100, 300], [100], [10, 100], [10]])
        #expect(network.outputShape == [10])
    }

    @Test func leNet5HasItsShapes() {
        var generator = Xoshiro256(seed: 1)
        let network = Network.leNet5(using: &generator)
        #expect(network.parameterCount == 61_706)
        #expect(network.parameters.map(\.value.count) == [150, 6, 2400, 16, 48_000, 120, 10_080, 84, 840, 10])
        #expect(network.outputShape == [10])
        let outputs = network.activations(for: randomTensor([2, 784], using: &generator)).map(\.shape)
        #expect(outputs[0] == [2, 6, 28, 28])
        #expect(outputs[2] == [2, 6, 14, 14])
        #expect(outputs[3] == [2, 16, 10, 10])
        #expect(outputs[5] == [2, 16, 5, 5])
    }

    /// Sums in doubles, pixel by pixel, against the columns and matrix products.
    @Test func convolutionAgreesWithThePlainSums() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let (kernel, padding) = (1 + generator.uniformInteger(below: 4), generator.uniformInteger(below: 3))
            let layer = Convolution("a", inputs: 3, outputs: 4, kernel: kernel, padding: padding)
            let network = Network(inputShape: [3, 5, 9], layers: [layer], using: &generator)
                .randomized(using: &generator)
            let inputs = randomTensor([2, 3, 5, 9], using: &generator)
            let outputs = network.outputs(for: inputs)
            let (weight, bias) = (network["a.weight"].value, network["a.bias"].value)
            let (height, width) = (outputs.shape[2], outputs.shape[3])
            #expect([height, width] == [6 + 2 * padding - kernel, 10 + 2 * padding - kernel])
            for example in 0..<2 {
                for output in 0..<4 {
                    for row in 0..<height {
                        for column in 0..<width {
                            var sum = Double(bias[output])
                            for channel in 0..<3 {
                                for y in 0..<kernel {
                                    for x in 0..<kernel {
                                        let (r, c) = (row + y - padding, column + x - padding)
                                        guard 0..<5 ~= r, 0..<9 ~= c else { continue }
                                        sum +=
                                            Double(weight[output, channel, y, x])
                                            * Double(inputs[example, channel, r, c])
                                    }
                                }
                            }
                            let found = Double(outputs[example, output, row, column])
                            #expect(abs(found - sum) < 1e-5 * (1 + abs(sum)), "seed \(seed)")
                        }
                    }
                }
            }
        }
    }

    /// Glorot's variance is 2 / (784 + 300); a sample variance of 235,200 draws is within 2 % with 6 standard errors.
    @Test func initializationHasItsVariance() {
        for (initialization, expected) in [
            (Initialization.glorotNormal, 2.0 / 1084), (.glorotUniform, 2.0 / 1084), (.heNormal, 2.0 / 784),
        ] {
            var generator = Xoshiro256(seed: 5)
            let network = Network(
                inputShape: [784], layers: [Dense("a", inputs: 784, outputs: 300)], initialization: initialization,
                using: &generator)
            let weights = network["a.weight"].value.scalars
            let variance = weights.reduce(0) { $0 + Double($1) * Double($1) } / Double(weights.count)
            #expect(abs(variance / expected - 1) < 0.02, "\(initialization)")
            #expect(network["a.bias"].value.scalars.allSatisfy { $0 == 0 })
        }
    }

    /// Sums in doubles, one by one, against the library's matrix products; 1e-4 covers 784 roundings of 32-bit floats.
    @Test func outputsAgreeWithThePlainSums() {
        for seed in UInt64(0)..<3 {
            var generator = Xoshiro256(seed: seed)
            let network = Network.leNet300100(using: &generator).randomized(using: &generator)
            var scaled = network
            for index in scaled.parameters.indices {
                for scalar in scaled.parameters[index].value.scalars.indices {
                    scaled.parameters[index].value.scalars[scalar] *= 0.1
                }
            }
            let inputs = randomTensor([3, 784], using: &generator)
            let outputs = scaled.outputs(for: inputs)
            #expect(outputs.shape == [3, 10])
            for row in 0..<3 {
                var values = inputs.row(row).map(Double.init)
                for layer in 1...3 {
                    values = plainDense(values, scaled["fc\(layer).weight"].value, scaled["fc\(layer).bias"].value)
                    if layer < 3 { values = values.map { max($0, 0) } }
                }
                for (value, output) in zip(values, outputs.row(row)) {
                    #expect(abs(value - Double(output)) < 1e-4 * (1 + abs(value)), "seed \(seed)")
                }
            }
        }
    }

    @Test func activationsAreTheInputsOfTheNextLayers() {
        var generator = Xoshiro256(seed: 2)
        let network = Network.leNet300100(using: &generator)
        let inputs = randomTensor([501, 784], using: &generator)
        let activations = network.activations(for: inputs)
        #expect(activations.map(\.shape) == [[501, 300], [501, 300], [501, 100], [501, 100], [501, 10]])
        #expect(activations[4] == network.outputs(for: inputs))
        #expect(activations[1].scalars == activations[0].scalars.map { max($0, 0) })
    }

    @Test func evaluationCountsWhatPredictionsSay() {
        var generator = Xoshiro256(seed: 4)
        let network = Network(inputShape: [4], layers: [Dense("a", inputs: 4, outputs: 3)], using: &generator)
        let inputs = randomTensor([1203, 4], using: &generator)
        let labels = (0..<1203).map { _ in UInt8(generator.uniformInteger(below: 3)) }
        let predictions = network.predictions(for: inputs)
        let evaluation = network.evaluate(inputs: inputs, labels: labels)
        #expect(evaluation.correct == zip(predictions, labels).filter { $0 == $1 }.count)
        #expect(evaluation.count == 1203)
        #expect(abs(evaluation.meanLoss - network.meanLoss(of: CrossEntropy(labels), on: inputs)) < 1e-12)
    }

    @Test func maskMakesPrunedScalarsZero() {
        var parameter = Parameter(name: "a.weight", value: Tensor(shape: [2, 2], scalars: [-1, .nan, 3, -4]))
        parameter.mask = [false, false, true, true]
        #expect(parameter.value.scalars.map(\.bitPattern) == [0, 0, Float(3).bitPattern, Float(-4).bitPattern])
        parameter.value.scalars[0] = 7
        parameter.applyMask()
        #expect(parameter.value.scalars[0] == 0)
    }

    private func plainDense(_ values: [Double], _ weight: Tensor, _ bias: Tensor) -> [Double] {
        (0..<weight.shape[0]).map { output in
            zip(values, weight.row(output)).reduce(Double(bias[output])) { $0 + $1.0 * Double($1.1) }
        }
    }
}
