/// SplitMix64: the same seed gives the same tests on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// A message over the alphabet `0 ..< alphabetSize`, of one of the shapes that coders find hard.
struct SeededMessage {
    let alphabetSize: Int
    let symbols: [Int]

    var counts: [Int] {
        var counts = [Int](repeating: 0, count: alphabetSize)
        for symbol in symbols { counts[symbol] += 1 }
        return counts
    }

    init(seed: Int, longest: Int = 400, largestAlphabet: Int = 300) {
        var generator = SeededGenerator(seed: seed)
        let size = Int.random(in: 1...largestAlphabet, using: &generator)
        let length = seed % 7 == 0 ? seed / 7 % 4 : Int.random(in: 0...longest, using: &generator)
        let shape = Int.random(in: 0..<5, using: &generator)
        let favourite = Int.random(in: 0..<size, using: &generator)
        alphabetSize = size
        symbols = (0..<length).map { index in
            switch shape {
            case 0: Int.random(in: 0..<size, using: &generator)  // uniform
            case 1: favourite  // one symbol only
            case 2: generator.next() % 100 == 0 ? Int.random(in: 0..<size, using: &generator) : favourite  // sparse
            case 3: min(size - 1, (generator.next() | 1 << 40).trailingZeroBitCount)  // geometric
            default: index == length / 2 ? 0 : favourite  // probabilities down to one count
            }
        }
    }
}
