struct Input: Codable {
    enum Layout: String, Codable { case ideal, bitmask, csr }
    var weights: Int, sparsity: Double, bits: Double, layout: Layout, rows: Int, width: Int
}
typealias Answer = Double
func call(_ i: Input) -> Answer {
    let pattern: [Input.Layout: Pattern] = [.bitmask: .bitmask, .csr: .csr(rows: i.rows, indexBits: i.width)]
    return honestBytes(
        parameters: i.weights, sparsity: i.sparsity, bitsPerNonzero: i.bits, pattern: pattern[i.layout] ?? .ideal)
}
