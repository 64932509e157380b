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
