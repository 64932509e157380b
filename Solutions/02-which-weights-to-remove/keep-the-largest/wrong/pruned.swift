// fails: positive weights
// The count is taken for the number of weights to prune.
func keptWeights(of weights: [Float], keeping count: Int) -> [Bool] {
    let smallestFirst = weights.indices.sorted { abs(weights[$0]) < abs(weights[$1]) }
    var mask = Array(repeating: true, count: weights.count)
    for index in smallestFirst.prefix(count) { mask[index] = false }
    return mask
}
