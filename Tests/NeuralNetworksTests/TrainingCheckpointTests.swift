import Foundation
import NeuralNetworks
import Testing

@Suite struct TrainingCheckpointTests {
    private let inputs: Tensor
    private let labels: [UInt8]
    private let start: Network

    init() {
        var generator = Xoshiro256(seed: 1)
        inputs = randomTensor([90, 5], using: &generator)
        labels = (0..<90).map { _ in UInt8(generator.uniformInteger(below: 3)) }
        var network = Network(
            inputShape: [5], layers: [Dense("a", inputs: 5, outputs: 9), Tanh(), Dense("b", inputs: 9, outputs: 3)],
            using: &generator)
        network["a.weight"].mask = (0..<45).map { _ in generator.uniform() < 0.5 }
        start = network
    }

    private let settings: [(Optimizer, LearningRateSchedule)] = [
        (.sgd(learningRate: 0.1), .constant), (.sgd(learningRate: 0.1, momentum: 0.9), .drops(at: [9], factor: 0.1)),
        (.adam(learningRate: 0.01), .cosine(steps: 40)),
        (.adamW(learningRate: 0.01), .warmup(steps: 20, then: .constant)),
    ]

    /// Stopped at any step, also within an epoch of 8 steps, written to a file and read back: the same bits.
    @Test func resumesToTheBit() throws {
        for (optimizer, schedule) in settings {
            let whole = training(optimizer, schedule)
            whole.run(steps: 24)
            for stop in [0, 1, 7, 8, 13, 23] {
                let first = training(optimizer, schedule)
                first.run(steps: stop)
                let bytes = first.checkpoint.file.encoded
                let checkpoint = try TrainingCheckpoint(
                    file: SafetensorsFile(bytes: bytes, name: "c"), name: "c",
                    network: start.withoutNumbers, optimizer: optimizer, schedule: schedule)
                let second = Training(resuming: checkpoint, inputs: inputs, loss: CrossEntropy(labels))
                #expect(second.step == stop)
                second.run(steps: 24 - stop)
                #expect(second.network.parameters == whole.network.parameters, "\(optimizer), stopped at \(stop)")
            }
        }
    }

    @Test func tellsWhatAForeignFileLacks() throws {
        let (optimizer, schedule) = settings[2]
        let file = training(optimizer, schedule).checkpoint.file
        func problem(_ tensors: [StoredTensor], _ notes: [SafetensorsFile.Note]) -> SafetensorsError.Problem? {
            do throws(SafetensorsError) {
                _ = try TrainingCheckpoint(
                    file: SafetensorsFile(tensors: tensors, metadata: notes), name: "c", network: start,
                    optimizer: optimizer)
                return nil
            } catch {
                return error.problem
            }
        }
        #expect(problem(file.tensors, file.metadata) == nil)
        #expect(
            problem(Array(file.tensors.dropFirst()), file.metadata)
                == .missingTensor(name: "a.weight", shape: [9, 5]))
        #expect(
            problem(file.tensors.filter { $0.name != "optimizer/second" }, file.metadata)
                == .missingTensor(name: "optimizer/second", shape: [84]))
        #expect(problem(file.tensors, []) == .missingNote(key: "step"))
        #expect(
            problem(file.tensors, file.metadata.map { .init(key: $0.key, value: "-1") }) == .missingNote(key: "step"))
    }

    /// Numbers from a file must not overflow later; the greatest seed is a seed.
    @Test func takesNoStepNumberThatCannotBe() throws {
        let file = training(settings[0].0, settings[0].1).checkpoint.file
        for (key, value, isTaken) in [("seed", "\(UInt64.max)", true), ("step", "\(Int.max)", false)] {
            let notes = file.metadata.map { $0.key == key ? .init(key: key, value: value) : $0 }
            let changed = SafetensorsFile(tensors: file.tensors, metadata: notes)
            let checkpoint = try? TrainingCheckpoint(
                file: changed, name: "c", network: start, optimizer: settings[0].0)
            #expect((checkpoint != nil) == isTaken, "\(key) \(value)")
        }
    }

    private func training(_ optimizer: Optimizer, _ schedule: LearningRateSchedule) -> Training {
        Training(
            start, inputs: inputs, loss: CrossEntropy(labels), optimizer: optimizer, schedule: schedule, batchSize: 12,
            seed: 6)
    }
}

extension Network {
    /// The same layers with zeros everywhere and no masks.
    fileprivate var withoutNumbers: Network {
        Network(
            inputShape: inputShape, layers: layers,
            parameters: parameters.map { Parameter(name: $0.name, value: Tensor(shape: $0.value.shape)) })
    }
}
