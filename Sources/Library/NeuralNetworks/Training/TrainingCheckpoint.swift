/// All that a training needs to go on as if it had never stopped, to the bit, given the same data.
public struct TrainingCheckpoint: Sendable {
    /// The network as it was, with its masks.
    public let network: Network

    /// The number of steps made.
    public let step: Int

    /// The rule that changes the parameters.
    public let optimizer: Optimizer

    /// The factor of the learning rate from step to step.
    public let schedule: LearningRateSchedule

    /// The number of examples in a batch.
    public let batchSize: Int

    /// The seed of the order of examples.
    public let seed: UInt64

    /// The first float of the optimizer's state for each scalar of the parameters, in their order; empty if unused.
    let first: [Float]

    /// The second, likewise.
    let second: [Float]
}

extension TrainingCheckpoint {
    /// The checkpoint as a file: the parameters by name, their masks as `mask/NAME`, the optimizer's state, and notes of
    /// step, seed and batch size. The optimizer's and the schedule's settings are for the program to give again.
    public var file: SafetensorsFile {
        var tensors = network.storedTensors
        for parameter in network.parameters {
            guard let mask = parameter.mask else { continue }
            tensors.append(
                StoredTensor(
                    name: "mask/\(parameter.name)", type: .boolean, shape: parameter.value.shape,
                    bytes: mask.map { $0 ? 1 : 0 }[...]))
        }
        tensors.append(StoredTensor(name: "optimizer/first", Tensor(shape: [first.count], scalars: first)))
        tensors.append(StoredTensor(name: "optimizer/second", Tensor(shape: [second.count], scalars: second)))
        return SafetensorsFile(
            tensors: tensors,
            metadata: [
                .init(key: "step", value: "\(step)"), .init(key: "seed", value: "\(seed)"),
                .init(key: "batchSize", value: "\(batchSize)"),
            ])
    }

    /// Takes up a checkpoint from a file that `file` made.
    ///
    /// - Parameters:
    ///   - name: stands for the file in errors.
    ///   - network: a network of the same layers; its numbers and masks are replaced.
    ///   - optimizer: the rule of the training that was stopped.
    ///   - schedule: its schedule.
    /// - Throws: `SafetensorsError` if the file is not a checkpoint of such a network and optimizer.
    public init(
        file: SafetensorsFile, name: String, network: Network, optimizer: Optimizer,
        schedule: LearningRateSchedule = .constant
    ) throws(SafetensorsError) {
        var network = network
        for index in network.parameters.indices {
            let parameter = network.parameters[index]
            network.parameters[index].mask = nil
            guard let mask = file["mask/\(parameter.name)"] else { continue }
            guard mask.shape == parameter.value.shape, mask.type == .boolean else {
                throw SafetensorsError(
                    file: name, offset: 0,
                    problem: .missingTensor(name: "mask/\(parameter.name)", shape: parameter.value.shape))
            }
            network.parameters[index].mask = mask.bytes.map { $0 != 0 }
        }
        try network.loadParameters(from: file, name: name)
        func state(_ key: String, isUsed: Bool) throws(SafetensorsError) -> [Float] {
            let shape = [isUsed ? network.parameterCount : 0]
            guard let stored = file["optimizer/\(key)"], stored.shape == shape else {
                throw SafetensorsError(
                    file: name, offset: 0, problem: .missingTensor(name: "optimizer/\(key)", shape: shape))
            }
            return stored.tensor.scalars
        }
        func note<Number: FixedWidthInteger>(_ key: String, atMost limit: Number) throws(SafetensorsError) -> Number {
            let value = file.metadata.first { $0.key == key }.flatMap { Number($0.value) }
            guard let value, 0...limit ~= value else {
                throw SafetensorsError(file: name, offset: 0, problem: .missingNote(key: key))
            }
            return value
        }
        self.init(
            network: network, step: try note("step", atMost: 1 << 53), optimizer: optimizer, schedule: schedule,
            batchSize: max(1, try note("batchSize", atMost: 1 << 53)), seed: try note("seed", atMost: .max),
            first: try state("first", isUsed: optimizer.stateCount > 0),
            second: try state("second", isUsed: optimizer.stateCount > 1))
    }
}
