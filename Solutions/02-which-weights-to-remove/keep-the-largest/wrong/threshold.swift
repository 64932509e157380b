// fails: ties
// A threshold keeps all weights of equal magnitude, also those that are too many.
func keptWeights(of weights: [Float], keeping count: Int) -> [Bool] {
    guard count > 0 else { return weights.map { _ in false } }
    let threshold = weights.map(abs).sorted(by: >)[count - 1]
    return weights.map { abs($0) >= threshold }
}
