/// What compressing may change in a model, and what it must keep.
///
///     CompressionOptions(sparsity: 0.9, bits: 4)                       // prune, then 16 values per tensor
///     CompressionOptions()                                            // every bit is kept
///     CompressionOptions(bits: 8) { $0.hasPrefix("embeddings.") }     // these are kept
///
/// Only floating-point tensors of two or more dimensions are changed.
public struct CompressionOptions: Sendable {
    /// Among which weights those of least magnitude are looked for.
    public enum Scope: Sendable, Hashable {
        /// Each tensor by itself.
        case layer
        /// All tensors that may be changed, together.
        case model
    }

    /// How the values of a tensor's codes are chosen.
    public enum CodebookChoice: Sendable, Hashable {
        /// Equally spaced: ``UniformQuantizer``, symmetric around zero.
        case uniform
        /// Where they make the squared error least: ``Codebook/kMeans(of:levels:start:limit:)``.
        case kMeans
    }

    /// The fraction of weights to prune; nil prunes none.
    public var sparsity: Sparsity?
    /// Among which weights.
    public var scope: Scope
    /// The number of bits b, in `1...8`: a tensor has at most 2ᵇ values afterwards, zero included; nil keeps all values.
    public var bits: Int?
    /// How these values are chosen.
    public var codebook: CodebookChoice
    /// How many threads work at once; the result does not depend on it.
    public var threads: Int
    /// Whether the tensor of this name is kept as it is.
    public var keeps: @Sendable (String) -> Bool

    /// - Precondition: `bits` in `1...8`, at least one thread.
    public init(
        sparsity: Sparsity? = nil, scope: Scope = .layer, bits: Int? = nil, codebook: CodebookChoice = .kMeans,
        threads: Int = 2, keeps: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        precondition(bits.map { (1...8).contains($0) } ?? true, "codes have 1 to 8 bits, not \(bits ?? 0)")
        precondition(threads >= 1, "\(threads) threads do nothing")
        self.sparsity = sparsity
        self.scope = scope
        self.bits = bits
        self.codebook = codebook
        self.threads = threads
        self.keeps = keeps
    }
}
