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

    /// What is made small.
    public let loss: any Loss

    /// The number of examples in a batch.
    public let batchSize: Int

    /// The seed of the order of examples.
    public let seed: UInt64

    /// The number of steps made.
    public private(set) var step = 0

    private let inputs: Tensor
    private let workspace: Workspace
    private let first: Floats
    private let second: Floats
    private var keep: [UInt32]?
    private var order: [Int]
    private var orderedEpoch = -1
    private var current: Network

    /// Training of `network` on `inputs`, shape `[n, …]`, of which `loss` holds the targets.
    public init(
        _ network: Network, inputs: Tensor, loss: some Loss, optimizer: Optimizer, batchSize: Int = 60, seed: UInt64
    ) {
        precondition(inputs.rowCount == loss.exampleCount, "\(inputs.rowCount) inputs, \(loss.exampleCount) targets")
        precondition(
            inputs.count == inputs.rowCount * network.inputShape.reduce(1, *),
            "inputs of shape \(inputs.shape) for a network that takes \(network.inputShape)")
        precondition(inputs.rowCount > 0 && batchSize > 0, "training needs examples and a batch size above 0")
        self.optimizer = optimizer
        self.loss = loss
        self.batchSize = min(batchSize, inputs.rowCount)
        self.seed = seed
        self.inputs = inputs
        workspace = Workspace(network, capacity: self.batchSize, gradients: true)
        let stateCount = optimizer.stateCount
        first = Floats(count: stateCount > 0 ? workspace.parameters.count : 0)
        second = Floats(count: stateCount > 1 ? workspace.parameters.count : 0)
        order = Array(0..<inputs.rowCount)
        current = network
        load(network)
    }

    /// Training of `network` to predict the labels of `data`, with cross-entropy as loss.
    public convenience init(
        _ network: Network, on data: LabeledImages, optimizer: Optimizer, batchSize: Int = 60, seed: UInt64
    ) {
        self.init(
            network, inputs: data.images, loss: CrossEntropy(data.labels), optimizer: optimizer, batchSize: batchSize,
            seed: seed)
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
        let examples = nextExamples()
        gather(examples)
        workspace.forward(0..<examples.count)
        let sum = order.withUnsafeBufferPointer {
            evaluateLoss(
                loss, output: workspace.output, examples: UnsafeBufferPointer(rebasing: $0[examples]),
                gradient: workspace.outputGradient)
        }
        let scale = 1 / Float(examples.count)
        for index in 0..<examples.count * workspace.output.width { workspace.outputGradient[index] *= scale }
        workspace.propagate(0..<examples.count)
        workspace.differentiate(examples: examples.count)
        step += 1
        update()
        return sum / Double(examples.count)
    }

    /// The positions in `order` of the next batch.
    private func nextExamples() -> Range<Int> {
        let epoch = step / stepsPerEpoch
        if epoch != orderedEpoch {
            for index in order.indices { order[index] = index }
            var generator = Xoshiro256(seed: seed, stream: UInt64(epoch))
            generator.shuffle(&order)
            orderedEpoch = epoch
        }
        let start = step % stepsPerEpoch * batchSize
        return start..<min(start + batchSize, inputs.rowCount)
    }

    private func gather(_ examples: Range<Int>) {
        let width = inputs.count / inputs.rowCount
        inputs.scalars.withUnsafeBufferPointer { scalars in
            guard let first = scalars.baseAddress else { return }
            for (row, position) in examples.enumerated() {
                (workspace.input + row * width).update(from: first + order[position] * width, count: width)
            }
        }
    }

    private func update() {
        guard let keep else { return update(mask: nil) }
        keep.withUnsafeBufferPointer { update(mask: $0.baseAddress) }
    }

    private func update(mask: UnsafePointer<UInt32>?) {
        optimizer.update(
            OptimizerBuffers(
                count: workspace.parameters.count, parameters: workspace.parameters.start,
                gradients: UnsafePointer(workspace.gradients.start), first: first.start, second: second.start,
                mask: mask),
            step: step, factor: 1)
    }

    private func load(_ network: Network) {
        precondition(
            network.parameterCount == workspace.parameters.count, "the network in training must keep its layers")
        current = network
        for index in current.parameters.indices { current.parameters[index].applyMask() }
        workspace.load(current)
        keep = nil
        guard current.parameters.contains(where: { $0.mask != nil }) else { return }
        keep = current.parameters.flatMap { parameter -> [UInt32] in
            parameter.mask.map { $0.map { $0 ? .max : 0 } }
                ?? Array(repeating: .max, count: parameter.value.count)
        }
    }
}

extension Network {
    /// Trains on `data` with cross-entropy as loss; `Training` gives control over every step.
    ///
    /// - Returns: the mean training loss of each epoch.
    @discardableResult
    public mutating func train(
        on data: LabeledImages, optimizer: Optimizer, batchSize: Int = 60, epochs: Int, seed: UInt64
    ) -> [Double] {
        let training = Training(self, on: data, optimizer: optimizer, batchSize: batchSize, seed: seed)
        let losses = training.run(epochs: epochs)
        self = training.network
        return losses
    }
}
