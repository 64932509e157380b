// fails: ideal
// Forgets that the zeros have to be told too.
import Foundation

enum Pattern {
    case ideal
    case bitmask
    case csr(rows: Int, indexBits: Int)
}

func honestBytes(parameters: Int, sparsity: Double, bitsPerNonzero: Double, pattern: Pattern) -> Double {
    let kept = Double(parameters) - (sparsity * Double(parameters) + 0.5).rounded(.down)
    let values = kept * bitsPerNonzero
    let density = kept / Double(parameters)
    let entropy = density > 0 ? -density * log2(density) : 0
    switch pattern {
    case .ideal: return (values + Double(parameters) * entropy) / 8
    case .bitmask: return (values + Double(parameters)) / 8
    case .csr(let rows, let indexBits): return (values + kept * Double(indexBits) + Double(rows + 1) * 32) / 8
    }
}
