/// The values that the codes of quantized weights stand for.
public struct Codebook: Hashable, Sendable {
    /// The value of each code, at most 256.
    public let levels: [Float]

    /// - Precondition: between 1 and 256 levels.
    public init(levels: [Float]) {
        precondition((1...256).contains(levels.count), "a codebook has 1 to 256 levels; got \(levels.count)")
        self.levels = levels
    }

    /// The fewest bits that number every level: ⌈log₂ of the number of levels⌉.
    public var bitsPerCode: Int { Int.bitWidth - (levels.count - 1).leadingZeroBitCount }

    /// The value of a code.
    public subscript(code: UInt8) -> Float { levels[Int(code)] }
}
