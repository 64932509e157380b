// Winning tickets of LeNet-300-100 on MNIST, as Frankle and Carbin found them (2019): a fifth of every hidden layer's
// weights, and a tenth of the last layer's, are pruned after each training, and the survivors start again where they
// started. Beside the tickets stand the controls: the same masks on fresh weights, random masks of the same layer
// densities, the dense network given the same schedule, and the dense network given all the steps that a ticket cost.
// A training has 4,500 steps, five epochs, where the paper's has 50,000.
import CellSupport
import ModelCompression

struct Point: Encodable {
    /// `dense`, `ticket`, `reinitialized` or `randomMask`, as `TicketKind` has them, or `longerDense`.
    var kind: String
    /// Prunings before the training.
    var round: Int
    /// The share of the weights that is left; of `longerDense`, in the ticket that cost as many steps.
    var density: Double
    /// Of the initial weights, the order of the training examples, and the controls.
    var seed: UInt64
}

struct Result: Encodable {
    /// On the test images, after the last step.
    var accuracy: Double
    /// The step with the least validation loss.
    var earlyStopStep: Int
    /// On the test images, after that step.
    var earlyStopAccuracy: Double
    /// The least validation loss, in nats.
    var validationLoss: Double
    /// On the test images, after the step with most validation images right.
    var chosenAccuracy: Double
    /// The first step after which 97 % of the validation images were right; -1 if none was.
    var stepsTo97: Int
    /// Steps of this training.
    var trainingSteps: Int
    /// Steps of all trainings that had to come first.
    var searchSteps: Int
}

let lastRound = 21
let controlRounds: Set = [3, 7, 9, 12, 15, 18, 21]
/// How long the dense network is trained on: as long as all trainings up to the ticket of this round.
let budgetRound = 15
let seeds: ClosedRange<UInt64> = 1...3

var tickets = LotteryTickets(rounds: lastRound, stepsPerTraining: 4500) { .leNet300100(using: &$0) }
tickets.evaluationInterval = 300
tickets.controls = [.reinitialized, .randomMask]
tickets.controlRounds = controlRounds

/// The share of all weights that is left after each round.
let densities = (0...lastRound).map { round in
    let left = [(235_200, tickets.share), (30_000, tickets.share), (1_000, 0.1)].map { count, share in
        (0..<round).reduce(count) { left, _ in left - share.prunedCount(of: left) }
    }
    return Double(left.reduce(0, +)) / 266_200
}

func points(_ kind: String, rounds: some Sequence<Int>) -> [Point] {
    combinations(rounds, seeds) { Point(kind: kind, round: $0, density: densities[$0], seed: $1) }
}

// What trains long comes first, so that two processes find work on different seeds.
let grid =
    points("dense", rounds: [0]) + points("longerDense", rounds: 1...budgetRound)
    + points("ticket", rounds: 1...lastRound)
    + points("reinitialized", rounds: controlRounds.sorted()) + points("randomMask", rounds: controlRounds.sorted())

try experiment(over: grid) { point in
    func runs(_ tickets: LotteryTickets) throws -> [TicketRun] {
        let mnist = try MNIST(from: "Chapters/data")
        return try tickets.run(
            seed: point.seed, train: mnist.train[0..<55_000], validation: mnist.train[55_000..<60_000],
            test: mnist.test)
    }

    var curve: [LearningPoint]
    var searchSteps = 0
    if point.kind == "longerDense" {
        let run = try checkpoint("the dense network of seed \(point.seed), trained for long") {
            var dense = tickets
            dense.rounds = 0
            dense.stepsPerTraining *= budgetRound + 1
            dense.evaluationInterval = 900
            return try runs(dense)[0]
        }
        curve = run.curve.filter { $0.step <= tickets.stepsPerTraining * (point.round + 1) }
    } else {
        let all = try checkpoint("the tickets of seed \(point.seed) and their controls") { try runs(tickets) }
        guard let run = all.first(where: { $0.kind.rawValue == point.kind && $0.round == point.round }) else {
            fatalError("no training of \(point)")
        }
        precondition(run.density == point.density, "\(run.density) left, not \(point.density)")
        curve = run.curve
        searchSteps = run.searchSteps
    }
    let earlyStop = curve.min { $0.validationLoss < $1.validationLoss } ?? curve[0]
    let chosen = curve.min { $0.validationAccuracy > $1.validationAccuracy } ?? curve[0]
    return Result(
        accuracy: curve[curve.count - 1].testAccuracy, earlyStopStep: earlyStop.step,
        earlyStopAccuracy: earlyStop.testAccuracy, validationLoss: earlyStop.validationLoss,
        chosenAccuracy: chosen.testAccuracy,
        stepsTo97: curve.first { $0.validationAccuracy >= 0.97 }?.step ?? -1,
        trainingSteps: curve[curve.count - 1].step, searchSteps: searchSteps)
}
