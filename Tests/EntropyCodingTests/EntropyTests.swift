import EntropyCoding
import Foundation
import Testing

@Suite struct EntropyTests {
    @Test func logarithmAgreesWithTheCLibrary() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let x = Double(bitPattern: generator.next() & 0x7FEF_FFFF_FFFF_FFFF)
            let expected = Foundation.log2(x)
            #expect(abs(binaryLogarithm(x) - expected) <= 4 * expected.ulp, "x = \(x)")
        }
        // Near 1 the logarithm is near 0, where a relative error would show.
        for step in 1...2000 {
            let x = 1 + Double(step - 1000) * 1e-7
            let expected = Foundation.log2(x)
            #expect(abs(binaryLogarithm(x) - expected) <= 4 * expected.ulp, "x = \(x)")
        }
        for exponent in -1074...1023 { #expect(binaryLogarithm(scalbn(1, exponent)) == Double(exponent)) }
        #expect(binaryLogarithm(0) == -.infinity)
        #expect(binaryLogarithm(.infinity) == .infinity)
        #expect(binaryLogarithm(-1).isNaN)
    }

    @Test func knownEntropies() {
        #expect(entropy(ofCounts: [4, 2, 1, 1]) == 1.75)
        #expect(entropy(ofCounts: [0, 7, 0]) == 0)
        #expect(entropy(ofCounts: []) == 0)
        #expect(entropy(ofCounts: [0]) == 0)
        #expect(entropy(of: "aabc") == 1.5)
        #expect(entropy(of: [Float]()) == 0)
        // 80 % zeros, fifteen other values alike: h(0.2) + 0.2 log₂ 15.
        let codes = [12 * 15] + [Int](repeating: 3, count: 15)
        #expect(abs(entropy(ofCounts: codes) - 1.5033) < 5e-5)
        #expect(abs(binaryEntropy(0.1) - 0.46900) < 5e-6)
        #expect(binaryEntropy(0.5) == 1)
        #expect(binaryEntropy(0) == 0)
        #expect(binaryEntropy(1) == 0)
        #expect(abs(entropy(ofProbabilities: [0.4, 0.2, 0.2, 0.1, 0.1]) - 2.1219) < 5e-5)
        #expect("\(entropy(ofProbabilities: [1, 0]))" == "0.0")
    }

    @Test func entropyOfAMessageIsThatOfItsCounts() {
        for seed in 0..<500 {
            let message = SeededMessage(seed: seed)
            let fromCounts = entropy(ofCounts: message.counts)
            #expect(abs(entropy(of: message.symbols) - fromCounts) < 1e-12, "seed \(seed)")
            #expect(fromCounts <= Foundation.log2(Double(message.alphabetSize)) + 1e-12, "seed \(seed)")
            #expect(fromCounts >= 0, "seed \(seed)")
            #expect(counts(of: message.symbols, alphabetSize: message.alphabetSize) == message.counts, "seed \(seed)")
        }
        #expect(counts(of: [UInt8]()) == [])
        #expect(counts(of: [2, 0, 2] as [UInt16]) == [1, 0, 2])
    }

    @Test func divergenceIsCrossEntropyMinusEntropyAndNeverNegative() {
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: seed)
            let size = Int.random(in: 1...40, using: &generator)
            func distribution() -> [Double] {
                let shares = (0..<size).map { _ in Double.random(in: 0.001...1, using: &generator) }
                return shares.map { $0 / shares.reduce(0, +) }
            }
            let (p, q) = (distribution(), distribution())
            let divergence = klDivergence(of: p, from: q)
            #expect(divergence >= -1e-12, "seed \(seed)")
            #expect(klDivergence(of: p, from: p) == 0, "seed \(seed)")
            let difference = crossEntropy(of: p, codedWith: q) - entropy(ofProbabilities: p)
            #expect(abs(divergence - difference) < 1e-12, "seed \(seed)")
            let oracle = zip(p, q).reduce(0) { $0 + $1.0 * (Foundation.log2($1.0) - Foundation.log2($1.1)) }
            #expect(abs(divergence - oracle) < 1e-12, "seed \(seed)")
        }
    }

    @Test func impossibleSymbolsCostInfinitelyMuch() {
        #expect(crossEntropy(of: [0.5, 0.5], codedWith: [1, 0]) == .infinity)
        #expect(klDivergence(of: [0.5, 0.5], from: [1, 0]) == .infinity)
        #expect(klDivergence(of: [1, 0], from: [0.5, 0.5]) == 1)
        #expect(crossEntropy(ofCounts: [1, 1], codedWith: [3, 0]) == .infinity)
        #expect(crossEntropy(ofCounts: [2, 0], codedWith: [1, 3]) == 2)
        #expect(crossEntropy(ofCounts: [0, 0], codedWith: [1, 3]) == 0)
    }
}
