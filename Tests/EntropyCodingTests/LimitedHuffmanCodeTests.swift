import EntropyCoding
import Testing

/// The length of the shortest message among all complete codes with words of at most `limit` bits: tries every way to
/// let so many words go on a level deeper.
private func bestLimitedBitCount(_ counts: [Int], limit: Int) -> Int {
    let sorted = counts.filter { $0 > 0 }.sorted(by: >)
    if sorted.count == 1 { return sorted[0] }
    // With `open` nodes on this level, the next `done` most frequent symbols having their words already.
    func best(open: Int, done: Int, depth: Int) -> Int {
        let left = sorted.count - done
        if left == 0 { return open == 0 ? 0 : .max / 2 }
        if depth > limit || open > left { return .max / 2 }
        var least = Int.max / 2
        for words in 0...min(open, left) {
            let cost = sorted[done..<done + words].reduce(0, +) * depth
            least = min(least, cost + best(open: 2 * (open - words), done: done + words, depth: depth + 1))
        }
        return least
    }
    return best(open: 2, done: 0, depth: 1)
}

@Suite struct LimitedHuffmanCodeTests {
    @Test func theChaptersExample() {
        let counts = [8, 4, 2, 1, 1]
        let code = HuffmanCode(counts: counts, maximumLength: 3)
        #expect(code.codeLengths == [1, 3, 3, 3, 3])
        #expect(code.averageLength(counts: counts) == 2)
        #expect(HuffmanCode(counts: counts).averageLength(counts: counts) == 1.875)
    }

    @Test func noCodeWithinTheLimitIsShorter() {
        for seed in 0..<600 {
            var generator = SeededGenerator(seed: seed)
            let size = Int.random(in: 1...12, using: &generator)
            let counts = (0..<size).map { _ in 1 << Int.random(in: 0...14, using: &generator) }
            let least = size == 1 ? 1 : Int.bitWidth - (size - 1).leadingZeroBitCount
            let limit = least + seed % 4
            let code = HuffmanCode(counts: counts, maximumLength: limit)
            #expect(code.codeLengths.allSatisfy { $0 <= limit }, "seed \(seed)")
            #expect(code.bitCount(counts: counts) == bestLimitedBitCount(counts, limit: limit), "seed \(seed)")
            // The same lengths make a complete code, or this would not come back.
            #expect(HuffmanCode(codeLengths: code.codeLengths) == code, "seed \(seed)")
        }
    }

    @Test func aLimitThatDoesNotBindChangesNothing() {
        for seed in 0..<300 {
            let counts = SeededMessage(seed: seed).counts
            #expect(HuffmanCode(counts: counts, maximumLength: 40) == HuffmanCode(counts: counts), "seed \(seed)")
        }
    }

    @Test func largeAlphabetsFitTightLimits() {
        var generator = SeededGenerator(seed: 3)
        let counts = (0..<65_536).map { _ in 1 << Int.random(in: 0...20, using: &generator) }
        let code = HuffmanCode(counts: counts, maximumLength: 17)
        #expect(code.codeLengths.max() == 17)
        #expect(HuffmanCode(counts: counts, maximumLength: 16).codeLengths == [Int](repeating: 16, count: 65_536))
        #expect(code.averageLength(counts: counts) < 16)
    }
}
