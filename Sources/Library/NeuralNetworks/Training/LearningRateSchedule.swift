import Glibc

/// By which factor the learning rate changes from step to step.
public indirect enum LearningRateSchedule: Sendable, Equatable {
    /// Always 1.
    case constant

    /// 1 at first, times `factor` from each of the `steps` on.
    case drops(at: [Int], factor: Float)

    /// From 1 down to `final` in half a period of the cosine over `steps` steps, then `final`.
    ///
    /// - Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017.
    case cosine(steps: Int, final: Float = 0)

    /// Rising evenly to 1 over `steps` steps, then as the other schedule does, which sees its own steps begin at 0.
    case warmup(steps: Int, then: LearningRateSchedule)

    /// The factor of step `step`, where 0 is the first.
    public func factor(at step: Int) -> Float {
        switch self {
        case .constant:
            return 1
        case .drops(let steps, let factor):
            return steps.reduce(1) { step >= $1 ? $0 * factor : $0 }
        case .cosine(let steps, let final):
            guard step < steps else { return final }
            return final + (1 - final) * Float((1 + cos(.pi * Double(step) / Double(steps))) / 2)
        case .warmup(let steps, let next):
            return step < steps ? Float(step + 1) / Float(steps) : next.factor(at: step - steps)
        }
    }
}
