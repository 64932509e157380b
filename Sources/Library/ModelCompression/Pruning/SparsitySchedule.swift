/// How sparse a network is to be at each step of its training.
///
///     let schedule = SparsitySchedule.cubic(to: 0.9, steps: 1000...8000, every: 100)
///     schedule.sparsity(atStep: 4500)   // 0.7875
public struct SparsitySchedule: Hashable, Sendable {
    private enum Shape: Hashable {
        case oneShot(Sparsity)
        case geometric(share: Sparsity, rounds: Int)
        case cubic(initial: Sparsity, final: Sparsity)
    }

    private let shape: Shape

    /// The steps after which the network is pruned, ascending.
    public let pruningSteps: [Int]

    /// All at once, after `step` steps.
    public static func oneShot(_ sparsity: Sparsity, atStep step: Int = 0) -> SparsitySchedule {
        precondition(step >= 0, "pruning after \(step) steps")
        return SparsitySchedule(shape: .oneShot(sparsity), pruningSteps: [step])
    }

    /// The share `share` of what is left, in each of `rounds` rounds, `interval` steps apart: after k rounds a fraction
    /// (1 − share)ᵏ is left.
    ///
    /// The first round is after `start` steps.
    public static func geometric(
        share: Sparsity, rounds: Int, from start: Int = 0, every interval: Int
    ) -> SparsitySchedule {
        precondition(rounds > 0 && start >= 0 && interval > 0, "\(rounds) rounds from \(start) every \(interval) steps")
        return SparsitySchedule(
            shape: .geometric(share: share, rounds: rounds),
            pruningSteps: (0..<rounds).map { start + $0 * interval })
    }

    /// Fast at first and ever slower: s(t) = f + (i − f)·(1 − (t − start) / (end − start))³ from initial i to final f.
    ///
    /// The network is pruned at every `interval`-th step from `start` on, and at `end`.
    ///
    /// - Source: Zhu and Gupta, "To prune, or not to prune", 2017.
    public static func cubic(
        from initial: Sparsity = 0, to final: Sparsity, steps: ClosedRange<Int>, every interval: Int
    ) -> SparsitySchedule {
        precondition(initial <= final, "a schedule from \(initial) to \(final) would let weights come back")
        precondition(steps.lowerBound >= 0 && steps.count > 1 && interval > 0, "steps \(steps), every \(interval)")
        var pruningSteps = Array(stride(from: steps.lowerBound, to: steps.upperBound, by: interval))
        pruningSteps.append(steps.upperBound)
        return SparsitySchedule(shape: .cubic(initial: initial, final: final), pruningSteps: pruningSteps)
    }

    /// The sparsity of the formula after `step` steps; 0 before the first pruning.
    ///
    /// Between two pruning steps of a cubic schedule the network itself stays at what the earlier one gave.
    public func sparsity(atStep step: Int) -> Sparsity {
        guard let first = pruningSteps.first, let last = pruningSteps.last, step >= first else { return 0 }
        switch shape {
        case .oneShot(let sparsity):
            return sparsity
        case .geometric(let share, _):
            let rounds = pruningSteps.prefix { $0 <= step }.count
            return Sparsity(1 - (0..<rounds).reduce(1) { density, _ in density * share.density })
        case .cubic(let initial, let final):
            let left = max(Double(last - step) / Double(last - first), 0)
            return Sparsity(final.fraction + (initial.fraction - final.fraction) * left * left * left)
        }
    }

    /// The sparsity after the last pruning step.
    public var final: Sparsity { sparsity(atStep: pruningSteps.last ?? 0) }
}

extension Training {
    /// Trains for `steps` steps and prunes on the way, as `schedule` says for the number of steps made in all.
    ///
    /// - Returns: the mean of the steps' losses.
    @discardableResult
    public func run(
        steps: Int, pruning schedule: SparsitySchedule, by saliency: Saliency = .magnitude,
        scope: PruningScope = .global, keepingDense kept: Set<String> = []
    ) -> Double {
        run(steps: steps, pruning: schedule, by: saliency, scope: scope, keepingDense: kept) { _ in }
    }

    /// Trains for `steps` steps and prunes on the way, as `schedule` says for the number of steps made in all.
    ///
    /// A pruning step that is due when the run begins is taken before the first step, one that is due at its end after
    /// the last, so that runs may be chained.
    ///
    /// - Parameters:
    ///   - kept: names of weights that stay dense.
    ///   - afterStep: called with each step's loss, after any pruning.
    /// - Returns: the mean of the steps' losses.
    /// - Complexity: besides the training, O(parameters) and the saliency's cost per pruning step.
    @discardableResult
    public func run(
        steps: Int, pruning schedule: SparsitySchedule, by saliency: Saliency = .magnitude,
        scope: PruningScope = .global, keepingDense kept: Set<String> = [],
        afterStep: (Double) throws -> Void
    ) rethrows -> Double {
        let pruningSteps = Set(schedule.pruningSteps)
        func pruneIfDue() {
            guard pruningSteps.contains(step) else { return }
            network.prune(to: schedule.sparsity(atStep: step), by: saliency, scope: scope, keepingDense: kept)
        }
        pruneIfDue()
        return try run(steps: steps) { loss in
            pruneIfDue()
            try afterStep(loss)
        }
    }
}
