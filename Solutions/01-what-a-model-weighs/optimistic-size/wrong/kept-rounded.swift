// fails: edges
// Rounds what is kept instead of what is pruned, which differs where exactly half a weight is at stake.
func valueBytes(parameters: Int, sparsity: Double, bitsPerNonzero: Double) -> Double {
    let kept = ((1 - sparsity) * Double(parameters)).rounded(.toNearestOrAwayFromZero)
    return kept * bitsPerNonzero / 8
}
