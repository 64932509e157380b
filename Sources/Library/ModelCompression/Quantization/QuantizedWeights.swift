/// Weights stored as a code each, into one codebook or into one per channel.
///
/// Dequantization is a table look-up, so the weights that a reader gets are the stored levels, bit for bit.
public struct QuantizedWeights: Hashable, Sendable {
    /// A code per weight, shape `[n]`.
    public let codes: [UInt8]

    /// A codebook for each run of `codes.count / codebooks.count` weights.
    public let codebooks: [Codebook]

    /// - Precondition: the codebooks divide the codes into equal runs, and hold every code of their run.
    public init(codes: [UInt8], codebooks: [Codebook]) {
        precondition(
            !codebooks.isEmpty && codes.count.isMultiple(of: codebooks.count),
            "\(codebooks.count) codebooks do not divide \(codes.count) codes evenly")
        self.codes = codes
        self.codebooks = codebooks
        for (channel, codebook) in codebooks.enumerated() {
            for code in codes[run(of: channel)] {
                precondition(
                    code < codebook.levels.count, "code \(code) of a codebook of \(codebook.levels.count) levels")
            }
        }
    }

    /// The weights that the codes stand for, shape `[n]`.
    ///
    /// - Complexity: O(n).
    public func dequantized() -> [Float] {
        [Float](unsafeUninitializedCapacity: codes.count) { buffer, filled in
            for (channel, codebook) in codebooks.enumerated() {
                for index in run(of: channel) {
                    buffer.initializeElement(at: index, to: codebook.levels[Int(codes[index])])
                }
            }
            filled = codes.count
        }
    }

    /// How often each code occurs, all channels together; shape `[greatest number of levels]`.
    public var histogram: [Int] {
        var counts = [Int](repeating: 0, count: codebooks.map(\.levels.count).max() ?? 0)
        for code in codes { counts[Int(code)] += 1 }
        return counts
    }

    /// The mean of the squared distances between weights and their quantized values.
    ///
    /// - Parameter weights: the weights that were quantized, shape `[n]`, not empty.
    public func meanSquaredError(from weights: [Float]) -> Double {
        precondition(
            weights.count == codes.count && !weights.isEmpty, "\(weights.count) weights for \(codes.count) codes")
        let total = zip(weights, dequantized()).reduce(0.0) { sum, pair in
            let difference = Double(pair.0) - Double(pair.1)
            return sum + difference * difference
        }
        return total / Double(weights.count)
    }

    private func run(of channel: Int) -> Range<Int> {
        let length = codes.count / codebooks.count
        return channel * length..<(channel + 1) * length
    }
}
