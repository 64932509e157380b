import NeuralNetworks

/// What a model file holds, tensor by tensor, and what it weighs.
public struct ModelSummary: Sendable, Hashable {
    /// A tensor of the file.
    public struct Tensor: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its extents.
        public let shape: [Int]
        /// The type of its elements.
        public let type: ElementType
        /// How many of its elements are zero.
        public let zeros: Int
        /// Bits per code: those that were asked for if it was quantized, else those of its type.
        public let bits: Int
        /// How its elements are coded.
        public let coder: String
        /// The order-0 entropy of its codes, in bits: of its values if they are numbered, else of its bytes, each
        /// position of a byte by itself.
        public let entropyBits: Double
        /// The bytes of its record and its blocks.
        public let bytes: Int

        /// The number of its elements.
        public var weights: Int { shape.reduce(1, *) }
        /// Bits that are stored per element.
        public var bitsPerWeight: Double { weights == 0 ? 0 : 8 * Double(bytes) / Double(weights) }
    }

    /// The bytes of the safetensors file.
    public let originalBytes: Int
    /// The bytes of this file.
    public let bytes: Int
    /// The tensors, in the order of the file's header.
    public let tensors: [Tensor]

    /// How many times smaller this file is.
    public var ratio: Double { Double(originalBytes) / Double(max(bytes, 1)) }
}
