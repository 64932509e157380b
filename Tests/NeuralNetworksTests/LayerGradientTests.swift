import NeuralNetworks
import Testing

@Suite struct LayerGradientTests {
    @Test func dense() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let network = Network(
                inputShape: [5], layers: [Dense("a", inputs: 5, outputs: 4), Dense("b", inputs: 4, outputs: 3)],
                using: &generator
            ).randomized(using: &generator)
            let inputs = randomTensor([7, 5], using: &generator)
            let loss = LinearLoss(targets: randomTensor([7, 3], using: &generator))
            expectGradientsAgree(network, loss, inputs: inputs, "seed \(seed)")
        }
    }

    /// Inputs of the rectifiers are kept away from the kink, where no derivative exists.
    @Test func reLU() {
        var tested = 0
        for seed in UInt64(0)..<60 {
            var generator = Xoshiro256(seed: seed)
            let network = Network(
                inputShape: [3],
                layers: [Dense("a", inputs: 3, outputs: 4), ReLU(), Dense("b", inputs: 4, outputs: 2)],
                using: &generator
            ).randomized(using: &generator)
            let inputs = randomTensor([4, 3], using: &generator)
            guard network.activations(for: inputs)[0].scalars.allSatisfy({ abs($0) > 0.05 }) else { continue }
            tested += 1
            let loss = LinearLoss(targets: randomTensor([4, 2], using: &generator))
            expectGradientsAgree(network, loss, inputs: inputs, "seed \(seed)")
        }
        #expect(tested >= 10)
    }

    @Test func reLUOfZeroAndNaN() {
        let network = Network(inputShape: [4], layers: [ReLU()], parameters: [])
        let outputs = network.outputs(for: Tensor(shape: [1, 4], scalars: [-2, 0, 3, .nan]))
        #expect(Array(outputs.scalars[..<3]) == [0, 0, 3])
        #expect(outputs.scalars[3].isNaN)
    }

    @Test func tanh() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let network = Network(
                inputShape: [3],
                layers: [Dense("a", inputs: 3, outputs: 4), Tanh(), Dense("b", inputs: 4, outputs: 2)],
                using: &generator
            ).randomized(using: &generator)
            let inputs = randomTensor([4, 3], using: &generator)
            let loss = LinearLoss(targets: randomTensor([4, 2], using: &generator))
            expectGradientsAgree(network, loss, inputs: inputs, "seed \(seed)")
        }
    }

    /// A convolution is linear, so that differences are exact up to rounding; two of them test the gradient of the input.
    @Test func convolution() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let kernel = 1 + generator.uniformInteger(below: 3)
            let padding = generator.uniformInteger(below: 4)
            let (height, width) = (3 + generator.uniformInteger(below: 4), 3 + generator.uniformInteger(below: 9))
            let layers: [any Layer] = [
                Convolution("a", inputs: 2, outputs: 3, kernel: kernel, padding: padding),
                Convolution("b", inputs: 3, outputs: 1, kernel: 3),
            ]
            let shape = [2, height, width]
            let extents = [height, width].map { $0 + 2 * padding - kernel + 1 - 2 }
            guard extents.allSatisfy({ $0 > 0 }) else { continue }
            let network = Network(inputShape: shape, layers: layers, using: &generator)
                .randomized(using: &generator)
            let inputs = randomTensor([3] + shape, using: &generator)
            let loss = LinearLoss(targets: randomTensor([3] + network.outputShape, using: &generator))
            expectGradientsAgree(network, loss, inputs: inputs, "seed \(seed)")
        }
    }

    /// All inputs differ, and a kernel of one pixel keeps their order: the greatest stays so over a difference's width.
    @Test func maxPooling() {
        var tested = 0
        for seed in UInt64(0)..<40 {
            var generator = Xoshiro256(seed: seed)
            let network = Network(
                inputShape: [1, 4, 5],
                layers: [Convolution("a", inputs: 1, outputs: 2, kernel: 1), MaxPooling(size: 2)], using: &generator
            ).randomized(using: &generator)
            guard network["a.weight"].value.scalars.allSatisfy({ abs($0) > 0.05 }) else { continue }
            tested += 1
            var scalars = (0..<40).map { Float($0 - 20) / 10 }
            generator.shuffle(&scalars)
            let loss = LinearLoss(targets: randomTensor([2, 8], using: &generator))
            expectGradientsAgree(network, loss, inputs: Tensor(shape: [2, 20], scalars: scalars), "seed \(seed)")
        }
        #expect(tested >= 10, "\(tested)")
    }

    @Test func maxPoolingTakesTheFirstOfEqualsAndNaN() {
        let network = Network(inputShape: [1, 2, 4], layers: [MaxPooling(size: 2)], parameters: [])
        let inputs = Tensor(shape: [1, 8], scalars: [1, 2, 3, .nan, 2, 0, 9, 9])
        let outputs = network.outputs(for: inputs)
        #expect(outputs.shape == [1, 1, 1, 2])
        #expect(outputs.scalars[0] == 2)
        #expect(outputs.scalars[1].isNaN)
    }

    /// Weight 0 and bias 1 make all four pixels equal: the gradient of the weight is the input at the first.
    @Test func maxPoolingGivesTheGradientToTheFirstOfEquals() {
        let network = Network(
            inputShape: [1, 2, 2], layers: [Convolution("a", inputs: 1, outputs: 1, kernel: 1), MaxPooling(size: 2)],
            parameters: [
                Parameter(name: "a.weight", value: Tensor(shape: [1, 1, 1, 1], scalars: [0])),
                Parameter(name: "a.bias", value: Tensor(shape: [1], scalars: [1])),
            ])
        let inputs = Tensor(shape: [1, 4], scalars: [3, 5, 7, 11])
        let loss = LinearLoss(targets: Tensor(shape: [1, 1], scalars: [1]))
        #expect(network.gradients(of: loss, on: inputs).map(\.scalars) == [[3], [1]])
    }

    @Test func squaredError() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let network = Network(inputShape: [3], layers: [Dense("a", inputs: 3, outputs: 4)], using: &generator)
                .randomized(using: &generator)
            let inputs = randomTensor([6, 3], using: &generator)
            let loss = MeanSquaredError(randomTensor([6, 4], using: &generator))
            expectGradientsAgree(network, loss, inputs: inputs, "seed \(seed)")
        }
    }

    @Test func softCrossEntropy() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let network = Network(inputShape: [3], layers: [Dense("a", inputs: 3, outputs: 4)], using: &generator)
                .randomized(using: &generator)
            let inputs = randomTensor([6, 3], using: &generator)
            var targets = randomTensor([6, 4], using: &generator)
            for row in 0..<6 {
                let sum = targets.row(row).reduce(0) { $0 + abs($1) }
                for column in 0..<4 { targets[row, column] = abs(targets[row, column]) / sum }
            }
            let loss = SoftCrossEntropy(targets, temperature: Float(0.5 + 4 * generator.uniform()))
            expectGradientsAgree(network, loss, inputs: inputs, tolerance: 3e-3, "seed \(seed)")
        }
    }

    /// With all of the mass on one class and T = 1, soft targets are labels.
    @Test func softTargetsOfOneClassAreLabels() {
        var generator = Xoshiro256(seed: 8)
        let network = Network(inputShape: [3], layers: [Dense("a", inputs: 3, outputs: 3)], using: &generator)
        let inputs = randomTensor([3, 3], using: &generator)
        let targets = Tensor(shape: [3, 3], scalars: [0, 1, 0, 1, 0, 0, 0, 0, 1])
        let soft = network.gradients(of: SoftCrossEntropy(targets), on: inputs)
        let hard = network.gradients(of: CrossEntropy([1, 0, 2]), on: inputs)
        for (a, b) in zip(soft, hard) {
            for (x, y) in zip(a.scalars, b.scalars) { #expect(abs(x - y) < 1e-6) }
        }
    }

    @Test func crossEntropy() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let network = Network(inputShape: [3], layers: [Dense("a", inputs: 3, outputs: 4)], using: &generator)
                .randomized(using: &generator)
            let labels = (0..<6).map { _ in UInt8(generator.uniformInteger(below: 4)) }
            let inputs = randomTensor([6, 3], using: &generator)
            expectGradientsAgree(network, CrossEntropy(labels), inputs: inputs, "seed \(seed)")
        }
    }

    /// 500 examples are one pass: a data set of several passes and a rest has the same gradient as the mean of its parts.
    @Test func gradientsOfManyExamplesAreTheMeanOfTheirParts() {
        var generator = Xoshiro256(seed: 3)
        let network = Network(inputShape: [6], layers: [Dense("a", inputs: 6, outputs: 3)], using: &generator)
        let labels = (0..<1100).map { _ in UInt8(generator.uniformInteger(below: 3)) }
        let inputs = randomTensor([1100, 6], using: &generator)
        let whole = network.gradients(of: CrossEntropy(labels), on: inputs)[0]
        let parts = (0..<11).map { part in
            let rows = part * 100..<part * 100 + 100
            return network.gradients(of: CrossEntropy(Array(labels[rows])), on: inputs.rows(rows))[0]
        }
        for index in whole.scalars.indices {
            let mean = parts.reduce(0) { $0 + Double($1.scalars[index]) } / 11
            #expect(abs(Double(whole.scalars[index]) - mean) < 1e-6)
        }
    }
}
