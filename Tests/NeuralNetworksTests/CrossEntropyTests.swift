import NeuralNetworks
import Testing

@Suite struct CrossEntropyTests {
    @Test func uniformOutputsCostTheLogarithmOfTheClasses() {
        let (loss, gradient) = evaluate([1, 1, 1, 1], labels: [2])
        #expect(abs(loss - 1.386_294_361) < 1e-6)
        #expect(gradient == [0.25, 0.25, -0.75, 0.25])
    }

    /// The right class by far: loss 0; the wrong one by far: the difference itself, with no overflow on the way.
    @Test func largeOutputsNeitherOverflowNorVanish() {
        #expect(evaluate([1e4, 0], labels: [0]).loss == 0)
        #expect(evaluate([1e4, 0], labels: [1]).loss == 1e4)
        #expect(evaluate([3e38, -3e38], labels: [1]).gradient == [1, -1])
        #expect(evaluate([-1e30, -1e30], labels: [1]).gradient == [0.5, -0.5])
    }

    @Test func takesTheLabelsOfTheExamplesNamed() {
        let outputs: [Float] = [0, 9, 9, 0]
        let loss = CrossEntropy([0, 1, 0])
        var gradient = [Float](repeating: 0, count: 4)
        var span = gradient.mutableSpan
        let sum = loss.evaluate(outputs: outputs.span, examples: [1, 2].span, gradient: &span)
        #expect(sum < 1e-3)
        #expect(loss.exampleCount == 3)
    }

    private func evaluate(_ outputs: [Float], labels: [UInt8]) -> (loss: Double, gradient: [Float]) {
        var gradient = [Float](repeating: .nan, count: outputs.count)
        var span = gradient.mutableSpan
        let examples = Array(labels.indices)
        let loss = CrossEntropy(labels).evaluate(outputs: outputs.span, examples: examples.span, gradient: &span)
        return (loss, gradient)
    }
}
