/// A bit whose probability is mixed from three learned ones.
///
/// The mixture adds the three in the logistic domain, each with a weight, and after the bit each weight moves along the
/// gradient of what the bit cost: an opinion that was right gains.
///
/// - Source: Mahoney, "Adaptive Weighing of Context Models for Lossless Data Compression", 2005.
struct MixedBit {
    /// In units of 2⁻²⁰. Three weights of 0.33 are an average.
    private var weights: (Int64, Int64, Int64) = (Self.start, Self.start, Self.start)

    private static let start: Int64 = 1 << 18
    private static let one: Int64 = 20
    /// How far a weight moves. Found on the layers of a pruned LeNet: half or twice as much costs 0.1 % of their size.
    private static let learningRate: Int64 = 8

    /// Passes one bit through, with the probabilities of `first`, `second` and `third`, and teaches it to all.
    @inline(__always)
    mutating func code<Coder: BitCoder>(
        _ bit: Bool, _ first: UnsafeMutablePointer<AdaptiveBit>, _ second: UnsafeMutablePointer<AdaptiveBit>,
        _ third: UnsafeMutablePointer<AdaptiveBit>, _ tables: ModelTables, with coder: inout Coder
    ) -> Bool {
        let a = Int64(tables.logit[first.pointee.shortProbability])
        let b = Int64(tables.logit[second.pointee.shortProbability])
        let c = Int64(tables.logit[third.pointee.shortProbability])
        let sum = (a &* weights.0 &+ b &* weights.1 &+ c &* weights.2) &>> Self.one
        let limit = Int64(LogisticTables.limit)
        let mixed = tables.probability[Int(truncatingIfNeeded: max(-limit, min(limit, sum)) &+ limit)]

        let bit = coder.code(bit, probabilityOfOne: mixed)
        let error = ((bit ? 65_535 : 0) &- Int64(mixed)) &* Self.learningRate
        weights.0 &+= (a &* error &+ 1 << 15) &>> 16
        weights.1 &+= (b &* error &+ 1 << 15) &>> 16
        weights.2 &+= (c &* error &+ 1 << 15) &>> 16
        first.pointee.update(bit, tables)
        second.pointee.update(bit, tables)
        third.pointee.update(bit, tables)
        return bit
    }
}

/// The tables that the model looks up for every bit, where a fetch needs no check.
struct ModelTables {
    let logit: UnsafePointer<Int16>
    let probability: UnsafePointer<UInt16>
    let rates: UnsafePointer<UInt16>

    /// Calls `body` with the tables of the module.
    static func withTables<Result>(_ body: (ModelTables) -> Result) -> Result {
        LogisticTables.shared.logit.withUnsafeBufferPointer { logit in
            LogisticTables.shared.probability.withUnsafeBufferPointer { probability in
                AdaptiveBit.rates.withUnsafeBufferPointer { rates in
                    body(
                        ModelTables(
                            logit: logit.baseAddress.unsafelyUnwrapped,
                            probability: probability.baseAddress.unsafelyUnwrapped,
                            rates: rates.baseAddress.unsafelyUnwrapped))
                }
            }
        }
    }
}
