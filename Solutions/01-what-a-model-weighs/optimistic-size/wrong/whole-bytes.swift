// fails: small
// Fills the last byte, although a mean number of bits need not.
func valueBytes(parameters: Int, sparsity: Double, bitsPerNonzero: Double) -> Double {
    let pruned = (sparsity * Double(parameters) + 0.5).rounded(.down)
    return ((Double(parameters) - pruned) * bitsPerNonzero / 8).rounded(.up)
}
