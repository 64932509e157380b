// fails: both signs
// The greatest weights are kept, and not those of greatest magnitude.
func keptWeights(of weights: [Float], keeping count: Int) -> [Bool] {
    let greatestFirst = weights.indices.sorted { weights[$0] > weights[$1] }
    var mask = Array(repeating: false, count: weights.count)
    for index in greatestFirst.prefix(count) { mask[index] = true }
    return mask
}
