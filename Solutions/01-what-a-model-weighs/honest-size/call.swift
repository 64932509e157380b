struct Input: Codable {
    enum Layout: String, Codable { case ideal, bitmask, csr }
    var weights: Int, sparsity: Double, bits: Double, layout: Layout, rows: Int, width: Int
}
typealias Answer = Double
func call(_ i: Input) -> Answer {
    let p = [.bitmask: .bitmask, .csr: .csr(rows: i.rows, indexBits: i.width)][i.layout] ?? Pattern.ideal
    return honestBytes(parameters: i.weights, sparsity: i.sparsity, bitsPerNonzero: i.bits, pattern: p)
}
