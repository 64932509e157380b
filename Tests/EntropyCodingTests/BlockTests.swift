import EntropyCoding
import Testing

@Suite struct BlockTests {
    @Test func checksumIsTheStandardOne() {
        // The check value that every description of CRC-32C gives, and the same bytes in pieces of any length.
        #expect(Checksum.of(Array("123456789".utf8)[...]) == 0xE306_9283)
        #expect(Checksum.of([]) == 0)
        #expect(Checksum.of([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: seed)
            let bytes = (0..<Int.random(in: 0...70, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            // Bit by bit, as the polynomial is defined.
            var remainder = UInt32.max
            for byte in bytes {
                remainder ^= UInt32(byte)
                for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0x82F6_3B78 : 0) }
            }
            #expect(Checksum.of(bytes[...]) == ~remainder, "seed \(seed)")
        }
    }

    @Test func levelsComeBackWhateverCoderIsBest() throws {
        var coders: Set<String> = []
        for seed in 0..<400 {
            var generator = SeededGenerator(seed: seed)
            let count = seed % 9 == 0 ? seed / 9 % 4 : Int.random(in: 0...3000, using: &generator)
            let widths: [Int32] = [1, 3, 100, .max]
            let width = widths.randomElement(using: &generator) ?? 1
            let lowest = seed % 3 == 0 ? 0 : -width
            let zeros = [0, 50, 95].randomElement(using: &generator) ?? 0
            let levels = (0..<count).map { _ in
                generator.next() % 100 < zeros ? 0 : Int32.random(in: lowest...width, using: &generator)
            }
            let block = LevelBlock.encode(levels, columns: 1 + seed % 50, rowLengths: seed % 4 == 0 ? [] : [7, 28])
            #expect(try LevelBlock.decode(block.bytes) == levels, "seed \(seed)")
            coders.insert("\(block.coder)".prefix { $0 != "(" }.description)
        }
        #expect(coders == ["huffman", "rANS", "weights"])
    }

    @Test func theBestRowLengthIsFound() {
        // Stripes that repeat every 28 weights.
        var generator = SeededGenerator(seed: 6)
        let levels = (0..<28 * 400).map { index in
            index % 28 / 4 % 2 == 0 || generator.next() % 8 == 0 ? 0 : Int32.random(in: 1...3, using: &generator)
        }
        let block = LevelBlock.encode(levels, columns: 5000, rowLengths: [17, 28, 100])
        #expect(block.coder == .weights(columns: 5000, rowLength: 28))
    }

    @Test(arguments: [1, 2, 4, 8])
    func exactBytesComeBack(width: Int) throws {
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: seed * 8 + width)
            let count = seed % 5 == 0 ? seed / 5 % 4 : Int.random(in: 0...700, using: &generator)
            let mask = UInt8.random(in: 0...255, using: &generator)
            let bytes = (0..<count * width).map { _ in UInt8.random(in: 0...255, using: &generator) & mask }
            let block = PlaneBlock.encode(bytes, elementWidth: width)
            #expect(try PlaneBlock.decode(block) == bytes, "seed \(seed)")
        }
    }

    @Test func floatsCostLessThanTheirBytes() throws {
        // Weights as layers have them: small, of either sign, so that their exponents are few.
        var generator = SeededGenerator(seed: 1)
        let weights = (0..<50_000).map { _ in
            (0..<6).reduce(Float(0)) { sum, _ in sum + .random(in: -0.05...0.05, using: &generator) }
        }
        let bytes = weights.withUnsafeBytes { Array($0) }
        let block = PlaneBlock.encode(bytes, elementWidth: 4)
        #expect(try PlaneBlock.decode(block) == bytes)
        // Eight bits of exponent cost about 2.5.
        #expect(Double(block.count) < 0.86 * Double(bytes.count))
        let constant = PlaneBlock.encode([UInt8](repeating: 7, count: 100_000), elementWidth: 4)
        #expect(constant.count < 200)
    }

    @Test func damageToABlockIsNoticed() {
        for seed in 0..<4000 {
            var generator = SeededGenerator(seed: seed)
            let levels = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                Int32.random(in: -3...3, using: &generator)
            }
            let bytes =
                seed % 2 == 0
                ? LevelBlock.encode(levels, columns: 10, rowLengths: [10]).bytes
                : PlaneBlock.encode(levels.withUnsafeBytes { Array($0) }, elementWidth: 4)
            let damaged = Damage.allCases[seed % Damage.allCases.count].applied(to: bytes, using: &generator)
            guard damaged != bytes else { continue }
            #expect(throws: DamagedStream.self, "seed \(seed)") {
                if seed % 2 == 0 { _ = try LevelBlock.decode(damaged) } else { _ = try PlaneBlock.decode(damaged) }
            }
        }
    }

    @Test func damageUnderARightChecksumIsSurvived() {
        // Who writes a checksum over nonsense gets an error, or levels: never a trap.
        var refused = 0
        for seed in 0..<6000 {
            var generator = SeededGenerator(seed: seed)
            let levels = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                Int32.random(in: -3...3, using: &generator)
            }
            let isLevels = seed / 6 % 2 == 0
            let rowLengths = seed % 5 == 0 ? [10] : []
            let bytes =
                isLevels
                ? LevelBlock.encode(levels, columns: 10, rowLengths: rowLengths).bytes
                : PlaneBlock.encode(levels.withUnsafeBytes { Array($0) }, elementWidth: 4)
            let damage = Damage.allCases[seed % Damage.allCases.count]
            let damaged = Checksum.sealed(damage.applied(to: Array(bytes.dropLast(4)), using: &generator))
            do {
                if isLevels {
                    let others = try LevelBlock.decode(damaged)
                    let again = LevelBlock.encode(others, columns: 10, rowLengths: [10])
                    #expect(try LevelBlock.decode(again.bytes) == others, "seed \(seed)")
                } else {
                    let others = try PlaneBlock.decode(damaged)
                    #expect(others.count <= PlaneBlock.largestCount)
                }
            } catch { refused += 1 }
        }
        #expect(refused > 3500)
    }
}
