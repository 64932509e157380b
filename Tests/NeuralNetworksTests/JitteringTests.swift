import NeuralNetworks
import Testing

@Suite struct JitteringTests {
    /// Of odd sizes, with no pixel black: a black one entered from outside.
    private func images(_ count: Int, seed: UInt64) -> LabeledImages {
        var generator = Xoshiro256(seed: seed)
        let pixels = (0..<count * 35).map { _ in UInt8(1 + generator.uniformInteger(below: 255)) }
        let labels = (0..<count).map { _ in UInt8(generator.uniformInteger(below: 4)) }
        return LabeledImages(rows: 5, columns: 7, classes: 4, pixels: pixels, labels: labels)
    }

    /// Every moved image is found by trying all distances, and all of them occur.
    @Test func everyImageIsMovedAsAWhole() {
        for seed in UInt64(0)..<20 {
            var generator = Xoshiro256(seed: seed)
            let original = images(300, seed: seed + 100)
            let limit = Int(seed % 4)
            let moved = original.jittered(by: limit, using: &generator)
            #expect(moved.labels == original.labels && moved.rows == 5 && moved.columns == 7, "seed \(seed)")
            var distances: Set<[Int]> = []
            for image in 0..<300 {
                let fitting = offsets(limit).filter { offset in
                    (0..<35).allSatisfy { pixel in
                        let (row, column) = (pixel / 7 - offset[0], pixel % 7 - offset[1])
                        let isInside = 0..<5 ~= row && 0..<7 ~= column
                        return moved.pixels[image * 35 + pixel]
                            == (isInside ? original.pixels[image * 35 + row * 7 + column] : 0)
                    }
                }
                #expect(fitting.count == 1, "image \(image) of seed \(seed) fits \(fitting)")
                distances.formUnion(fitting)
            }
            #expect(distances.count == offsets(limit).count, "seed \(seed)")
        }
    }

    @Test func theSameGeneratorMovesAlike() {
        let original = images(10, seed: 1)
        var (first, second) = (Xoshiro256(seed: 3, stream: 5), Xoshiro256(seed: 3, stream: 5))
        #expect(
            original.jittered(by: 2, using: &first).pixels == original.jittered(by: 2, using: &second).pixels)
    }

    /// A training whose inputs change from epoch to epoch, stopped after any of them: the same bits.
    @Test func trainingOnJitteredImagesResumes() {
        let original = images(60, seed: 2)
        var generator = Xoshiro256(seed: 4)
        let network = Network(inputShape: [35], layers: [Dense("a", inputs: 35, outputs: 4)], using: &generator)
        func run(_ training: Training, epochs: Range<Int>) {
            for epoch in epochs {
                var generator = Xoshiro256(seed: 8, stream: UInt64(epoch))
                training.inputs = original.jittered(by: 1, using: &generator).images
                training.run(epochs: 1)
            }
        }
        func training() -> Training { Training(network, on: original, optimizer: .adam(), batchSize: 16, seed: 6) }
        let (whole, plain) = (training(), training())
        run(whole, epochs: 0..<4)
        plain.run(epochs: 4)
        #expect(whole.network.parameters != plain.network.parameters)
        for stop in 0...4 {
            let first = training()
            run(first, epochs: 0..<stop)
            let second = Training(resuming: first.checkpoint, on: original)
            run(second, epochs: stop..<4)
            #expect(second.network.parameters == whole.network.parameters, "stopped after \(stop)")
        }
    }

    private func offsets(_ limit: Int) -> [[Int]] {
        (-limit...limit).flatMap { down in (-limit...limit).map { [down, $0] } }
    }
}
