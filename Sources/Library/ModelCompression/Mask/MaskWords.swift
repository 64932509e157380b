/// The bits of a mask, written from the first weight to the last.
struct MaskWords {
    private var words: [UInt64] = []
    private var open: UInt64 = 0
    private var openBits: UInt64 = 0

    init(count: Int) { words.reserveCapacity((count + 63) / 64) }

    /// Appends a bit per number: set where it lies above the cut.
    mutating func append<Order: SaliencyOrder>(
        _ values: UnsafeBufferPointer<Float>, cut: inout SelectionCut, order: Order.Type
    ) {
        for value in values {
            open |= (cut.keeps(Order.key(value)) ? 1 : 0) << openBits
            openBits += 1
            guard openBits == 64 else { continue }
            words.append(open)
            open = 0
            openBits = 0
        }
    }

    mutating func finished() -> [UInt64] {
        if openBits > 0 { words.append(open) }
        return words
    }
}
