import Foundation

enum Pattern {
    case ideal
    case bitmask
    case csr(rows: Int, indexBits: Int)
}

func honestBytes(parameters: Int, sparsity: Double, bitsPerNonzero: Double, pattern: Pattern) -> Double {
    let pruned = (sparsity * Double(parameters) + 0.5).rounded(.down)
    let kept = Double(parameters) - pruned
    var bits = kept * bitsPerNonzero
    switch pattern {
    case .ideal: bits += Double(parameters) * entropy(ofDensity: kept / Double(parameters))
    case .bitmask: bits += Double(parameters)
    case .csr(let rows, let indexBits): bits += kept * Double(indexBits) + Double(rows + 1) * 32
    }
    return bits / 8
}

func entropy(ofDensity density: Double) -> Double {
    guard density > 0, density < 1 else { return 0 }
    return -density * log2(density) - (1 - density) * log2(1 - density)
}
