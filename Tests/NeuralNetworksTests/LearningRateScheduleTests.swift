import NeuralNetworks
import Testing

@Suite struct LearningRateScheduleTests {
    @Test func followsItsFormula() {
        #expect(LearningRateSchedule.constant.factor(at: 1_000_000) == 1)
        let drops = LearningRateSchedule.drops(at: [3, 5], factor: 0.5)
        #expect((0..<7).map(drops.factor(at:)) == [1, 1, 1, 0.5, 0.5, 0.25, 0.25])
        let cosine = LearningRateSchedule.cosine(steps: 4, final: 0.2)
        let expected: [Float] = [1, 0.2 + 0.8 * 0.853_553_4, 0.6, 0.2 + 0.8 * 0.146_446_6, 0.2, 0.2]
        for (step, value) in expected.enumerated() { #expect(abs(cosine.factor(at: step) - value) < 1e-6) }
        let warm = LearningRateSchedule.warmup(steps: 2, then: drops)
        #expect((0..<8).map(warm.factor(at:)) == [0.5, 1, 1, 1, 1, 0.5, 0.5, 0.25])
    }

    /// A rate of 0 from step 5 on: nothing moves any more.
    @Test func trainingObeysIt() {
        var generator = Xoshiro256(seed: 1)
        let network = Network(inputShape: [2], layers: [Dense("a", inputs: 2, outputs: 2)], using: &generator)
        let training = Training(
            network, inputs: randomTensor([8, 2], using: &generator), loss: CrossEntropy([0, 1, 0, 1, 0, 1, 0, 1]),
            optimizer: .sgd(learningRate: 1), schedule: .drops(at: [5], factor: 0), batchSize: 4, seed: 1)
        training.run(steps: 4)
        let before = training.network.parameters
        training.run(steps: 1)
        let after = training.network.parameters
        training.run(steps: 5)
        #expect(before != after)
        #expect(training.network.parameters == after)
    }
}
