#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The numbers of a run of parameters that one update reads and writes; `count` of each.
struct OptimizerBuffers {
    let count: Int
    let parameters: UnsafeMutablePointer<Float>
    let gradients: UnsafePointer<Float>
    /// Momentum v of SGD, or running mean m of Adam.
    let first: UnsafeMutablePointer<Float>
    /// Running mean v of Adam.
    let second: UnsafeMutablePointer<Float>
    /// All bits set where the scalar is kept, none where it is pruned; nil keeps all.
    let mask: UnsafePointer<UInt32>?
}

extension Optimizer {
    /// Applies step number `step` (1, 2, …) with the learning rate times `factor`.
    ///
    /// The mask is an AND of bits: a pruned scalar and its gradient become +0 whatever they were, NaN included.
    func update(_ buffers: OptimizerBuffers, step: Int, factor: Float) {
        switch self {
        case .sgd(let rate, let momentum):
            updateSGD(buffers, rate: rate * factor, momentum: momentum)
        case .adam(let rate, let beta1, let beta2, let epsilon):
            let adam = AdamStep(rate * factor, decay: 0, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step)
            updateAdam(buffers, adam)
        case .adamW(let rate, let decay, let beta1, let beta2, let epsilon):
            let adam = AdamStep(rate * factor, decay: decay, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step)
            updateAdam(buffers, adam)
        }
    }
}

private func updateSGD(_ buffers: OptimizerBuffers, rate: Float, momentum: Float) {
    let (parameters, gradients, velocity) = (buffers.parameters, buffers.gradients, buffers.first)
    if momentum != 0 {
        for index in 0..<buffers.count {
            velocity[index] = momentum * velocity[index] + gradients[index]
            parameters[index] -= rate * velocity[index]
        }
    } else {
        for index in 0..<buffers.count { parameters[index] -= rate * gradients[index] }
    }
    guard let mask = buffers.mask else { return }
    for index in 0..<buffers.count {
        parameters[index] = Float(bitPattern: parameters[index].bitPattern & mask[index])
    }
}

/// The constants of one step of Adam, with the corrections of both running means folded in.
private struct AdamStep {
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
}

private func updateAdam(_ buffers: OptimizerBuffers, _ adam: AdamStep) {
    if let mask = buffers.mask {
        updateAdam(buffers, adam) { Float(bitPattern: $0.bitPattern & mask[$1]) }
    } else {
        updateAdam(buffers, adam) { value, _ in value }
    }
}

@inline(__always)
private func updateAdam(_ buffers: OptimizerBuffers, _ adam: AdamStep, masked: (Float, Int) -> Float) {
    let (parameters, gradients) = (buffers.parameters, buffers.gradients)
    let (means, squares) = (buffers.first, buffers.second)
    for index in 0..<buffers.count {
        let gradient = masked(gradients[index], index)
        let mean = adam.beta1 * means[index] + (1 - adam.beta1) * gradient
        let square = adam.beta2 * squares[index] + (1 - adam.beta2) * gradient * gradient
        means[index] = mean
        squares[index] = square
        let change = adam.size * mean / (square.squareRoot() * adam.scale + adam.epsilon)
        parameters[index] = masked(parameters[index] * adam.shrink - change, index)
    }
}
