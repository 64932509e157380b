// fails: edges
// There is no smallest kept weight where none is kept, and the program stops.
func keptWeights(of weights: [Float], keeping count: Int) -> [Bool] {
    let threshold = weights.map(abs).sorted(by: >)[count - 1]
    var toSpare = count - weights.count { abs($0) > threshold }
    return weights.map { weight in
        if abs(weight) == threshold, toSpare > 0 {
            toSpare -= 1
            return true
        }
        return abs(weight) > threshold
    }
}
