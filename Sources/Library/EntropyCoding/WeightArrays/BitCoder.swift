/// One end of a stream of bits: a model that is written against this encodes, decodes or measures, as the end it is
/// given does. So encoder and decoder cannot disagree.
protocol BitCoder {
    /// Passes one bit through.
    ///
    /// - Parameters:
    ///   - bit: what to encode; a decoder ignores it.
    ///   - probabilityOfOne: in units of 2⁻¹⁶, at least 1.
    /// - Returns: the bit that was encoded or decoded.
    mutating func code(_ bit: Bool, probabilityOfOne: UInt16) -> Bool

    /// Whether what comes now is made up, because the bytes came to an end.
    var isExhausted: Bool { get }
}

extension RangeEncoder: BitCoder {
    @inline(__always)
    mutating func code(_ bit: Bool, probabilityOfOne: UInt16) -> Bool {
        encode(bit: bit, probabilityOfOne: probabilityOfOne)
        return bit
    }

    @inline(__always)
    var isExhausted: Bool { false }
}

extension RangeDecoder: BitCoder {
    @inline(__always)
    mutating func code(_ bit: Bool, probabilityOfOne: UInt16) -> Bool {
        decodeBit(probabilityOfOne: probabilityOfOne)
    }
}
