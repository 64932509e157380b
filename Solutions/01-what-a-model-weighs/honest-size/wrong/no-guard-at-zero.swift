// fails: ideal
// Takes the logarithm of 0 where nothing or everything is kept, and gives NaN.
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
    let entropy = -density * log2(density) - (1 - density) * log2(1 - density)
    switch pattern {
    case .ideal: return (values + Double(parameters) * entropy) / 8
    case .bitmask: return (values + Double(parameters)) / 8
    case .csr(let rows, let indexBits): return (values + kept * Double(indexBits) + Double(rows + 1) * 32) / 8
    }
}
