/// What a model weighs, part by part: values, positions, and what is stored beside them.
///
/// A hundred million weights, 90 % pruned and coded in 1.5 bits per non-zero:
///
///     let model = ModelSize(
///         parameters: 100_000_000, sparsity: 0.9, bitsPerNonzero: 1.5, pattern: .entropyBound)
///     model.valueBytes     // 1.875 MB
///     model.patternBytes   // 5.862 MB
///     model.ratio          // 51.69…
public struct ModelSize: Hashable, Sendable {
    /// The size of one tensor, or of anything that is counted as one.
    public struct Part: Hashable, Sendable {
        /// For example `fc1.weight`.
        public let name: String
        /// Weights, zeros included.
        public let parameters: Int
        /// Weights that are stored: all of a dense tensor, the non-zeros of a sparse one.
        public let kept: Int
        /// Bits per stored value. A mean need not be whole.
        public let bitsPerValue: Double
        /// How positions are stored.
        public let pattern: PatternOverhead
        /// Bits of the positions.
        public let patternBits: Double
        /// Bits of codebooks, code tables and headers.
        public let sideBits: Double

        /// A dense tensor.
        public init(_ name: String, parameters: Int, bitsPerWeight: Double = 32, sideBits: Double = 0) {
            self.init(
                name, parameters: parameters, kept: parameters, bitsPerValue: bitsPerWeight, pattern: .notStored,
                patternBits: 0, sideBits: sideBits)
        }

        /// A tensor with `kept` non-zeros at places that are not known, all equally likely.
        public init(
            _ name: String, parameters: Int, kept: Int, bitsPerNonzero: Double, pattern: PatternOverhead,
            sideBits: Double = 0
        ) {
            self.init(
                name, parameters: parameters, kept: kept, bitsPerValue: bitsPerNonzero, pattern: pattern,
                patternBits: pattern.bits(count: parameters, kept: kept, bitsPerValue: bitsPerNonzero),
                sideBits: sideBits)
        }

        /// A tensor with the non-zeros that a mask keeps.
        public init(
            _ name: String, mask: Mask, bitsPerNonzero: Double = 32, pattern: PatternOverhead, sideBits: Double = 0
        ) {
            self.init(
                name, parameters: mask.count, kept: mask.keptCount, bitsPerValue: bitsPerNonzero, pattern: pattern,
                patternBits: pattern.bits(of: mask, bitsPerValue: bitsPerNonzero), sideBits: sideBits)
        }

        private init(
            _ name: String, parameters: Int, kept: Int, bitsPerValue: Double, pattern: PatternOverhead,
            patternBits: Double, sideBits: Double
        ) {
            precondition(kept >= 0 && kept <= parameters, "\(kept) of \(parameters) weights cannot be stored")
            precondition(bitsPerValue >= 0 && sideBits >= 0, "bits cannot be negative")
            self.name = name
            self.parameters = parameters
            self.kept = kept
            self.bitsPerValue = bitsPerValue
            self.pattern = pattern
            self.patternBits = patternBits
            self.sideBits = sideBits
        }

        /// Bits of the stored values.
        public var valueBits: Double { Double(kept) * bitsPerValue }

        /// All bits of this part.
        public var bits: Double { valueBits + patternBits + sideBits }

        /// All bytes of this part, rounded up.
        public var bytes: ByteCount { ByteCount(bits: bits) }
    }

    /// The tensors, in the order of the model.
    public var parts: [Part]

    /// A model of several tensors.
    public init(parts: [Part]) { self.parts = parts }

    /// A dense model whose weights all take the same number of bits.
    public init(parameters: Int, bitsPerWeight: Double) {
        parts = [Part("weights", parameters: parameters, bitsPerWeight: bitsPerWeight)]
    }

    /// A sparse model whose non-zeros all take the same number of bits, at unknown places.
    public init(parameters: Int, sparsity: Sparsity, bitsPerNonzero: Double, pattern: PatternOverhead) {
        let kept = parameters - sparsity.prunedCount(of: parameters)
        parts = [
            Part("weights", parameters: parameters, kept: kept, bitsPerNonzero: bitsPerNonzero, pattern: pattern)
        ]
    }

    /// Weights, zeros included.
    public var parameters: Int { parts.reduce(0) { $0 + $1.parameters } }

    /// Weights that are stored.
    public var kept: Int { parts.reduce(0) { $0 + $1.kept } }

    /// Bits of the stored values.
    public var valueBits: Double { parts.reduce(0) { $0 + $1.valueBits } }

    /// Bits of the positions.
    public var patternBits: Double { parts.reduce(0) { $0 + $1.patternBits } }

    /// Bits of codebooks, code tables and headers.
    public var sideBits: Double { parts.reduce(0) { $0 + $1.sideBits } }

    /// All bits.
    public var bits: Double { valueBits + patternBits + sideBits }

    /// Bytes of the stored values, rounded up.
    public var valueBytes: ByteCount { ByteCount(bits: valueBits) }

    /// Bytes of the positions, rounded up.
    public var patternBytes: ByteCount { ByteCount(bits: patternBits) }

    /// All bytes, rounded up.
    public var bytes: ByteCount { ByteCount(bits: bits) }

    /// Bytes of the same model with every weight a 32-bit float.
    public var denseBytes: ByteCount { ByteCount(4 * parameters) }

    /// How many times smaller than with every weight a 32-bit float.
    public var ratio: Double { 32 * Double(parameters) / bits }

    /// Bits per weight on average, zeros, positions and codebooks included.
    public var bitsPerWeight: Double { bits / Double(parameters) }
}
