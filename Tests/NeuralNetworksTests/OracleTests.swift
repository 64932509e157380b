import NeuralNetworks
import Testing

/// The folder of stored values and of the scripts that made them.
let oracleFolder = "\(dataFolder)/../../Tests/NeuralNetworksTests/Oracles"

/// Layers, losses and optimizers against PyTorch in double precision (`Oracles/networks.py`).
///
/// Values are around 1 and pass through at most 40 roundings of 6·10⁻⁸ each: a tolerance of 2·10⁻⁶, ten times as much
/// after 30 steps of training.
@Suite struct OracleTests {
    private let values: SafetensorsFile

    init() throws {
        values = try SafetensorsFile(path: "\(oracleFolder)/networks.safetensors")
    }

    @Test func convolutionTanhPoolingAndCrossEntropy() throws {
        let layers: [any Layer] = [
            Convolution("conv", inputs: 2, outputs: 3, kernel: 3, padding: 1), Tanh(), MaxPooling(size: 2),
            Dense("fc", inputs: 36, outputs: 5),
        ]
        try expectAgreement("cross-entropy", inputShape: [2, 7, 8], layers, CrossEntropy([3, 0, 4, 1]))
    }

    @Test func twoConvolutionsAndSquaredError() throws {
        let layers: [any Layer] = [
            Convolution("a", inputs: 1, outputs: 4, kernel: 2), ReLU(),
            Convolution("b", inputs: 4, outputs: 2, kernel: 3),
            ReLU(), Dense("fc", inputs: 18, outputs: 3),
        ]
        let loss = MeanSquaredError(try value("squared-error/targets"))
        try expectAgreement("squared-error", inputShape: [1, 6, 6], layers, loss)
    }

    @Test func softTargets() throws {
        let loss = SoftCrossEntropy(try value("soft/targets"), temperature: 2.5)
        try expectAgreement("soft", inputShape: [3], [Dense("a", inputs: 3, outputs: 4)], loss)
    }

    @Test(arguments: [
        ("sgd", Optimizer.sgd(learningRate: 0.1), LearningRateSchedule.constant),
        ("momentum", .sgd(learningRate: 0.1, momentum: 0.9), .constant),
        ("adam", .adam(learningRate: 0.02), .constant),
        ("adamW", .adamW(learningRate: 0.02, weightDecay: 0.1), .constant),
        ("cosine", .adam(learningRate: 0.02), .cosine(steps: 30)),
    ])
    func optimizer(_ name: String, _ optimizer: Optimizer, _ schedule: LearningRateSchedule) throws {
        let network = try network("optimizers", inputShape: [3], [Dense("a", inputs: 3, outputs: 4)])
        let labels = (0..<12).map { UInt8($0 % 4) }
        let training = Training(
            network, inputs: try value("optimizers/inputs"), loss: CrossEntropy(labels), optimizer: optimizer,
            schedule: schedule, batchSize: 12, seed: 1)
        training.run(steps: 30)
        for parameter in training.network.parameters {
            try expect(parameter.value, "\(name)/\(parameter.name)", tolerance: 2e-5)
        }
    }

    private func expectAgreement(
        _ prefix: String, inputShape: [Int], _ layers: [any Layer], _ loss: some Loss
    ) throws {
        let network = try network(prefix, inputShape: inputShape, layers)
        let inputs = try value("\(prefix)/inputs")
        try expect(network.outputs(for: inputs), "\(prefix)/outputs", tolerance: 2e-6)
        let mean = Double(try value("\(prefix)/loss").scalars[0])
        #expect(abs(network.meanLoss(of: loss, on: inputs) - mean) < 2e-6 * (1 + mean))
        for (parameter, gradient) in zip(network.parameters, network.gradients(of: loss, on: inputs)) {
            try expect(gradient, "\(prefix)/gradient/\(parameter.name)", tolerance: 2e-6)
        }
    }

    private func network(_ prefix: String, inputShape: [Int], _ layers: [any Layer]) throws -> Network {
        var parameters: [Parameter] = []
        for layer in layers {
            for shape in layer.parameterShapes {
                let name = "\(layer.name).\(shape.name)"
                parameters.append(Parameter(name: name, value: try value("\(prefix)/\(name)")))
            }
        }
        return Network(inputShape: inputShape, layers: layers, parameters: parameters)
    }

    private func expect(_ found: Tensor, _ name: String, tolerance: Float) throws {
        let expected = try value(name)
        try #require(found.shape == expected.shape, "\(name)")
        for index in expected.scalars.indices {
            let difference = abs(found.scalars[index] - expected.scalars[index])
            #expect(difference < tolerance * (1 + abs(expected.scalars[index])), "\(name)[\(index)]")
        }
    }

    private func value(_ name: String) throws -> Tensor {
        try #require(values[name], "\(name)").tensor
    }
}
