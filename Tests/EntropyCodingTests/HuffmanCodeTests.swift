import EntropyCoding
import Testing

/// The length of an optimal message: the weights of all merged nodes, found by sorting anew after every merge.
private func optimalBitCount(_ counts: [Int]) -> Int {
    var weights = counts.filter { $0 > 0 }
    if weights.count == 1 { return weights[0] }
    var bits = 0
    while weights.count > 1 {
        weights.sort(by: >)
        let merged = weights.removeLast() + weights.removeLast()
        weights.append(merged)
        bits += merged
    }
    return bits
}

@Suite struct HuffmanCodeTests {
    @Test func theWorkedExample() throws {
        let message: [UInt8] = [0, 0, 0, 0, 1, 1, 2, 3]
        let code = HuffmanCode(counts: counts(of: message))
        #expect(code.codeLengths == [1, 2, 3, 3])
        #expect((0..<4).map(code.codeWord) == ["0", "10", "110", "111"])
        #expect(code.averageLength(counts: [4, 2, 1, 1]) == 1.75)
        #expect(code.encode(message) == [0b0000_1010, 0b1101_1100])
        #expect(try code.decode(code.encode(message), count: 8, as: UInt8.self) == message)
    }

    @Test func exercisesOfTheChapter() {
        #expect(HuffmanCode(counts: [4, 2, 2, 1, 1]).averageLength(counts: [4, 2, 2, 1, 1]) == 2.2)
        #expect(HuffmanCode(counts: [35, 17, 17, 16, 15]).averageLength(counts: [35, 17, 17, 16, 15]) == 2.30)
        #expect(HuffmanCode(counts: [80, 10, 5, 5]).averageLength(counts: [80, 10, 5, 5]) == 1.3)
        let sparse = [180] + [Int](repeating: 3, count: 15)
        #expect(abs(HuffmanCode(counts: sparse).averageLength(counts: sparse) - 1.7867) < 5e-5)
    }

    @Test func lengthsAreOptimalAndComplete() {
        for seed in 0..<3000 {
            let counts = SeededMessage(seed: seed).counts
            let code = HuffmanCode(counts: counts)
            #expect(code.bitCount(counts: counts) == optimalBitCount(counts), "seed \(seed)")
            #expect(zip(counts, code.codeLengths).allSatisfy { ($0 > 0) == ($1 > 0) }, "seed \(seed)")
            let kraft = code.codeLengths.filter { $0 > 0 }.reduce(0) { $0 + 1 / Double(1 << $1) }
            let used = counts.filter { $0 > 0 }.count
            #expect(kraft == (used == 0 ? 0 : used == 1 ? 0.5 : 1), "seed \(seed)")
            let h = entropy(ofCounts: counts)
            let average = code.averageLength(counts: counts)
            #expect(used < 2 || (h - 1e-9 <= average && average < h + 1), "seed \(seed)")
        }
    }

    @Test func wordsAreCanonicalAndPrefixFree() {
        for seed in 0..<300 {
            let code = HuffmanCode(counts: SeededMessage(seed: seed, largestAlphabet: 40).counts)
            let words = (0..<code.alphabetSize).map(code.codeWord).filter { !$0.isEmpty }
            // Written with zeros and ones, canonical words are in the order of length, then symbol, then text.
            let byLength = words.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
            #expect(byLength.map(\.element) == words.sorted(), "seed \(seed)")
            for (shorter, longer) in zip(words.sorted(), words.sorted().dropFirst()) {
                #expect(!longer.hasPrefix(shorter), "seed \(seed)")
            }
        }
    }

    @Test func deepestTreesStillFit() throws {
        var fibonacci = [1, 1]
        while fibonacci.reduce(0, +) + fibonacci.suffix(2).reduce(0, +) < 1 << 39 {
            fibonacci.append(fibonacci.suffix(2).reduce(0, +))
        }
        let code = HuffmanCode(counts: fibonacci)
        #expect(code.codeLengths.max() == fibonacci.count - 1)
        #expect(code.codeLengths.max() ?? 0 > 50)
        let message = Array(fibonacci.indices)
        #expect(try code.decode(code.encode(message), count: message.count) == message)
        #expect(try HuffmanCode(serialized: code.serialized) == code)
    }

    @Test func everyMessageComesBack() throws {
        for seed in 0..<3000 {
            // Every sixth message is long enough for the decoder's table.
            let message = SeededMessage(seed: seed, longest: seed % 6 == 0 ? 3000 : 400)
            let code = HuffmanCode(counts: message.counts)
            let bytes = code.encode(message.symbols)
            #expect(bytes.count == (code.bitCount(counts: message.counts) + 7) / 8, "seed \(seed)")
            #expect(try code.decode(bytes, count: message.symbols.count) == message.symbols, "seed \(seed)")
            let wide = message.symbols.map { UInt16($0) }
            #expect(code.encode(wide) == bytes, "seed \(seed)")
            #expect(try code.decode(bytes, count: wide.count) == wide, "seed \(seed)")
            #expect(code.encodePlainly(message.symbols) == bytes, "seed \(seed)")
            #expect(try code.decodePlainly(bytes, count: wide.count) == message.symbols, "seed \(seed)")
            if message.alphabetSize <= 256 {
                let narrow = message.symbols.map { UInt8($0) }
                #expect(code.encode(narrow) == bytes, "seed \(seed)")
                #expect(try code.decode(bytes, count: narrow.count) == narrow, "seed \(seed)")
            }
        }
    }

    @Test func theLargestAlphabet() throws {
        var generator = SeededGenerator(seed: 5)
        let counts = (0..<65_536).map { _ in 1 + Int(generator.next() >> 40) / (1 + Int(generator.next() >> 44)) }
        let code = HuffmanCode(counts: counts)
        let message = (0..<UInt16.max).shuffled(using: &generator)
        #expect(try code.decode(code.encode(message), count: message.count) == message)
        #expect(try HuffmanCode(serialized: code.serialized) == code)
        #expect(code.averageLength(counts: counts) < entropy(ofCounts: counts) + 0.1)
    }

    @Test func lengthsComeBackFromTheirSerializedForm() throws {
        for seed in 0..<2000 {
            let code = HuffmanCode(counts: SeededMessage(seed: seed).counts)
            #expect(try HuffmanCode(serialized: code.serialized) == code, "seed \(seed)")
            #expect(HuffmanCode(codeLengths: code.codeLengths) == code, "seed \(seed)")
        }
        // Fifteen codes of pruned 4-bit weights: what the code's table costs.
        #expect(HuffmanCode(counts: [1, 1, 2, 4, 8, 16, 32, 256, 32, 16, 8, 8, 4, 2, 2]).serialized.count <= 10)
    }

    @Test func damagedStreamsAreRefusedOrAreAnotherMessage() {
        var refused = 0
        for seed in 0..<6000 {
            var generator = SeededGenerator(seed: seed)
            let message = SeededMessage(seed: seed, longest: seed % 20 < 6 ? 3000 : 300)
            let code = HuffmanCode(counts: message.counts)
            let bytes = code.encode(message.symbols)
            let damage = Damage.allCases[seed % Damage.allCases.count]
            let damaged = damage.applied(to: bytes, using: &generator)
            guard damaged != bytes else { continue }
            do {
                let other: [Int] = try code.decode(damaged, count: message.symbols.count)
                #expect(code.encode(other) == damaged, "seed \(seed)")
            } catch {
                refused += 1
                // Both decoders must see the same damage.
                #expect(throws: error, "seed \(seed)") { try code.decodePlainly(damaged, count: message.symbols.count) }
            }
        }
        #expect(refused > 3500)
    }

    @Test func impossibleCountsAreRefusedBeforeMemoryIsTaken() {
        let code = HuffmanCode(counts: [1, 1])
        #expect(throws: DamagedStream(.truncated, at: 2)) { try code.decode([0, 0], count: .max, as: UInt8.self) }
        #expect(throws: DamagedStream(.truncated, at: 0)) { try code.decode([], count: 1, as: UInt8.self) }
        let empty = HuffmanCode(counts: [0, 0])
        #expect(throws: DamagedStream.self) { try empty.decode([0], count: 3, as: UInt8.self) }
    }

    @Test(arguments: [
        [1, 1, 1], [2, 2, 2], [2], [1, 2], [1, 0, 2, 4], [Int](repeating: 1, count: 65_536),
        [Int](repeating: 1, count: 300),
    ])
    func lengthsOfNoCompleteCodeAreRefused(lengths: [Int]) {
        // The serialized form of such lengths, written by hand.
        var writer = BitWriter()
        writer.writeGamma(lengths.count + 1)
        var last = 8
        for length in lengths {
            writer.write(length == 0 ? 0 : 1, bits: 1)
            writer.writeGamma(length == 0 ? 1 : (length > last ? 2 * (length - last) - 1 : 2 * (last - length)) + 1)
            if length > 0 { last = length }
        }
        let bytes = writer.finish()
        #expect(throws: DamagedStream(.badModel, at: bytes.count)) { try HuffmanCode(serialized: bytes) }
    }

    @Test func hostileDescriptionsAreRefusedOrAreACode() {
        var accepted = 0
        for seed in 0..<5000 {
            var generator = SeededGenerator(seed: seed)
            var bytes = HuffmanCode(counts: SeededMessage(seed: seed, largestAlphabet: 12).counts).serialized
            if seed % 2 == 0 { bytes = bytes.map { _ in UInt8.random(in: 0...255, using: &generator) } }
            let index = Int.random(in: bytes.indices, using: &generator)
            bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            if let code = try? HuffmanCode(serialized: bytes) {
                #expect(code.serialized == bytes, "seed \(seed)")
                accepted += 1
            }
        }
        #expect(accepted < 2500)
    }
}
