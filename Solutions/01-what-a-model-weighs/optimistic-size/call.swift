struct Input: Codable {
    var parameters: Int
    var sparsity: Double
    var bits: Double
}
typealias Answer = Double
func call(_ input: Input) -> Answer {
    valueBytes(parameters: input.parameters, sparsity: input.sparsity, bitsPerNonzero: input.bits)
}
