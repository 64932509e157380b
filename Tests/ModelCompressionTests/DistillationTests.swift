import ModelCompression
import Testing

@Suite struct DistillationTests {
    @Test func softmaxIsStableAndSoftens() {
        for (value, expected) in zip(softmax([5, 2, 1, 0], temperature: 4), [0.470, 0.222, 0.173, 0.135]) {
            #expect(abs(Double(value) - expected) < 0.0005)
        }
        #expect(softmax([1000, 1000, -1000]) == [0.5, 0.5, 0])
        #expect(softmax([3e38, -3e38], temperature: 0.1) == [1, 0])
    }

    /// Teacher logits (6, 2, 0), student (3, 2, 0): KL times T², by hand.
    @Test func squaredTemperatureKeepsTheLossAlive() {
        for (temperature, expected) in [(1.0, 0.267), (2, 0.800), (4, 1.096), (20, 1.059)] {
            let targets = SoftTargets(
                temperature: temperature,
                probabilities: Tensor(shape: [1, 3], scalars: softmax([6, 2, 0], temperature: temperature)))
            var gradient = [Float](repeating: 0, count: 3)
            var span = gradient.mutableSpan
            let value = DistillationLoss(targets).evaluate(
                outputs: [3, 2, 0].span, examples: [0].span, gradient: &span)
            #expect(abs(value - expected) < 0.0006, "T = \(temperature)")
        }
    }

    @Test func gradientAgreesWithFiniteDifferences() {
        for seed in 0..<50 {
            var generator = Xoshiro256(seed: UInt64(seed))
            let logits = (0..<20).map { _ in Float(generator.normal()) * 3 }
            let temperature = 1 + 9 * generator.uniform()
            let teacher = (0..<2).flatMap { row in
                softmax(
                    logits[row * 10..<row * 10 + 10].map { $0 + Float(generator.normal()) }, temperature: temperature)
            }
            let loss = DistillationLoss(
                SoftTargets(temperature: temperature, probabilities: Tensor(shape: [2, 10], scalars: teacher)),
                labels: [3, 9], hardShare: generator.uniform())
            func evaluate(_ logits: [Float]) -> (Double, [Float]) {
                var gradient = [Float](repeating: 0, count: 20)
                var span = gradient.mutableSpan
                let value = loss.evaluate(outputs: logits.span, examples: [0, 1].span, gradient: &span)
                return (value, gradient)
            }
            let gradient = evaluate(logits).1
            for index in logits.indices {
                var (up, down) = (logits, logits)
                up[index] += 0.01
                down[index] -= 0.01
                let slope = (evaluate(up).0 - evaluate(down).0) / Double(up[index] - down[index])
                // Third derivatives are of order 1: the formula errs by about 1e-4 / 6.
                #expect(abs(slope - Double(gradient[index])) < 2e-4, "seed \(seed), logit \(index)")
            }
        }
    }

    @Test func targetsBelongToExamplesWhateverTheirOrder() {
        let network = smallNetwork(seed: 1)
        let inputs = randomInputs(6, width: 12, seed: 1)
        let targets = SoftTargets(of: [network], on: inputs, temperature: 3)
        let loss = DistillationLoss(targets)
        let outputs = network.outputs(for: inputs)
        let order = [4, 0, 5]
        var gradient = [Float](repeating: 1, count: 12)
        var span = gradient.mutableSpan
        // The teacher against itself: nothing to learn, in any order.
        let value = loss.evaluate(
            outputs: order.flatMap { Array(outputs.row($0)) }.span, examples: order.span, gradient: &span)
        #expect(abs(value) < 1e-6)
        #expect(gradient.allSatisfy { abs($0) < 1e-5 })
    }

    @Test func targetsComeBackFromTheirFile() throws {
        let inputs = randomInputs(9, width: 12, seed: 1)
        let targets = SoftTargets(of: [smallNetwork(seed: 1)], on: inputs, temperature: 2.5)
        let bytes = targets.file.encoded
        #expect(try SoftTargets(from: SafetensorsFile(bytes: bytes, name: "t"), name: "t") == targets)
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: seed)
            var damaged = bytes
            damaged[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                1 << UInt8.random(in: 0...7, using: &generator)
            // Some damage is to a digit of a probability that only a checksum could see; no damage is a trap.
            do {
                let read = try SoftTargets(from: SafetensorsFile(bytes: damaged, name: "t"), name: "t")
                #expect(read.count > 0 && read.temperature > 0)
            } catch {
                #expect(error.file == "t")
            }
        }
        for file in [
            SafetensorsFile(tensors: targets.file.tensors),
            SafetensorsFile(tensors: [], metadata: targets.file.metadata),
            SafetensorsFile(
                tensors: [StoredTensor(name: "soft_targets", Tensor(shape: [1, 2], scalars: [0.5, .nan]))],
                metadata: targets.file.metadata),
        ] {
            #expect(throws: SafetensorsError.self) { try SoftTargets(from: file, name: "t") }
        }
    }

    @Test func anEnsembleIsTheMeanOfItsMembers() {
        let teachers = (0..<3).map { smallNetwork(seed: $0) }
        let inputs = randomInputs(10, width: 12, seed: 3)
        let together = SoftTargets(of: teachers, on: inputs, temperature: 2).probabilities.scalars
        let apart = teachers.map { SoftTargets(of: [$0], on: inputs, temperature: 2).probabilities.scalars }
        for index in together.indices {
            #expect(abs(together[index] - (apart[0][index] + apart[1][index] + apart[2][index]) / 3) < 1e-6)
        }
    }

    @Test func aStudentLearnsItsTeacherWithoutLabels() {
        let teacher = smallNetwork([6, 12, 4], seed: 1)
        let inputs = randomInputs(400, width: 6, seed: 1)
        let student = smallNetwork([6, 16, 4], seed: 2)
        let training = Training(
            student, inputs: inputs, loss: DistillationLoss(SoftTargets(of: [teacher], on: inputs, temperature: 2)),
            optimizer: .adam(learningRate: 0.01), batchSize: 40, seed: 1)
        training.run(epochs: 60)
        #expect(student.agreement(with: teacher, on: inputs) < 0.6)
        #expect(training.network.agreement(with: teacher, on: inputs) > 0.95)
        #expect(teacher.agreement(with: teacher, on: inputs) == 1)
    }

    /// Two inputs with teacher logits (4, 0) and (0, 4): soft is not informative.
    @Test func entropyIsNotInformation() {
        for (temperature, entropy, information) in [(1.0, 0.13, 0.87), (4, 0.84, 0.16), (20, 0.993, 0.007)] {
            let rows = softmax([4, 0], temperature: temperature) + softmax([0, 4], temperature: temperature)
            let measures = DarkKnowledge(
                SoftTargets(temperature: temperature, probabilities: Tensor(shape: [2, 2], scalars: rows)),
                labels: [0, 1])
            #expect(abs(measures.meanEntropy - entropy) < 0.006)
            #expect(abs(measures.mutualInformation - information) < 0.006)
            #expect(abs(measures.classSimilarity[0][1] - measures.wrongClassShare) < 1e-6)
        }
    }
}

@Suite struct DistillationBoundTests {
    @Test func riskGapsStayBelowVariationAndPinsker() {
        for seed in 0..<200 {
            let teacher = smallNetwork([6, 8, 4], seed: seed)
            let student = smallNetwork([6, 5, 4], seed: seed + 1000)
            let inputs = randomInputs(50, width: 6, seed: seed)
            let labels = (0..<50).map { UInt8(($0 + seed) % 4) }
            let bound = DistillationBound(teacher: teacher, student: student, on: inputs, labels: labels)
            #expect(abs(bound.riskGap) <= bound.meanTotalVariation.value + 1e-12, "seed \(seed)")
            #expect(bound.meanTotalVariation.value <= bound.pinskerTerm + 1e-12, "seed \(seed)")
            #expect(bound.studentRisk.value <= bound.studentRiskBound(complexity: 0), "seed \(seed)")
            #expect(bound.riskGap != 0, "seed \(seed)")
        }
    }

    @Test func aTeacherLosesNothingAgainstItself() {
        let network = smallNetwork([6, 8, 4], seed: 1)
        let inputs = randomInputs(100, width: 6, seed: 1)
        let bound = DistillationBound(
            teacher: network, student: network, on: inputs, labels: Array(repeating: 0, count: 100), delta: 0.05)
        #expect(bound.riskGap == 0 && bound.pinskerTerm == 0 && bound.meanTotalVariation.value == 0)
        // √(ln 20 / 200)
        #expect(abs(bound.confidenceTerm - 0.12238) < 1e-5)
        #expect(abs(bound.studentRiskBound(complexity: 0.01) - bound.teacherRisk.value - 0.14238) < 1e-5)
    }
}
