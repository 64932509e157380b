import EntropyCoding
import Foundation
import Testing

/// Positions of a mask of any density, also empty and full ones.
private func seededPositions(_ generator: inout SeededGenerator) -> (positions: [Int], length: Int) {
    let length = Int.random(in: 0...500, using: &generator)
    let density = [0, 1, 3, 10, 30, 100].randomElement(using: &generator) ?? 0
    return ((0..<length).filter { _ in generator.next() % 100 < density }, length)
}

@Suite struct SparsePositionsTests {
    @Test func examplesOfTheChapter() throws {
        #expect(PositionBitmask.encode([1, 4], length: 6) == [0b0100_1000])
        let index = RelativeIndexCode(indexBits: 5, valueBits: 4)
        #expect(index.entries(of: [3, 40, 41]).map(\.gap) == [3, 31, 4, 0])
        #expect(index.entries(of: [3, 40, 41]).map(\.isFiller) == [false, true, false, false])
        #expect(index.entries(of: [31, 64]).map(\.isFiller) == [false, true, false])
        #expect(GolombCode(density: 0.1).divisor == 7)
        #expect(GolombCode(divisor: 7).codeWord(of: 9) == "10011")
        #expect([0.2, 0.1, 0.05, 0.01].map { GolombCode(density: $0).divisor } == [3, 7, 14, 69])
        #expect(GolombCode.rice(3).codeWord(of: 9) == "10001")
        #expect(GolombCode(divisor: 1).codeWord(of: 3) == "1110")
    }

    @Test func golombIsAsShortAsPublished() {
        // Bits per gap for geometric gaps: Σ over gaps of their probability times their word.
        func bitsPerGap(_ divisor: Int, _ density: Double) -> Double {
            let code = GolombCode(divisor: divisor)
            var sum = 0.0
            var probability = density
            for gap in 0..<20_000 {
                sum += probability * Double(code.bitCount(of: gap))
                probability *= 1 - density
            }
            return sum
        }
        for (density, bits) in [(0.2, 3.639), (0.1, 4.725), (0.05, 5.762), (0.01, 8.105)] {
            let best = GolombCode(density: density).divisor
            #expect(abs(bitsPerGap(best, density) - bits) < 0.001, "density \(density)")
            for other in [best - 1, best + 1, 2 * best] {
                #expect(
                    bitsPerGap(other, density) >= bitsPerGap(best, density) - 1e-9,
                    "density \(density), divisor \(other)")
            }
        }
    }

    @Test func golombWordsArePrefixFreeAndComplete() {
        for divisor in 1...40 {
            let code = GolombCode(divisor: divisor)
            var kraft = 0.0
            for number in 0..<divisor * 40 {
                #expect(code.codeWord(of: number).count == code.bitCount(of: number))
                kraft += Foundation.exp2(-Double(code.bitCount(of: number)))
            }
            #expect(abs(kraft - 1) < 1e-9, "divisor \(divisor)")
        }
        for density in [0, 1e-12, 0.5, 1] { #expect((1...1 << 32).contains(GolombCode(density: density).divisor)) }
    }

    @Test func positionsComeBackFromEveryCode() throws {
        for seed in 0..<2000 {
            var generator = SeededGenerator(seed: seed)
            let (positions, length) = seededPositions(&generator)

            let mask = PositionBitmask.encode(positions, length: length)
            #expect(mask.count == (length + 7) / 8, "seed \(seed)")
            #expect(try PositionBitmask.decode(mask, length: length) == positions, "seed \(seed)")

            let golomb = GolombCode(divisor: Int.random(in: 1...70, using: &generator))
            let gaps = golomb.encode(positions)
            #expect(try golomb.decode(gaps, count: positions.count, length: length) == positions, "seed \(seed)")
            let starts = [-1] + positions
            let bits = zip(positions, starts).reduce(0) { $0 + golomb.bitCount(of: $1.0 - $1.1 - 1) }
            #expect(gaps.count == (bits + 7) / 8, "seed \(seed)")

            let index = RelativeIndexCode(
                indexBits: Int.random(in: 1...9, using: &generator), valueBits: Int.random(in: 1...6, using: &generator)
            )
            let values = positions.map { _ in Int.random(in: 1..<1 << index.valueBits, using: &generator) }
            let fields = index.encode(positions: positions, values: values)
            let decoded = try index.decode(fields, count: positions.count, length: length)
            #expect(decoded.positions == positions, "seed \(seed)")
            #expect(decoded.values == values, "seed \(seed)")

            let coded = EntropyCodedMask(columns: 1 + seed % 40, rowLength: 1 + seed % 7)
            let maskBytes = coded.encode(positions, length: length)
            #expect(try coded.decode(maskBytes, length: length) == positions, "seed \(seed)")
        }
    }

    @Test func aPatchyMaskCostsLessThanItsDensity() {
        var generator = SeededGenerator(seed: 4)
        // 300 images of 28 × 28, each with a patch of 8 × 8 that is half full.
        var positions: [Int] = []
        for image in 0..<300 {
            let (top, left) = (Int.random(in: 0...20, using: &generator), Int.random(in: 0...20, using: &generator))
            for row in top..<top + 8 {
                for column in left..<left + 8 where generator.next() % 2 == 0 {
                    positions.append(image * 784 + row * 28 + column)
                }
            }
        }
        let length = 300 * 784
        let bytes = EntropyCodedMask(columns: 784, rowLength: 28).encode(positions, length: length)
        let bound = binaryEntropy(Double(positions.count) / Double(length)) * Double(length) / 8
        #expect(Double(bytes.count) < 0.75 * bound)
    }

    @Test func damagedPositionsAreRefusedOrAreOthers() {
        var refused = 0
        for seed in 0..<6000 {
            var generator = SeededGenerator(seed: seed)
            let (positions, length) = seededPositions(&generator)
            let damage = Damage.allCases[seed % Damage.allCases.count]
            let golomb = GolombCode(divisor: 1 + seed % 11)
            let index = RelativeIndexCode(indexBits: 1 + seed % 6, valueBits: 1 + seed % 3)
            let coded = EntropyCodedMask(columns: 1 + seed % 40, rowLength: 1 + seed % 7)
            let values = positions.map { _ in 1 }

            let mask = damage.applied(to: PositionBitmask.encode(positions, length: length), using: &generator)
            if let others = try? PositionBitmask.decode(mask, length: length) {
                #expect(PositionBitmask.encode(others, length: length) == mask, "seed \(seed)")
            } else {
                refused += 1
            }
            let gaps = damage.applied(to: golomb.encode(positions), using: &generator)
            if let others = try? golomb.decode(gaps, count: positions.count, length: length) {
                #expect(golomb.encode(others) == gaps, "seed \(seed)")
            } else {
                refused += 1
            }
            let fields = damage.applied(to: index.encode(positions: positions, values: values), using: &generator)
            if let others = try? index.decode(fields, count: positions.count, length: length) {
                #expect(index.encode(positions: others.positions, values: others.values) == fields, "seed \(seed)")
            } else {
                refused += 1
            }
            let bytes = damage.applied(to: coded.encode(positions, length: length), using: &generator)
            if let others = try? coded.decode(bytes, length: length) {
                #expect(coded.encode(others, length: length) == bytes, "seed \(seed)")
            } else {
                refused += 1
            }
        }
        #expect(refused > 12_000)
    }

    @Test func nonsenseCountsAreRefusedWithoutMemory() {
        #expect(throws: DamagedStream.self) { try GolombCode.rice(2).decode([0, 0], count: .max, length: .max) }
        let index = RelativeIndexCode(indexBits: 4, valueBits: 4)
        #expect(throws: DamagedStream.self) { try index.decode([0x11, 0x11], count: .max, length: .max) }
        #expect(throws: DamagedStream(.truncated, at: 1)) { try PositionBitmask.decode([0], length: .max) }
        #expect(throws: DamagedStream.self) {
            try GolombCode(divisor: 1 << 32).decode([255, 255], count: 1, length: .max)
        }
    }
}
