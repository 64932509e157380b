import EntropyCoding
import NeuralNetworks

extension ModelSize {
    /// The anatomy of a network: a part for each parameter, every scalar a 32-bit float, zeros too.
    ///
    /// Masks change nothing here: a zero that is stored as a float weighs as much as any other.
    public init(of network: Network) {
        self.init(parts: network.parameters.map { Part($0.name, parameters: $0.value.count) })
    }

    /// A network whose pruned weights are left out, the others 32-bit floats; `pattern` says how, for each weight.
    ///
    ///     ModelSize(sparse: network) { .csr(rows: $0.value.rowCount, indexBits: 16) }
    public init(sparse network: Network, pattern: (Parameter) -> PatternOverhead) {
        self.init(
            parts: network.parameters.map { parameter in
                guard let mask = parameter.mask else { return Part(parameter.name, parameters: parameter.value.count) }
                return Part(parameter.name, mask: Mask(mask), pattern: pattern(parameter))
            })
    }

    /// A network whose pruned weights are left out, the others 32-bit floats.
    public init(sparse network: Network, pattern: PatternOverhead) {
        self.init(sparse: network) { _ in pattern }
    }
}

/// How many bits the codes of quantized weights take.
public enum CodeLength: Hashable, Sendable {
    /// The same for every code: ⌈log₂ levels⌉.
    case fixed
    /// A canonical Huffman code per weight; its table of one byte per level is counted.
    case huffman
    /// The entropy of the codes, which no code for single weights can undercut; tables are not counted.
    case entropyBound
}

extension QuantizedNetwork {
    /// What the network weighs: codes, positions, codebooks of 32-bit levels, and biases as 32-bit floats.
    ///
    /// - Parameters:
    ///   - pattern: how the positions of kept weights are stored; with nil, zeros have a code like all others.
    ///   - codeLength: what a code takes.
    public func size(pattern: PatternOverhead? = nil, codeLength: CodeLength = .fixed) -> ModelSize {
        ModelSize(
            parts: network.parameters.map { parameter in
                guard let quantized = weights[parameter.name] else {
                    return .init(parameter.name, parameters: parameter.value.count)
                }
                let codebookBits = 32 * quantized.codebooks.reduce(0) { $0 + $1.levels.count }
                guard let pattern, let mask = parameter.mask.map({ Mask($0) }) else {
                    let (bits, table) = codeLength.bits(for: quantized.codes, of: quantized.codebooks)
                    return .init(
                        parameter.name, parameters: quantized.codes.count, bitsPerWeight: bits,
                        sideBits: Double(codebookBits + table))
                }
                let kept = mask.keptIndices.map { quantized.codes[$0] }
                let (bits, table) = codeLength.bits(for: kept, of: quantized.codebooks)
                return .init(
                    parameter.name, mask: mask, bitsPerNonzero: bits, pattern: pattern,
                    sideBits: Double(codebookBits + table))
            })
    }
}

extension CodeLength {
    /// Mean bits per code, and bits of tables.
    fileprivate func bits(for codes: [UInt8], of codebooks: [Codebook]) -> (perCode: Double, table: Int) {
        guard !codes.isEmpty else { return (0, 0) }
        let occurrences = counts(of: codes, alphabetSize: 256)
        switch self {
        case .fixed:
            return (Double(codebooks.map(\.bitsPerCode).max() ?? 0), 0)
        case .huffman:
            let code = HuffmanCode(counts: occurrences)
            return (code.averageLength(counts: occurrences), 8 * (codebooks.map(\.levels.count).max() ?? 0))
        case .entropyBound:
            return (entropy(ofCounts: occurrences), 0)
        }
    }
}
