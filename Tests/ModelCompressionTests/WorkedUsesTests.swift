import Foundation
import ModelCompression
import Testing

/// The worked uses of the module's README, as they stand there.
@Suite struct WorkedUsesTests {
    @Test func everyUseRuns() throws {
        let mnist = (
            train: brightImages(600, seed: 1), validation: brightImages(100, seed: 2), test: brightImages(100, seed: 3)
        )
        var generator = Xoshiro256(seed: 1)
        var dense = Network.leNet300100(using: &generator)
        dense.train(on: mnist.train, optimizer: .adam(), epochs: 2, seed: 1)
        let student = Network(
            inputShape: [784], layers: [Dense("fc1", inputs: 784, outputs: 10)], using: &generator)

        var sparse = dense
        sparse.prune(to: 0.9)
        sparse.train(on: mnist.train, optimizer: .adam(learningRate: 1.2e-3), epochs: 2, seed: 1)
        print(sparse.pruningMask.keptCount, sparse.accuracy(on: mnist.test))
        #expect(sparse.pruningMask.keptCount == 26_620)
        #expect(sparse.accuracy(on: mnist.test) > 0.9)

        var quantized = QuantizedNetwork(sparse, levels: 16)
        quantized.trainCodebooks(on: mnist.train, learningRate: 1e-4, steps: 100, seed: 1)
        let size = quantized.size(pattern: .bitmask, codeLength: .huffman)
        print(size.bytes, size.ratio, quantized.network.accuracy(on: mnist.test))
        #expect(size.ratio > 20 && size.bytes < ByteCount(50_000))
        #expect(quantized.network.accuracy(on: mnist.test) > 0.9)

        let file = SafetensorsFile(tensors: quantized.network.storedTensors)
        let model = try CompressedModel(bytes: CompressedModel.encode(file), name: "lenet.winnow")
        var decoded = dense
        try decoded.loadParameters(from: model.decoded(), name: model.name)
        print(model.byteCount, decoded.accuracy(on: mnist.test))
        #expect(decoded.storedTensors == quantized.network.storedTensors)
        #expect(model.byteCount < size.bytes.bytes)

        let narrow = dense.removingUnits(0.5, of: ["fc1", "fc2"])
        print(ModelSize(of: narrow).bytes, ModelSize(of: dense).bytes)
        #expect(ModelSize(of: narrow).parameters == 784 * 150 + 150 + 150 * 50 + 50 + 50 * 10 + 10)

        let tickets = LotteryTickets(rounds: 2, stepsPerTraining: 50) { Network.leNet300100(using: &$0) }
        let runs = try tickets.run(seed: 1, train: mnist.train, validation: mnist.validation, test: mnist.test)
        for summary in TicketSummary.summaries(of: runs) {
            print(summary.kind, summary.density, summary.finalAccuracy.mean)
        }
        #expect(runs.count == 7)

        let targets = SoftTargets(of: [dense], on: mnist.train.images, temperature: 4)
        let loss = DistillationLoss(targets, labels: mnist.train.labels, hardShare: 0.1)
        let training = Training(student, inputs: mnist.train.images, loss: loss, optimizer: .adam(), seed: 1)
        training.run(epochs: 2)
        print(training.network.agreement(with: dense, on: mnist.test.images))
        #expect(training.network.agreement(with: dense, on: mnist.test.images) > 0.4)
    }

    /// What is compiled above is what the README shows, line by line.
    @Test func theReadmeShowsWhatRuns() throws {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(
            contentsOf: root.appendingPathComponent("Sources/Library/ModelCompression/README.md"), encoding: .utf8)
        let source = try String(contentsOf: here, encoding: .utf8).split(separator: "\n").map { $0.trimmed }
        let uses = readme.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0].split(separator: "\n").map { $0.trimmed }
        }
        #expect(uses.count == 6)
        for lines in uses {
            #expect(source.indices.contains { source[$0...].starts(with: lines) }, "\(lines.joined(separator: "\n"))")
        }
    }
}

extension Substring {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}

/// Images of 28 × 28 pixels whose class is the row of blocks where they are bright.
private func brightImages(_ count: Int, seed: Int) -> LabeledImages {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { _ in UInt8.random(in: 0..<10, using: &generator) }
    let pixels = labels.flatMap { label in
        (0..<784).map { UInt8.random(in: 0...($0 / 79 == Int(label) ? 255 : 80), using: &generator) }
    }
    return LabeledImages(rows: 28, columns: 28, classes: 10, pixels: pixels, labels: labels)
}
