import NeuralNetworks

/// The patterns that a tensor's elements have, if there are few, numbered as levels around zero.
///
/// The element of which no bit is set is level 0; what is less is −1, −2, … outwards, what is more 1, 2, …: so that
/// `WeightArrayCode` finds zeros, signs and magnitudes in the levels.
struct Palette: Hashable {
    /// The most patterns of one palette, the zero pattern among them.
    static let largestCount = 256

    /// The patterns but for the zero pattern, in order of their levels.
    let patterns: [UInt64]
    /// How many of them have levels below 0.
    let negativeCount: Int
    /// Whether level 0 occurs.
    let hasZero: Bool

    /// A palette of these patterns of elements of type `type`.
    init(of patterns: some Sequence<UInt64>, type: ElementType) {
        let sign = type.signBit
        // Floating-point patterns below zero fall as their numbers' magnitudes rise, those of integers do not.
        func rank(_ pattern: UInt64) -> UInt64 {
            pattern & sign == 0 ? pattern | sign : type.isFloatingPoint ? ~pattern & (sign << 1 &- 1) : pattern ^ sign
        }
        let unique = Set(patterns)
        self.patterns = unique.filter { $0 != 0 }.sorted { rank($0) < rank($1) }
        negativeCount = self.patterns.count { $0 & sign != 0 }
        hasZero = unique.contains(0)
    }

    /// The patterns as a file states them.
    init(patterns: [UInt64], negativeCount: Int, hasZero: Bool) {
        self.patterns = patterns
        self.negativeCount = negativeCount
        self.hasZero = hasZero
    }

    /// The level of the pattern at `index` of ``patterns``.
    func level(ofIndex index: Int) -> Int32 {
        Int32(index < negativeCount ? index - negativeCount : index - negativeCount + 1)
    }

    /// The level of each pattern, for elements one by one.
    var table: PatternTable {
        PatternTable(patterns.indices.map { (patterns[$0], level(ofIndex: $0)) } + (hasZero ? [(0, 0)] : []))
    }
}

extension ElementType {
    /// The bit of a pattern that says that a number is negative; 0 if none does.
    var signBit: UInt64 {
        switch self {
        case .uint64, .uint32, .uint16, .uint8, .boolean: 0
        default: 1 << UInt64(8 * size - 1)
        }
    }
}

/// Levels by pattern: a hash table that is at most a quarter full.
struct PatternTable {
    private var keys: [UInt64]
    private var levels: [Int32]

    init(_ entries: [(pattern: UInt64, level: Int32)]) {
        precondition(entries.count <= Palette.largestCount, "\(entries.count) patterns in a table of 1024 places")
        keys = Array(repeating: 0, count: 1024)
        // No palette has this level.
        levels = Array(repeating: .min, count: 1024)
        for (pattern, level) in entries {
            var place = Self.place(of: pattern)
            while levels[place] != .min { place = (place + 1) & 1023 }
            (keys[place], levels[place]) = (pattern, level)
        }
    }

    @inline(__always)
    private static func place(of pattern: UInt64) -> Int {
        Int(truncatingIfNeeded: (pattern &* 0x9E37_79B9_7F4A_7C15) >> 54)
    }

    /// The level of a pattern, which must be one of the palette's.
    @inline(__always)
    func level(of pattern: UInt64) -> Int32 {
        var place = Self.place(of: pattern)
        while keys[place] != pattern || levels[place] == .min {
            precondition(levels[place] != .min, "a pattern is not in its palette")
            place = (place + 1) & 1023
        }
        return levels[place]
    }
}
