/// SplitMix64: a seed gives the same case on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Weights with all that makes ranking hard: ties, both signs, zeros of both signs, denormals, infinities.
func awkwardWeights(count: Int, using generator: inout SeededGenerator) -> [Float] {
    let palette: [Float] = [
        0, -0.0, 1, -1, 0.5, -0.5, 0x1p-149, -0x1p-149, 0x1p-133, -0x1p-133, .leastNormalMagnitude,
        -.leastNormalMagnitude,
        .greatestFiniteMagnitude, -.infinity, .infinity, 1.0000001, -0.99999994,
    ]
    let tieShare = Int.random(in: 0...4, using: &generator)
    return (0..<count).map { _ in
        Int.random(in: 0..<4, using: &generator) < tieShare
            ? palette[Int.random(in: 0..<palette.count, using: &generator)]
            : Float.random(in: -2...2, using: &generator)
    }
}
