func keptWeights(of weights: [Float], keeping count: Int) -> [Bool] {
    let largestFirst = weights.indices.sorted { abs(weights[$0]) > abs(weights[$1]) }
    var mask = Array(repeating: false, count: weights.count)
    for index in largestFirst.prefix(count) { mask[index] = true }
    return mask
}
