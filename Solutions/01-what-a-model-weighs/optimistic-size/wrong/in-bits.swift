// fails: small
// Gives bits where bytes are asked for.
func valueBytes(parameters: Int, sparsity: Double, bitsPerNonzero: Double) -> Double {
    let pruned = (sparsity * Double(parameters) + 0.5).rounded(.down)
    return (Double(parameters) - pruned) * bitsPerNonzero
}
