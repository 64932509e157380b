import Dispatch

/// A network in training: mini-batches in shuffled order, one step at a time.
///
///     let training = Training(network, on: mnist.train, optimizer: .adam(learningRate: 1.2e-3), seed: 1)
///     training.run(epochs: 2)
///     network = training.network
///
/// Every epoch visits all examples once, in an order that depends only on the seed and the epoch's number; its last
/// batch may be smaller. The same network, data, settings and seed give the same bits on the same machine. A step
/// allocates no memory. Pruned parameters are +0 after every step.
public final class Training {
    /// The rule that changes the parameters.
    public let optimizer: Optimizer

    /// The factor of the learning rate from step to step.
    public let schedule: LearningRateSchedule

    /// What is made small.
    public let loss: any Loss

    /// The number of examples in a batch.
    public let batchSize: Int

    /// The seed of the order of examples.
    public let seed: UInt64

    /// The number of threads that share the work, 1 or 2; it never changes the result.
    public var threads = 1 {
        didSet { precondition(1...partCount ~= threads, "training runs on 1 or \(partCount) threads") }
    }

    /// The number of steps made.
    public private(set) var step = 0

    /// What the network is trained on; may be changed between steps to others of the same shape with the same targets,
    /// such as the same images jittered.
    public var inputs: Tensor {
        didSet { precondition(inputs.shape == oldValue.shape, "\(inputs.shape) instead of \(oldValue.shape)") }
    }

    private let workspace: Workspace
    private let first: Block<Float>
    private let second: Block<Float>
    private var mask: Block<UInt32>?
    private let order: Block<Int>
    private let partialLosses: Block<Double>
    /// For each layer, which of its outputs each part updates.
    private let outputShares: [[Range<Int>]]
    private var orderedEpoch = -1
    private var current: Network

    /// Training of `network` on `inputs`, shape `[n, …]`, of which `loss` holds the targets.
    public init(
        _ network: Network, inputs: Tensor, loss: some Loss, optimizer: Optimizer,
        schedule: LearningRateSchedule = .constant, batchSize: Int = 60, seed: UInt64
    ) {
        precondition(inputs.rowCount == loss.exampleCount, "\(inputs.rowCount) inputs, \(loss.exampleCount) targets")
        precondition(
            inputs.count == inputs.rowCount * network.inputShape.reduce(1, *),
            "inputs of shape \(inputs.shape) for a network that takes \(network.inputShape)")
        precondition(inputs.rowCount > 0 && batchSize > 0, "training needs examples and a batch size above 0")
        self.optimizer = optimizer
        self.schedule = schedule
        self.loss = loss
        self.batchSize = min(batchSize, inputs.rowCount)
        self.seed = seed
        self.inputs = inputs
        workspace = Workspace(network, capacity: self.batchSize, gradients: true)
        let stateCount = optimizer.stateCount
        first = Block(count: stateCount > 0 ? workspace.parameters.count : 0)
        second = Block(count: stateCount > 1 ? workspace.parameters.count : 0)
        outputShares = Training.outputShares(of: workspace)
        order = Block(count: inputs.rowCount, repeating: 0)
        partialLosses = Block(count: partCount, repeating: 0)
        current = network
        load(network)
    }

    /// Training of `network` to predict the labels of `data`, with cross-entropy as loss.
    public convenience init(
        _ network: Network, on data: LabeledImages, optimizer: Optimizer, schedule: LearningRateSchedule = .constant,
        batchSize: Int = 60, seed: UInt64
    ) {
        self.init(
            network, inputs: data.images, loss: CrossEntropy(data.labels), optimizer: optimizer, schedule: schedule,
            batchSize: batchSize, seed: seed)
    }

    /// Training that goes on where `checkpoint` was taken, on the same data: the same bits as without the stop.
    ///
    /// - Parameter inputs: shape `[n, …]`; `loss` holds their targets.
    public convenience init(resuming checkpoint: TrainingCheckpoint, inputs: Tensor, loss: some Loss) {
        self.init(
            checkpoint.network, inputs: inputs, loss: loss, optimizer: checkpoint.optimizer,
            schedule: checkpoint.schedule, batchSize: checkpoint.batchSize, seed: checkpoint.seed)
        precondition(
            checkpoint.first.count == first.count && checkpoint.second.count == second.count,
            "the checkpoint's state is not that of its optimizer")
        step = checkpoint.step
        for (index, number) in checkpoint.first.enumerated() { first.start[index] = number }
        for (index, number) in checkpoint.second.enumerated() { second.start[index] = number }
    }

    /// Training that goes on where `checkpoint` was taken, with cross-entropy on the same `data`.
    public convenience init(resuming checkpoint: TrainingCheckpoint, on data: LabeledImages) {
        self.init(resuming: checkpoint, inputs: data.images, loss: CrossEntropy(data.labels))
    }

    /// All that is needed to go on from here later; may be taken after any step.
    ///
    /// - Complexity: O(parameters).
    public var checkpoint: TrainingCheckpoint {
        TrainingCheckpoint(
            network: network, step: step, optimizer: optimizer, schedule: schedule, batchSize: batchSize, seed: seed,
            first: first.array(0..<first.count), second: second.array(0..<second.count))
    }

    /// The network as it is now, to be read, or changed between steps: new masks hold from the next step on.
    ///
    /// - Complexity: O(parameters) to read and to write.
    public var network: Network {
        get {
            var network = current
            workspace.store(to: &network)
            return network
        }
        set { load(newValue) }
    }

    /// The number of steps in an epoch.
    public var stepsPerEpoch: Int { (inputs.rowCount + batchSize - 1) / batchSize }

    /// Makes `steps` steps.
    ///
    /// - Returns: the mean of the steps' losses.
    @discardableResult
    public func run(steps: Int) -> Double {
        run(steps: steps) { _ in }
    }

    /// Makes `steps` steps and calls `afterStep` with the loss of each step's batch.
    ///
    /// - Returns: the mean of the steps' losses.
    /// - Throws: what `afterStep` throws, which ends the run after that step.
    @discardableResult
    public func run(steps: Int, afterStep: (Double) throws -> Void) rethrows -> Double {
        var sum = 0.0
        for _ in 0..<steps {
            let loss = advance()
            sum += loss
            try afterStep(loss)
        }
        return sum / Double(max(steps, 1))
    }

    /// Goes `epochs` times through as many steps as an epoch has, from wherever the training stands.
    ///
    /// - Returns: the mean training loss of each epoch.
    @discardableResult
    public func run(epochs: Int) -> [Double] {
        run(epochs: epochs) { _ in }
    }

    /// Goes `epochs` times through as many steps as an epoch has, and calls `afterStep` with each step's loss.
    ///
    /// - Returns: the mean training loss of each epoch.
    /// - Throws: what `afterStep` throws, which ends the run after that step.
    @discardableResult
    public func run(epochs: Int, afterStep: (Double) throws -> Void) rethrows -> [Double] {
        try (0..<epochs).map { _ in try run(steps: stepsPerEpoch, afterStep: afterStep) }
    }

    /// Makes one step.
    ///
    /// - Returns: the mean loss of the batch, before the parameters changed.
    @discardableResult
    public func advance() -> Double {
        let positions = nextPositions()
        let factor = schedule.factor(at: step)
        step += 1
        inParts { part in
            partialLosses.start[part] = differentiateActivations(positions, rows: share(part, of: positions.count))
        }
        inParts { part in
            for layer in workspace.layers.indices where !workspace.blocks[layer].isEmpty {
                updateParameters(ofLayer: layer, examples: positions.count, part: part, factor: factor)
            }
        }
        return (0..<partCount).reduce(0) { $0 + partialLosses.start[$1] } / Double(positions.count)
    }

    /// Does `work` for each part, on as many threads as allowed; the parts are the same on one thread.
    private func inParts(_ work: (Int) -> Void) {
        if threads == 1 {
            for part in 0..<partCount { work(part) }
        } else {
            // Safe to share: the parts write to different examples, or to different outputs of a layer.
            nonisolated(unsafe) let work = work
            DispatchQueue.concurrentPerform(iterations: partCount) { work($0) }
        }
    }

    /// Carries examples of the batch forward to the loss and back to every layer; returns the sum of their losses.
    private func differentiateActivations(_ positions: Range<Int>, rows: Range<Int>) -> Double {
        guard !rows.isEmpty else { return 0 }
        let examples = UnsafeBufferPointer(
            start: order.start + positions.lowerBound + rows.lowerBound, count: rows.count)
        gather(examples, from: rows.lowerBound)
        workspace.forward(rows)
        let output = workspace.output
        let gradient = workspace.outputGradient + rows.lowerBound * output.width
        let sum = evaluateLoss(
            loss, output: (output.start + rows.lowerBound * output.width, output.width), examples: examples,
            gradient: gradient)
        let scale = 1 / Float(positions.count)
        for index in 0..<rows.count * output.width { gradient[index] *= scale }
        workspace.propagate(rows)
        return sum
    }

    private func gather(_ examples: UnsafeBufferPointer<Int>, from row: Int) {
        let width = inputs.count / inputs.rowCount
        inputs.scalars.withUnsafeBufferPointer { scalars in
            guard let first = scalars.baseAddress else { return }
            for index in examples.indices {
                (workspace.input + (row + index) * width).update(from: first + examples[index] * width, count: width)
            }
        }
    }

    /// Updates a part of a layer's outputs as soon as their gradient is known, while it is still in the cache.
    private func updateParameters(ofLayer layer: Int, examples: Int, part: Int, factor: Float) {
        let outputs = outputShares[layer][part]
        guard !outputs.isEmpty else { return }
        workspace.differentiate(layer: layer, examples: examples, outputs: outputs)
        for block in workspace.blocks[layer] {
            let start = block.start + outputs.lowerBound * block.countPerOutput
            optimizer.update(
                OptimizerBuffers(
                    count: outputs.count * block.countPerOutput, parameters: workspace.parameters.start + start,
                    gradients: UnsafePointer(workspace.gradients.start + start),
                    first: first.start + (first.count > 0 ? start : 0),
                    second: second.start + (second.count > 0 ? start : 0), mask: mask.map { $0.start + start }),
                step: step, factor: factor)
        }
    }

    /// Halves of a layer with many outputs; one with few goes to one part, and the next such layer to the other, since
    /// a product with few rows spends its time on rearranging the other matrix.
    private static func outputShares(of workspace: Workspace) -> [[Range<Int>]] {
        var next = 0
        return workspace.blocks.map { blocks in
            let count = blocks.first?.outputs ?? 0
            guard count > 0, count < 64 else { return (0..<partCount).map { share($0, of: count) } }
            defer { next += 1 }
            return (0..<partCount).map { $0 == next % partCount ? 0..<count : 0..<0 }
        }
    }

    /// The positions in `order` of the next batch, after drawing the order of a new epoch.
    private func nextPositions() -> Range<Int> {
        let epoch = step / stepsPerEpoch
        if epoch != orderedEpoch {
            for index in 0..<order.count { order.start[index] = index }
            var generator = Xoshiro256(seed: seed, stream: UInt64(epoch))
            generator.shuffle(UnsafeMutableBufferPointer(start: order.start, count: order.count))
            orderedEpoch = epoch
        }
        let start = step % stepsPerEpoch * batchSize
        return start..<min(start + batchSize, inputs.rowCount)
    }

    private func load(_ network: Network) {
        precondition(
            network.parameters.map(\.name) == current.parameters.map(\.name)
                && network.parameters.map(\.value.shape) == current.parameters.map(\.value.shape),
            "the network in training must keep its layers")
        current = network
        for index in current.parameters.indices { current.parameters[index].applyMask() }
        workspace.load(current)
        guard current.parameters.contains(where: { $0.mask != nil }) else { return mask = nil }
        let mask = Block<UInt32>(count: workspace.parameters.count, repeating: .max)
        var position = 0
        for parameter in current.parameters {
            for (index, isKept) in (parameter.mask ?? []).enumerated() where !isKept {
                mask.start[position + index] = 0
            }
            position += parameter.value.count
        }
        self.mask = mask
    }
}

/// A batch and the outputs of a layer are always worked on in so many parts, whatever the number of threads: matrix
/// products of other shapes may round differently, and a result must not depend on threads.
private let partCount = 2

/// The numbers that part `part` has of `count`.
private func share(_ part: Int, of count: Int) -> Range<Int> {
    count * part / partCount..<count * (part + 1) / partCount
}

extension Network {
    /// Trains on `data` with cross-entropy as loss; `Training` gives control over every step.
    ///
    /// - Returns: the mean training loss of each epoch.
    @discardableResult
    public mutating func train(
        on data: LabeledImages, optimizer: Optimizer, schedule: LearningRateSchedule = .constant,
        batchSize: Int = 60, epochs: Int, seed: UInt64
    ) -> [Double] {
        let training = Training(
            self, on: data, optimizer: optimizer, schedule: schedule, batchSize: batchSize, seed: seed)
        let losses = training.run(epochs: epochs)
        self = training.network
        return losses
    }
}
