import Foundation
import NeuralNetworks

/// Trains on random images and prints, as JSON, the milliseconds of a step in each of several windows of steps.
///
///     measure dense|masked|convolution THREADS WINDOWS STEPS
@main
enum Main {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let threads = Int(arguments[2]), let windows = Int(arguments[3]),
            let steps = Int(arguments[4]), let network = network(arguments[1])
        else {
            FileHandle.standardError.write(Data("measure dense|masked|convolution THREADS WINDOWS STEPS\n".utf8))
            exit(64)
        }
        var generator = Xoshiro256(seed: 1)
        let inputs = Tensor(shape: [6000, 784], scalars: (0..<6000 * 784).map { _ in Float(generator.uniform()) })
        let labels = (0..<6000).map { _ in UInt8(generator.uniformInteger(below: 10)) }
        let training = Training(
            network, inputs: inputs, loss: CrossEntropy(labels), optimizer: .adam(learningRate: 1.2e-3), batchSize: 60,
            seed: 1)
        training.threads = threads
        training.run(steps: 20)
        var (wall, processor): ([Double], [Double]) = ([], [])
        let clock = ContinuousClock()
        for _ in 0..<windows {
            let (start, startOfProcessor) = (clock.now, processorSeconds())
            training.run(steps: steps)
            processor.append((processorSeconds() - startOfProcessor) / Double(steps) * 1000)
            wall.append((clock.now - start) / .seconds(1) / Double(steps) * 1000)
        }
        print("{\"wall\": \(wall), \"processor\": \(processor)}")
    }

    private static func network(_ work: String) -> Network? {
        var generator = Xoshiro256(seed: 2)
        switch work {
        case "dense": return .leNet300100(using: &generator)
        case "convolution": return .leNet5(using: &generator)
        case "masked":
            var network = Network.leNet300100(using: &generator)
            for index in network.parameters.indices where network.parameters[index].isWeight {
                network.parameters[index].mask = (0..<network.parameters[index].value.count).map { _ in
                    generator.uniform() < 0.2
                }
            }
            return network
        default: return nil
        }
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
