import ModelCompression
import Testing

@Suite struct SparsityTests {
    @Test func countsRoundHalvesUpAsTheDecimalReads() {
        #expect(Sparsity(0.9).prunedCount(of: 266_200) == 239_580)
        #expect(Sparsity(0.9).prunedCount(of: 5) == 5)
        #expect(Sparsity(0.7).prunedCount(of: 45) == 32)
        #expect(Sparsity(0.145).prunedCount(of: 100) == 15)
        #expect(Sparsity(0.49999999999999994).prunedCount(of: 1) == 0)
        #expect(Sparsity(0).prunedCount(of: .max) == 0)
        #expect(Sparsity(1).prunedCount(of: .max) == .max)
        #expect(Sparsity(5e-324).prunedCount(of: .max) == 0)
        #expect(Sparsity(1e-18).prunedCount(of: .max) == 9)
        #expect(Sparsity(1e-5).prunedCount(of: 50_000) == 1)
    }

    /// Thousandths, where the count can be told in whole numbers.
    @Test func countsOfThousandthsAreExact() {
        for thousandths in 0...1000 {
            for count in [0, 1, 2, 3, 7, 10, 45, 100, 255, 500, 999, 1000, 1500, 266_200, 1_000_000_007] {
                let expected = (2 * thousandths * count + 1000) / 2000
                #expect(
                    Sparsity(Double(thousandths) / 1000).prunedCount(of: count) == expected,
                    "\(thousandths) ‰ of \(count)")
            }
        }
    }

    @Test func entropyOfTheTenthDensity() {
        // h(0.1) = 0.1·log₂ 10 + 0.9·log₂(10/9).
        #expect(abs(Sparsity(0.9).patternEntropy - 0.468_995_593_589_281) < 1e-14)
        #expect(Sparsity(0).patternEntropy == 0)
        #expect(Sparsity(1).patternEntropy == 0)
        #expect(Sparsity(0.5).patternEntropy == 1)
    }
}
