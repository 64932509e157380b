/// How floating-point numbers are ranked for pruning: a key per number, smaller keys pruned first.
protocol SaliencyOrder {
    static func key(_ value: Float) -> UInt32
    /// Keys above this one belong to NaN; so, for a signed order, do keys below `leastKey`.
    static var greatestKey: UInt32 { get }
    static var leastKey: UInt32 { get }
}

/// By distance from zero. Without its sign bit, a float's bit pattern grows with its magnitude.
enum MagnitudeOrder: SaliencyOrder {
    @inline(__always)
    static func key(_ value: Float) -> UInt32 { value.bitPattern & 0x7FFF_FFFF }
    static var greatestKey: UInt32 { key(.infinity) }
    static var leastKey: UInt32 { 0 }
}

/// By value, `-0` equal to `+0`.
enum ValueOrder: SaliencyOrder {
    @inline(__always)
    static func key(_ value: Float) -> UInt32 {
        // Adding +0 turns -0 into +0. Negative patterns grow downwards, so they are inverted and put below.
        let pattern = (value + 0).bitPattern
        return pattern ^ (UInt32(bitPattern: Int32(bitPattern: pattern) >> 31) | 0x8000_0000)
    }
    /// The number that has this key.
    static func value(ofKey key: UInt32) -> Float {
        Float(bitPattern: key ^ (UInt32(bitPattern: ~Int32(bitPattern: key) >> 31) | 0x8000_0000))
    }
    static var greatestKey: UInt32 { key(.infinity) }
    static var leastKey: UInt32 { key(-.infinity) }
}

/// Where a ranking is cut: keys below `key` are pruned, and the first `tiesToPrune` of those equal to it.
struct SelectionCut {
    var key: UInt32
    var tiesToPrune: Int
}

/// Finds the k-th least of n numbers by the digits of their keys, most significant first.
///
/// Three digits of 11, 11 and 10 bits: two passes over all numbers, then over those that share the first digit.
struct RadixSelection<Order: SaliencyOrder> {
    private var histogram = [Int](repeating: 0, count: 2048)
    private var candidates: [UInt32] = []

    /// The cut that prunes exactly `count` of all numbers.
    ///
    /// - Precondition: `0 <= count <= n`, and no number is NaN.
    mutating func cut(pruning count: Int, of layers: [UnsafeBufferPointer<Float>]) -> SelectionCut {
        let total = layers.reduce(0) { $0 + $1.count }
        precondition(count >= 0 && count <= total, "\(count) of \(total) weights cannot be pruned")
        let (greatest, least) = countLeadingDigits(of: layers)
        precondition(
            total == 0 || (least >= Order.leastKey && greatest <= Order.greatestKey), "NaN has no rank among weights")
        guard count < total else { return SelectionCut(key: .max, tiesToPrune: 0) }

        var rank = count
        let leading = UInt32(digit(holding: &rank))
        gather(leading: leading, of: layers, count: histogram[Int(leading)])

        let middle = UInt32(nextDigit(shift: 10, prefix: leading, prefixShift: 21, rank: &rank))
        let last = UInt32(nextDigit(shift: 0, prefix: leading << 11 | middle, prefixShift: 10, rank: &rank))
        return SelectionCut(key: leading << 21 | middle << 10 | last, tiesToPrune: rank)
    }

    private mutating func countLeadingDigits(of layers: [UnsafeBufferPointer<Float>]) -> (UInt32, UInt32) {
        var greatest: UInt32 = 0
        var least: UInt32 = .max
        clearHistogram()
        histogram.withUnsafeMutableBufferPointer { histogram in
            for layer in layers {
                for value in layer {
                    let key = Order.key(value)
                    greatest = max(greatest, key)
                    least = min(least, key)
                    histogram[Int(key >> 21)] &+= 1
                }
            }
        }
        return (greatest, least)
    }

    private mutating func gather(leading: UInt32, of layers: [UnsafeBufferPointer<Float>], count: Int) {
        candidates = [UInt32](unsafeUninitializedCapacity: count + 1) { buffer, filled in
            for layer in layers {
                for value in layer {
                    let key = Order.key(value)
                    // Written always and counted only on a match: no branch to mispredict.
                    buffer[filled] = key
                    filled &+= key >> 21 == leading ? 1 : 0
                }
            }
        }
    }

    private mutating func nextDigit(shift: UInt32, prefix: UInt32, prefixShift: UInt32, rank: inout Int) -> Int {
        clearHistogram()
        let mask: UInt32 = shift == 0 ? 1023 : 2047
        for key in candidates where key >> prefixShift == prefix {
            histogram[Int(key >> shift & mask)] += 1
        }
        return digit(holding: &rank)
    }

    /// The digit at which the running count of numbers passes `rank`, which becomes the rank within that digit.
    private func digit(holding rank: inout Int) -> Int {
        for (digit, count) in histogram.enumerated() {
            if rank < count { return digit }
            rank -= count
        }
        preconditionFailure("the rank lies beyond the counted numbers")
    }

    private mutating func clearHistogram() {
        for index in histogram.indices { histogram[index] = 0 }
    }
}

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
            let key = Order.key(value)
            var isKept = key >= cut.key
            if key == cut.key, cut.tiesToPrune > 0 {
                cut.tiesToPrune -= 1
                isKept = false
            }
            open |= (isKept ? 1 : 0) << openBits
            openBits += 1
            if openBits == 64 {
                words.append(open)
                open = 0
                openBits = 0
            }
        }
    }

    mutating func finished() -> [UInt64] {
        if openBits > 0 { words.append(open) }
        return words
    }
}
