import Glibc

/// The numbers of a run of parameters that one update reads and writes; `count` of each.
struct OptimizerBuffers {
    var count: Int
    var parameters: UnsafeMutablePointer<Float>
    var gradients: UnsafePointer<Float>
    /// Momentum v of SGD, or running mean m of Adam.
    var first: UnsafeMutablePointer<Float>
    /// Running mean v of Adam.
    var second: UnsafeMutablePointer<Float>
    /// All bits set where the scalar is kept, none where it is pruned; nil keeps all.
    var mask: UnsafePointer<UInt32>?
}

extension Optimizer {
    /// Applies step number `step` (1, 2, …) with the learning rate times `factor`.
    ///
    /// The mask is an AND of bits: a pruned scalar and its gradient become +0 whatever they were, NaN included.
    /// Each scalar's result depends on its own numbers alone, so that any division into runs gives the same bits.
    func update(_ buffers: OptimizerBuffers, step: Int, factor: Float) {
        switch self {
        case .sgd(let rate, let momentum):
            if momentum == 0 {
                buffers.update(by: PlainSGDStep(rate: rate * factor))
            } else {
                buffers.update(by: MomentumStep(rate: rate * factor, momentum: momentum))
            }
        case .adam(let rate, let beta1, let beta2, let epsilon):
            buffers.update(
                by: AdamStep(rate * factor, decay: 0, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step))
        case .adamW(let rate, let decay, let beta1, let beta2, let epsilon):
            buffers.update(
                by: AdamStep(rate * factor, decay: decay, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step))
        }
    }
}

/// What one step does to four scalars.
private protocol UpdateRule {
    /// The number of floats of state in use, 0 to 2.
    var states: Int { get }

    func change(_ lanes: inout Lanes)
}

private struct PlainSGDStep: UpdateRule {
    let rate: Float
    let states = 0

    @inline(__always)
    func change(_ lanes: inout Lanes) {
        lanes.parameter -= rate * lanes.gradient
    }
}

private struct MomentumStep: UpdateRule {
    let rate: Float
    let momentum: Float
    let states = 1

    @inline(__always)
    func change(_ lanes: inout Lanes) {
        lanes.first = roundedToZero(momentum * lanes.first + lanes.gradient, near: 1e-20)
        lanes.parameter -= rate * lanes.first
    }
}

/// The constants of one step of Adam, with the corrections of both running means folded in.
private struct AdamStep: UpdateRule {
    let states = 2
    let beta1: Float
    let beta2: Float
    let epsilon: Float
    /// η / (1 − beta1ᵗ)
    let size: Float
    /// 1 / √(1 − beta2ᵗ)
    let scale: Float
    /// 1 − η·decay
    let shrink: Float

    init(_ rate: Float, decay: Float, beta1: Float, beta2: Float, epsilon: Float, step: Int) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        size = Float(Double(rate) / (1 - pow(Double(beta1), Double(step))))
        scale = Float(1 / (1 - pow(Double(beta2), Double(step))).squareRoot())
        shrink = 1 - rate * decay
    }

    @inline(__always)
    func change(_ lanes: inout Lanes) {
        lanes.first = roundedToZero(beta1 * lanes.first + (1 - beta1) * lanes.gradient, near: 1e-20)
        lanes.second = roundedToZero(
            beta2 * lanes.second + (1 - beta2) * lanes.gradient * lanes.gradient, near: 1e-30)
        let root = squareRoots(lanes.second) * scale + epsilon
        lanes.parameter = lanes.parameter * shrink - size * lanes.first / root
    }
}

/// Four neighbouring scalars with all that belongs to them; the compiler leaves a plain loop over them scalar.
private struct Lanes {
    var parameter: SIMD4<Float>
    let gradient: SIMD4<Float>
    var first: SIMD4<Float>
    var second: SIMD4<Float>
}

extension OptimizerBuffers {
    /// Changes all scalars by `rule`, four at a time.
    @inline(__always)
    fileprivate func update(by rule: some UpdateRule) {
        if let mask {
            update(by: rule, mask: mask)
        } else {
            update(by: rule, mask: nil)
        }
    }

    @inline(__always)
    private func update(by rule: some UpdateRule, mask: UnsafePointer<UInt32>?) {
        var start = 0
        while start + 4 <= count {
            changeLanes(start, count: 4, by: rule, mask: mask)
            start += 4
        }
        if start < count { changeLanes(start, count: count - start, by: rule, mask: mask) }
    }

    /// Changes the `count` scalars from `start` on.
    @inline(__always)
    private func changeLanes(_ start: Int, count: Int, by rule: some UpdateRule, mask: UnsafePointer<UInt32>?) {
        let keep = mask.map { load($0 + start, count) }
        var gradient = load(gradients + start, count)
        if let keep { gradient = masked(gradient, keep) }
        var lanes = Lanes(
            parameter: load(UnsafePointer(parameters + start), count), gradient: gradient,
            first: rule.states > 0 ? load(UnsafePointer(first + start), count) : .zero,
            second: rule.states > 1 ? load(UnsafePointer(second + start), count) : .zero)
        rule.change(&lanes)
        if let keep { lanes.parameter = masked(lanes.parameter, keep) }
        store(lanes.parameter, to: parameters + start, count)
        if rule.states > 0 { store(lanes.first, to: first + start, count) }
        if rule.states > 1 { store(lanes.second, to: second + start, count) }
    }
}

/// The first `count` of four lanes from memory, the others 0.
@inline(__always)
private func load<Scalar: SIMDScalar & Numeric>(_ start: UnsafePointer<Scalar>, _ count: Int) -> SIMD4<Scalar> {
    if count == 4 { return UnsafeRawPointer(start).loadUnaligned(as: SIMD4<Scalar>.self) }
    var lanes = SIMD4<Scalar>(repeating: 0)
    for index in 0..<count { lanes[index] = start[index] }
    return lanes
}

/// Writes the first `count` of four lanes.
@inline(__always)
private func store(_ lanes: SIMD4<Float>, to start: UnsafeMutablePointer<Float>, _ count: Int) {
    if count == 4 { return UnsafeMutableRawPointer(start).storeBytes(of: lanes, as: SIMD4<Float>.self) }
    for index in 0..<count { start[index] = lanes[index] }
}

@inline(__always)
private func masked(_ lanes: SIMD4<Float>, _ keep: SIMD4<UInt32>) -> SIMD4<Float> {
    unsafeBitCast(unsafeBitCast(lanes, to: SIMD4<UInt32>.self) & keep, to: SIMD4<Float>.self)
}

/// The same numbers, but those far below `small` as multiples of 2⁻²³·`small`, many of them 0.
///
/// A running mean whose gradients have ended shrinks for ever, and arithmetic on numbers below 10⁻³⁸ is slow: after
/// 4,000 steps on MNIST an update took 2.5 times as long. What is rounded away is too small to change a parameter.
@inline(__always)
private func roundedToZero(_ lanes: SIMD4<Float>, near small: Float) -> SIMD4<Float> {
    (lanes + small) - small
}
