import NeuralNetworks

/// Iterative magnitude pruning with rewinding, and the controls that it must be compared with.
///
/// Train; prune a share of what is left in every layer; put the survivors back to the weights that they had at the
/// rewinding step; train again. The defaults are those of the paper for LeNet-300-100, with fewer steps.
///
///     let tickets = LotteryTickets(rounds: 3, stepsPerTraining: 2000) { .leNet300100(using: &$0) }
///     let runs = try tickets.run(seed: 1, train: train, validation: validation, test: mnist.test)
///     TicketSummary.summaries(of: runs)
///
/// - Source: Frankle and Carbin, "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks", 2019;
///   rewinding to later steps: Frankle, Dziugaite, Roy, Carbin, "Linear Mode Connectivity and the Lottery Ticket
///   Hypothesis", 2020.
public struct LotteryTickets: Sendable {
    /// Prunings, each followed by a training.
    public var rounds: Int
    /// Steps from initialization to the end of a training.
    public var stepsPerTraining: Int
    /// The share of the weights left that a round prunes from each layer.
    public var share: Sparsity = 0.2
    /// Layers with a share of their own.
    public var shares: [String: Sparsity] = ["fc3.weight": 0.1]
    /// Survivors go back to the weights of this step; 0 is initialization.
    public var rewindStep = 0
    /// The rule of every training.
    public var optimizer = Optimizer.adam(learningRate: 1.2e-3)
    /// The learning rate's factor; a rewound training begins it anew.
    public var schedule = LearningRateSchedule.constant
    /// Examples in a batch.
    public var batchSize = 60
    /// Threads that share the work of a training, 1 or 2; they do not change the result.
    public var threads = 1
    /// Steps between two evaluations on validation and test examples.
    public var evaluationInterval = 500
    /// The controls, each trained at every round of `controlRounds`.
    public var controls: Set<TicketKind> = [.reinitialized, .randomMask]
    /// The rounds with controls; nil for all.
    public var controlRounds: Set<Int>?
    /// Draws a network with fresh weights.
    public let makeNetwork: @Sendable (inout Xoshiro256) -> Network

    /// An experiment of `rounds` rounds on the networks that `makeNetwork` draws.
    public init(
        rounds: Int, stepsPerTraining: Int, makeNetwork: @escaping @Sendable (inout Xoshiro256) -> Network
    ) {
        precondition(rounds >= 0 && stepsPerTraining > 0, "\(rounds) rounds of \(stepsPerTraining) steps")
        self.rounds = rounds
        self.stepsPerTraining = stepsPerTraining
        self.makeNetwork = makeNetwork
    }

    /// Runs the experiment with one seed, or goes on where `file` says that it stopped.
    ///
    /// All trainings of a round see the examples in the same order, another one than the round before.
    ///
    /// - Parameters:
    ///   - train: what weights are trained on.
    ///   - validation: what stopping is decided by; no part of `train`.
    ///   - test: what accuracy is reported on.
    ///   - file: where progress is kept, a JSON file that is replaced whole after every training; nil keeps none.
    ///   - afterRun: called after every training, its progress already kept; throw to stop.
    /// - Returns: the dense run, then for each round the ticket and its controls.
    /// - Throws: `TicketProgressError` if the file cannot be read or written or is of another experiment, and what
    ///   `afterRun` throws.
    public func run(
        seed: UInt64, train: LabeledImages, validation: LabeledImages, test: LabeledImages, file: String? = nil,
        afterRun: (TicketRun) throws -> Void = { _ in }
    ) throws -> [TicketRun] {
        precondition(
            (0..<stepsPerTraining).contains(rewindStep) && evaluationInterval > 0,
            "rewinding to step \(rewindStep) of \(stepsPerTraining), evaluation every \(evaluationInterval)")
        let data = (train: train, validation: validation, test: test)
        let start = startingPoint(seed: seed, train: train)
        let fingerprint = fingerprint(seed: seed, data: [train, validation, test], start.start)
        var progress =
            try file.flatMap { try TicketProgress(readingFrom: $0, of: fingerprint, network: start.start) }
            ?? TicketProgress(fingerprint: fingerprint)

        func finish(_ run: TicketRun) throws {
            progress.runs.append(run)
            if let file { try progress.write(to: file) }
            try afterRun(run)
        }

        for round in 0...rounds {
            if round > 0 {
                let mask = progress.mask(ofRound: round, for: start.rewound)
                let wanted = controlRounds?.contains(round) ?? true ? controls : []
                for kind in TicketKind.allCases where wanted.contains(kind) && !progress.has(kind, round) {
                    let network = control(kind, mask: mask, seed: seed, round: round, start: start, progress: progress)
                    let search = kind == .oneShot ? stepsPerTraining : searchSteps(beforeRound: round)
                    let (run, _) = trained(network, kind, seed: seed, round: round, search: search, data: data)
                    try finish(run)
                }
                guard !progress.has(.ticket, round) else { continue }
                let (run, network) = trained(
                    start.rewound.masked(by: mask), .ticket, seed: seed, round: round,
                    search: searchSteps(beforeRound: round), data: data)
                progress.masks.append(survivors(of: network))
                try finish(run)
            } else if !progress.has(.dense, 0) {
                let (run, network) = trained(start.start, .dense, seed: seed, round: 0, search: 0, data: data)
                progress.masks.append(survivors(of: network))
                progress.denseWeights = network.parameters.map(\.value.scalars)
                try finish(run)
            }
        }
        return progress.runs.sorted { ($0.round, $0.kind.order) < ($1.round, $1.kind.order) }
    }

    /// Steps of the dense network and of all rounds before this one.
    func searchSteps(beforeRound round: Int) -> Int {
        round == 0 ? 0 : stepsPerTraining + (round - 1) * (stepsPerTraining - rewindStep)
    }

    private func startingPoint(seed: UInt64, train: LabeledImages) -> (start: Network, rewound: Network) {
        var generator = Xoshiro256(seed: seed, stream: Stream.initialization)
        let network = makeNetwork(&generator)
        guard rewindStep > 0 else { return (network, network) }
        let training = Training(
            network, on: train, optimizer: optimizer, schedule: schedule, batchSize: batchSize,
            seed: Stream.order(seed: seed, round: 0))
        training.threads = threads
        training.run(steps: rewindStep)
        return (network, training.network)
    }

    private func survivors(of network: Network) -> [[Bool]] {
        var pruned = network
        pruned.pruneRemaining(share, except: shares, scope: .perLayer)
        return pruned.pruningMask.masks.map(\.bits)
    }

    private func control(
        _ kind: TicketKind, mask: PruningMask, seed: UInt64, round: Int, start: (start: Network, rewound: Network),
        progress: TicketProgress
    ) -> Network {
        var generator = Xoshiro256(seed: seed, stream: Stream.control(kind, round: round))
        switch kind {
        case .reinitialized:
            return makeNetwork(&generator).masked(by: mask)
        case .randomMask:
            return start.rewound.masked(by: mask.shuffled(using: &generator))
        case .oneShot:
            var trained = start.start
            for (index, scalars) in progress.denseWeights.enumerated() {
                trained.parameters[index].value.scalars = scalars
            }
            let scores = Saliency.magnitude.scores(of: trained)
            let masks = zip(mask.masks, scores).map { Mask.pruning($0.prunedCount, leastOf: $1) }
            return start.rewound.masked(by: PruningMask(names: mask.names, masks: masks))
        case .dense, .ticket:
            preconditionFailure("\(kind) is not a control")
        }
    }

    private func trained(
        _ network: Network, _ kind: TicketKind, seed: UInt64, round: Int, search: Int,
        data: (train: LabeledImages, validation: LabeledImages, test: LabeledImages)
    ) -> (TicketRun, Network) {
        let training = Training(
            network, on: data.train, optimizer: optimizer, schedule: schedule, batchSize: batchSize,
            seed: Stream.order(seed: seed, round: round))
        training.threads = threads
        let steps = stepsPerTraining - (round == 0 || kind == .reinitialized ? 0 : rewindStep)
        var curve: [LearningPoint] = []
        while training.step < steps {
            training.run(steps: min(evaluationInterval, steps - training.step))
            let network = training.network
            let validation = network.evaluate(on: data.validation)
            curve.append(
                LearningPoint(
                    step: training.step, validationLoss: validation.meanLoss,
                    validationAccuracy: validation.accuracy, testAccuracy: network.accuracy(on: data.test)))
        }
        let mask = network.pruningMask
        let run = TicketRun(
            seed: seed, kind: kind, round: round, kept: mask.masks.map(\.keptCount), count: mask.count, curve: curve,
            trainingSteps: steps, searchSteps: search)
        return (run, training.network)
    }

    /// All that decides the results, so that progress of another experiment is not taken for this one's.
    private func fingerprint(seed: UInt64, data: [LabeledImages], _ network: Network) -> String {
        let shapes = network.parameters.map { "\($0.name) \($0.value.shape)" }.joined(separator: ", ")
        let ownShares = shares.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let examples = data.map { String($0.checksum, radix: 16) }.joined(separator: " ")
        // The number of rounds and the controls are left out: more of them may be asked for later.
        return """
            seed \(seed); \(stepsPerTraining) steps; share \(share); \(ownShares); rewinding to \(rewindStep); \
            \(optimizer); \(schedule); batches of \(batchSize); evaluation every \(evaluationInterval); examples \(examples); \
            \(shapes)
            """
    }
}

/// Which random numbers are drawn for what, so that no choice disturbs another.
private enum Stream {
    static let initialization: UInt64 = 0

    static func control(_ kind: TicketKind, round: Int) -> UInt64 { UInt64(round * 16 + kind.order) }

    static func order(seed: UInt64, round: Int) -> UInt64 { seed &* 1_000_003 &+ UInt64(round) }
}

extension LabeledImages {
    /// FNV-1a of pixels and labels.
    fileprivate var checksum: UInt64 {
        [pixels, labels].reduce(0xCBF2_9CE4_8422_2325) { hash, bytes in
            bytes.reduce(hash) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
    }
}

extension TicketKind {
    /// The place in `allCases`.
    fileprivate var order: Int { TicketKind.allCases.firstIndex(of: self) ?? 0 }
}
