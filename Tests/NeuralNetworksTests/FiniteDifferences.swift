import NeuralNetworks
import Testing

/// Compares the gradient of every parameter with central differences of the mean loss.
///
/// The network computes in 32-bit floats, so a difference over ±h is off by about 1e-7·loss/h from rounding and by
/// h²·third derivative/6 from the cut of Taylor's series: with h = 0.01 both are near 1e-5 for numbers around 1. A
/// gradient may be off by `tolerance` times (1 + the greatest gradient of its parameter).
func expectGradientsAgree(
    _ network: Network, _ loss: some Loss, inputs: Tensor, tolerance: Double = 1e-3, _ note: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let gradients = network.gradients(of: loss, on: inputs)
    #expect(gradients.map(\.shape) == network.parameters.map(\.value.shape), sourceLocation: sourceLocation)
    let h: Float = 0.01
    for (parameter, gradient) in zip(network.parameters, gradients) {
        let greatest = gradient.scalars.map { Double(abs($0)) }.max() ?? 0
        for index in gradient.scalars.indices {
            var (above, below) = (network, network)
            above[parameter.name].value.scalars[index] += h
            below[parameter.name].value.scalars[index] -= h
            let width = Double(
                above[parameter.name].value.scalars[index] - below[parameter.name].value.scalars[index])
            let difference = (above.meanLoss(of: loss, on: inputs) - below.meanLoss(of: loss, on: inputs)) / width
            #expect(
                abs(difference - Double(gradient.scalars[index])) < tolerance * (1 + greatest),
                "\(note): \(parameter.name)[\(index)]", sourceLocation: sourceLocation)
        }
    }
}

/// A linear loss, Σ targets · outputs: its own derivative is exact, so that only the network's is tested.
struct LinearLoss: Loss {
    let targets: Tensor

    var exampleCount: Int { targets.rowCount }

    func evaluate(outputs: Span<Float>, examples: Span<Int>, gradient: inout MutableSpan<Float>) -> Double {
        let width = outputs.count / examples.count
        var sum = 0.0
        for row in 0..<examples.count {
            let target = targets.row(examples[row])
            for column in 0..<width {
                gradient[row * width + column] = target[target.startIndex + column]
                sum += Double(outputs[row * width + column]) * Double(target[target.startIndex + column])
            }
        }
        return sum
    }
}

/// Random numbers of a normal distribution.
func randomTensor(_ shape: [Int], scale: Double = 1, using generator: inout Xoshiro256) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, scalars: (0..<count).map { _ in Float(generator.normal() * scale) })
}

extension Network {
    /// The same network with every parameter drawn at random, biases included.
    func randomized(using generator: inout Xoshiro256) -> Network {
        var network = self
        for index in parameters.indices {
            network.parameters[index].value = randomTensor(parameters[index].value.shape, scale: 0.5, using: &generator)
        }
        return network
    }
}
