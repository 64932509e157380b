// fails: edges
// The squares of the smallest weights are zero, so that they count for no more than a zero.
func keptWeights(of weights: [Float], keeping count: Int) -> [Bool] {
    let largestFirst = weights.indices.sorted { weights[$0] * weights[$0] > weights[$1] * weights[$1] }
    var mask = Array(repeating: false, count: weights.count)
    for index in largestFirst.prefix(count) { mask[index] = true }
    return mask
}
