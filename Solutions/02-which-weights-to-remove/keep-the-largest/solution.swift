// Sorting the indices by magnitude, as the hints say, is as right. Here a threshold decides, and where weights tie with
// it, the first ones are kept until the count is full.
func keptWeights(of weights: [Float], keeping count: Int) -> [Bool] {
    guard count > 0 else { return weights.map { _ in false } }
    let threshold = weights.map(abs).sorted()[weights.count - count]
    var tiesLeft = count - weights.count { abs($0) > threshold }
    return weights.map { weight in
        if abs(weight) != threshold { return abs(weight) > threshold }
        tiesLeft -= 1
        return tiesLeft >= 0
    }
}
