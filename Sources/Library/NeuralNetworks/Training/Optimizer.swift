/// The rule by which a step changes the parameters, with its settings.
///
/// With parameters p, gradient g of the batch's mean loss, learning rate η and step number t = 1, 2, …
public enum Optimizer: Sendable, Equatable {
    /// Gradient descent with momentum: v ← momentum·v + g, p ← p − η·v.
    ///
    /// - Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    case sgd(learningRate: Float, momentum: Float = 0)

    /// Adam: m and v are running means of g and g², p ← p − η·m̂ / (√v̂ + ε) with both means corrected for their start.
    ///
    /// - Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
    case adam(learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

    /// Adam with decoupled weight decay: p ← p − η·decay·p before Adam's change.
    ///
    /// - Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2.
    case adamW(
        learningRate: Float = 1e-3, weightDecay: Float = 0.01, beta1: Float = 0.9, beta2: Float = 0.999,
        epsilon: Float = 1e-8)

    /// The learning rate η, before any schedule.
    public var learningRate: Float {
        switch self {
        case .sgd(let rate, _), .adam(let rate, _, _, _), .adamW(let rate, _, _, _, _): rate
        }
    }

    /// The number of floats of state for each parameter's scalar: 0, 1 (v) or 2 (m, then v).
    var stateCount: Int {
        switch self {
        case .sgd(_, let momentum): momentum == 0 ? 0 : 1
        case .adam, .adamW: 2
        }
    }
}
