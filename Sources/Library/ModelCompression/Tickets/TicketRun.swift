/// How a subnetwork came to its mask and its weights.
public enum TicketKind: String, Hashable, Codable, Sendable, CaseIterable {
    /// The whole network.
    case dense
    /// The mask of iterative magnitude pruning, on the weights of the rewinding step.
    case ticket
    /// The ticket's mask on freshly drawn weights: did the start matter?
    case reinitialized
    /// The ticket's weights under a random mask of the same layer densities: did the places matter?
    case randomMask
    /// The mask of a single pruning of the trained dense network to the ticket's counts, on the ticket's weights: did
    /// the rounds matter?
    case oneShot
}

/// What was seen at one moment of a training.
public struct LearningPoint: Hashable, Codable, Sendable {
    /// Steps made.
    public let step: Int
    /// Mean cross-entropy on the validation examples, in nats.
    public let validationLoss: Double
    /// In `0...1`.
    public let validationAccuracy: Double
    /// In `0...1`; to be reported only, never to choose by.
    public let testAccuracy: Double
}

/// One training of one subnetwork, as a value that a chart can draw.
public struct TicketRun: Hashable, Codable, Sendable {
    /// The seed of initial weights, order of examples and controls.
    public let seed: UInt64
    /// What was trained.
    public let kind: TicketKind
    /// Prunings before this training; 0 for the dense network.
    public let round: Int
    /// The kept weights of each layer, in order.
    public let kept: [Int]
    /// All weights, pruned ones included.
    public let count: Int
    /// What was seen, by ascending step; never empty.
    public let curve: [LearningPoint]
    /// Steps of this training.
    public let trainingSteps: Int
    /// Steps of other trainings that had to come first: a ticket is known only after the network has been trained.
    public let searchSteps: Int

    /// The share of the weights that is left.
    public var density: Double { Double(kept.reduce(0, +)) / Double(count) }

    /// The point of least validation loss, the first of equal ones: where training would have been stopped.
    public var earlyStop: LearningPoint {
        curve.reduce(curve[0]) { $1.validationLoss < $0.validationLoss ? $1 : $0 }
    }

    /// The last point.
    public var end: LearningPoint { curve[curve.count - 1] }
}

/// Runs of one kind at one round, over seeds.
public struct TicketSummary: Hashable, Sendable {
    /// Mean, least and greatest of a measure over seeds.
    public struct Spread: Hashable, Sendable {
        /// Over the seeds.
        public let mean: Double
        /// Over the seeds.
        public let least: Double
        /// Over the seeds.
        public let greatest: Double

        init(_ values: [Double]) {
            mean = values.reduce(0, +) / Double(values.count)
            least = values.min() ?? .nan
            greatest = values.max() ?? .nan
        }
    }

    /// What was trained.
    public let kind: TicketKind
    /// Prunings before.
    public let round: Int
    /// The share of the weights that is left.
    public let density: Double
    /// The number of seeds.
    public let seeds: Int
    /// Test accuracy where validation loss was least.
    public let earlyStopAccuracy: Spread
    /// Steps to where validation loss was least.
    public let earlyStopStep: Spread
    /// Test accuracy after the last step.
    public let finalAccuracy: Spread

    /// One summary for each kind and round in `runs`, by kind, then by round.
    public static func summaries(of runs: [TicketRun]) -> [TicketSummary] {
        TicketKind.allCases.flatMap { kind in
            let ofKind = runs.filter { $0.kind == kind }
            return Set(ofKind.map(\.round)).sorted().map { round in
                let group = ofKind.filter { $0.round == round }
                return TicketSummary(
                    kind: kind, round: round, density: group.map(\.density).reduce(0, +) / Double(group.count),
                    seeds: Set(group.map(\.seed)).count,
                    earlyStopAccuracy: Spread(group.map(\.earlyStop.testAccuracy)),
                    earlyStopStep: Spread(group.map { Double($0.earlyStop.step) }),
                    finalAccuracy: Spread(group.map(\.end.testAccuracy)))
            }
        }
    }
}
