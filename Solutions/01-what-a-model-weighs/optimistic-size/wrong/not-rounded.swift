// fails: small
// Prunes a fraction of a weight: the count is never rounded.
func valueBytes(parameters: Int, sparsity: Double, bitsPerNonzero: Double) -> Double {
    Double(parameters) * (1 - sparsity) * bitsPerNonzero / 8
}
