import NeuralNetworks
import Testing

@Suite struct RandomTests {
    /// From `Oracles/generator.py`, which is checked against the authors' code.
    @Test func givesTheNumbersOfTheReference() {
        // Four each: the last rotation of a step reaches the output three steps later.
        let expected: [(UInt64, [UInt64])] = [
            (0, [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0, 0x6AA5_94F1_262D_2D2C]),
            (7, [0xB358_FAF7_4EF9_765A, 0x475C_3D96_4F48_2CD2, 0xD6F1_D349_952C_7996, 0xFB29_3873_1E80_7240]),
            (.max, [0x8F55_20D5_2A7E_AD08, 0xC476_A018_CAA1_802D, 0x81DE_31C0_D260_469E, 0xBF65_8D7E_065F_3C2F]),
        ]
        for (seed, numbers) in expected {
            var generator = Xoshiro256(seed: seed)
            #expect(numbers.map { _ in generator.next() } == numbers, "seed \(seed)")
        }
        var stream = Xoshiro256(seed: 7, stream: 3)
        let ofStream: [UInt64] = [
            18_197_373_581_816_669_519, 7_080_905_071_246_815_902, 3_537_619_233_036_464_226, 6_603_550_133_432_103_326,
        ]
        #expect(ofStream.map { _ in stream.next() } == ofStream)
    }

    /// With 100,000 draws, the mean of a fair sample is 6 standard errors away about once in 10⁹ runs; seeds are fixed.
    @Test func distributionsHaveTheirMoments() {
        let count = 100_000
        for seed in UInt64(0)..<5 {
            var generator = Xoshiro256(seed: seed)
            let uniform = (0..<count).map { _ in generator.uniform() }
            #expect(uniform.allSatisfy { 0 <= $0 && $0 < 1 }, "seed \(seed)")
            #expect(abs(mean(uniform) - 0.5) < 6 * 0.2887 / Double(count).squareRoot(), "seed \(seed)")

            let normal = (0..<count).map { _ in generator.normal() }
            #expect(abs(mean(normal)) < 6 / Double(count).squareRoot(), "seed \(seed)")
            #expect(abs(mean(normal.map { $0 * $0 }) - 1) < 6 * (2 / Double(count)).squareRoot(), "seed \(seed)")
            #expect(
                abs(mean(normal.map { $0 * $0 * $0 * $0 }) - 3) < 6 * (96 / Double(count)).squareRoot(), "seed \(seed)")

            var counts = [Int](repeating: 0, count: 7)
            for _ in 0..<count { counts[generator.uniformInteger(below: 7)] += 1 }
            let expected = Double(count) / 7
            let chiSquare = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
            #expect(chiSquare < 42, "seed \(seed): 6 degrees of freedom, P(χ² > 42) ≈ 2e-7")
        }
    }

    @Test func shuffleKeepsTheElementsAndReachesAllOrders() {
        var generator = Xoshiro256(seed: 1)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<2400 {
            var elements = [0, 1, 2, 3]
            generator.shuffle(&elements)
            counts[elements, default: 0] += 1
        }
        #expect(counts.keys.allSatisfy { $0.sorted() == [0, 1, 2, 3] })
        #expect(counts.count == 24)
        #expect(counts.values.allSatisfy { 40 < $0 && $0 < 160 }, "100 expected of each order: \(counts)")
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
