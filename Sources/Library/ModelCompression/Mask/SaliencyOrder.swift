/// How floating-point numbers are ranked for pruning: a key per number, smaller keys pruned first.
///
/// Keys are signed, since a processor compares signed integers several at a time, and unsigned ones often not.
protocol SaliencyOrder {
    static func key(_ value: Float) -> Int32
    /// The keys of four numbers.
    static func keys(_ values: SIMD4<Float>) -> SIMD4<Int32>
    /// Keys outside of this range belong to NaN.
    static var validKeys: ClosedRange<Int32> { get }
}

/// By distance from zero. Without its sign bit, a float's bit pattern grows with its magnitude.
enum MagnitudeOrder: SaliencyOrder {
    @inline(__always)
    static func key(_ value: Float) -> Int32 { Int32(bitPattern: value.bitPattern & 0x7FFF_FFFF) }
    @inline(__always)
    static func keys(_ values: SIMD4<Float>) -> SIMD4<Int32> {
        unsafeBitCast(values, to: SIMD4<Int32>.self) & 0x7FFF_FFFF
    }
    static var validKeys: ClosedRange<Int32> { 0...key(.infinity) }
}

/// By value, `-0` equal to `+0`.
enum ValueOrder: SaliencyOrder {
    @inline(__always)
    static func key(_ value: Float) -> Int32 {
        // Adding +0 turns -0 into +0. The patterns of negative numbers grow downwards, so all but their sign is inverted.
        let pattern = Int32(bitPattern: (value + 0).bitPattern)
        return pattern ^ (pattern >> 31 & 0x7FFF_FFFF)
    }
    @inline(__always)
    static func keys(_ values: SIMD4<Float>) -> SIMD4<Int32> {
        let patterns = unsafeBitCast(values + 0, to: SIMD4<Int32>.self)
        return patterns ^ (patterns &>> 31 & 0x7FFF_FFFF)
    }
    static var validKeys: ClosedRange<Int32> { key(-.infinity)...key(.infinity) }

    /// The number that has this key.
    static func value(ofKey key: Int32) -> Float {
        Float(bitPattern: UInt32(bitPattern: key ^ (key >> 31 & 0x7FFF_FFFF)))
    }
}

/// Where a ranking is cut: keys below `key` are pruned, and the first `tiesToPrune` of those equal to it.
struct SelectionCut: Equatable {
    var key: Int32
    var tiesToPrune: Int

    /// Above every number.
    static let everything = SelectionCut(key: .max, tiesToPrune: 0)

    /// Whether a number with this key is kept; the numbers must be asked for in order.
    mutating func keeps(_ other: Int32) -> Bool {
        guard other == key, tiesToPrune > 0 else { return other >= key }
        tiesToPrune -= 1
        return false
    }
}
