import NeuralNetworks
import Testing

@Suite struct RandomTests {
    /// From `Oracles/generator.py`, which is checked against the authors' code.
    @Test func givesTheNumbersOfTheReference() {
        let expected: [(UInt64, [UInt64])] = [
            (0, [11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768]),
            (7, [12_923_355_070_828_475_994, 5_142_052_590_334_782_674, 15_488_392_906_492_639_638]),
            (.max, [10_328_197_420_357_168_392, 14_156_678_507_024_973_869, 9_357_971_779_955_476_126]),
        ]
        for (seed, numbers) in expected {
            var generator = Xoshiro256(seed: seed)
            #expect(numbers.map { _ in generator.next() } == numbers, "seed \(seed)")
        }
        var stream = Xoshiro256(seed: 7, stream: 3)
        #expect(stream.next() == 18_197_373_581_816_669_519)
        #expect(stream.next() == 7_080_905_071_246_815_902)
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
