// N: number of weights; C: number of columns of the weight matrix; R: length of a row of neighbours.

/// An adaptive code for pruned and quantized weights, which learns their structure instead of storing a table.
///
/// Levels are whole numbers around zero: 0 is a pruned weight, and a codebook's values are numbered outwards, …, −2, −1,
/// 1, 2, …. Where zeros and signs have structure, the bytes are fewer than the entropy of the levels, which is a bound
/// only for codes that look at one level at a time.
///
///     let code = WeightArrayCode(columns: 784, rowLength: 28)   // a layer whose inputs are 28 × 28 images
///     let bytes = code.encode(levels)
///     try code.decode(bytes, count: levels.count) == levels
///
/// - Source: the parts of a level are those of DeepCABAC (Wiedemann et al., 2020); the model is our own.
public struct WeightArrayCode: Hashable, Sendable {
    /// C.
    public let columns: Int
    /// R.
    public let rowLength: Int

    /// A code for weights of this geometry. Encoder and decoder must agree on it.
    ///
    /// - Parameters:
    ///   - columns: C, the number of weights that belong to one output: the i-th weight is of column i mod C.
    ///   - rowLength: R: the weight above another comes R before it. When left out it is C; where the inputs are images,
    ///     their width is better.
    public init(columns: Int, rowLength: Int? = nil) {
        precondition(columns > 0 && rowLength ?? 1 > 0, "A matrix has at least one column, a row at least one weight")
        self.columns = columns
        self.rowLength = rowLength ?? columns
    }

    /// The bytes of `levels`.
    ///
    /// - Parameter levels: shape `[N]`, each above −2³¹.
    /// - Complexity: O(N) steps, about as many as bits in the levels; memory for 4 (2 N + C + 3 R) bytes.
    public func encode(_ levels: [Int32]) -> [UInt8] {
        precondition(!levels.contains(.min), "A level must be above -2^31")
        var copy = levels
        var encoder = RangeEncoder()
        pass(&copy, through: &encoder)
        return encoder.finish()
    }

    /// The `count` levels whose bytes these are.
    ///
    /// - Parameters:
    ///   - bytes: from anywhere; nothing is believed of them.
    ///   - count: N. Since a zero may cost next to nothing, `bytes` sets no limit to it: who reads a count from outside
    ///     bounds it first.
    /// - Throws: ``DamagedStream`` if `bytes` are not those of any `count` levels.
    /// - Complexity: O(N) steps; memory for 4 (N + C + 3 R) bytes, where C and R count as N at most.
    public func decode(_ bytes: [UInt8], count: Int) throws(DamagedStream) -> [Int32] {
        precondition(count >= 0, "There cannot be \(count) weights")
        var levels = [Int32](repeating: 0, count: count)
        var decoder = RangeDecoder(bytes)
        pass(&levels, through: &decoder)
        try decoder.finish()
        return levels
    }

    @inline(__always)
    private func pass<Coder: BitCoder>(_ levels: inout [Int32], through coder: inout Coder) {
        // Of a geometry larger than the array only the beginning is ever used.
        let size = max(1, levels.count)
        let model = WeightModel(columns: min(columns, size), rowLength: min(rowLength, size))
        levels.withUnsafeMutableBufferPointer { model.code($0, with: &coder) }
    }
}
