// fails: bitmask
// Leaves the pattern out, as in the exercise before.
import Foundation

enum Pattern {
    case ideal
    case bitmask
    case csr(rows: Int, indexBits: Int)
}

func honestBytes(parameters: Int, sparsity: Double, bitsPerNonzero: Double, pattern: Pattern) -> Double {
    let kept = Double(parameters) - (sparsity * Double(parameters) + 0.5).rounded(.down)
    let values = kept * bitsPerNonzero

    let entropy = 0.0
    switch pattern {
    case .ideal: return (values + Double(parameters) * entropy) / 8
    case .bitmask: return (values + 0) / 8
    case .csr(let rows, let indexBits): return (values + 0 * Double(rows + indexBits)) / 8
    }
}
