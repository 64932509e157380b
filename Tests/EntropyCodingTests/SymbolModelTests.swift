import EntropyCoding
import Testing

/// Checks that the shares of a model's symbols cover `0 ..< total` in order, without gap or overlap.
private func requireShares<Model: SymbolModel>(_ model: Model, of symbols: [Int], _ note: Comment) {
    var next: UInt32 = 0
    for symbol in symbols {
        let interval = model.interval(of: symbol)
        #expect(interval.start == next, note)
        #expect(interval.width > 0, note)
        #expect(model.symbol(owning: next) == symbol, note)
        #expect(model.symbol(owning: next + interval.width - 1) == symbol, note)
        next += interval.width
    }
    #expect(next == model.total, note)
}

@Suite struct SymbolModelTests {
    @Test func fittedFrequenciesShareTheWholeTotal() {
        for seed in 0..<1500 {
            let counts = SeededMessage(seed: seed).counts
            let used = counts.indices.filter { counts[$0] > 0 }
            let precision = 9 + seed % 8
            guard !used.isEmpty else { continue }
            let model = SymbolFrequencies(counts: counts, precision: precision)
            #expect(model.frequencies.reduce(0, +) == 1 << precision, "seed \(seed)")
            #expect(zip(counts, model.frequencies).allSatisfy { ($0 > 0) == ($1 > 0) }, "seed \(seed)")
            requireShares(model, of: used, "seed \(seed)")
            // Webster's rule: no unit would be worth more to another symbol than to the one that has it.
            let lost = used.filter { model.frequencies[$0] > 1 }.map { symbol in
                Double(counts[symbol]) / (Double(model.frequencies[symbol]) - 0.5)
            }
            let gained = used.map { Double(counts[$0]) / (Double(model.frequencies[$0]) + 0.5) }
            #expect((lost.min() ?? .infinity) >= (gained.max() ?? 0) * (1 - 1e-12), "seed \(seed)")
        }
    }

    @Test func fittedFrequenciesAreNearlyTheBest() {
        // All ways to share 16 among three symbols are few enough to try.
        for seed in 0..<400 {
            var generator = SeededGenerator(seed: seed)
            let counts = (0..<3).map { _ in Int.random(in: 1...60, using: &generator) }
            let model = SymbolFrequencies(counts: counts, precision: 4)
            var best = Double.infinity
            for first in 1...14 {
                for second in 1...(15 - first) {
                    let frequencies = [first, second, 16 - first - second]
                    best = min(best, crossEntropy(ofCounts: counts, codedWith: frequencies))
                }
            }
            #expect(model.crossEntropy(ofCounts: counts) <= best + 0.004, "seed \(seed): \(counts)")
        }
    }

    @Test func precisionGrowsUntilTheModelIsCloseEnough() {
        let flat = [Int](repeating: 1, count: 65_536)
        #expect(SymbolFrequencies(counts: flat).precision == 16)
        for seed in 0..<200 {
            let counts = SeededMessage(seed: seed).counts
            let model = SymbolFrequencies(counts: counts)
            let overhead = model.crossEntropy(ofCounts: counts) - entropy(ofCounts: counts)
            #expect(overhead <= 0.0005 * entropy(ofCounts: counts) + 1e-12 || model.precision == 20, "seed \(seed)")
            #expect(overhead >= -1e-12, "seed \(seed)")
        }
    }

    @Test func modelsComeBackFromTheirSerializedForm() throws {
        for seed in 0..<1000 {
            let model = SymbolFrequencies(counts: SeededMessage(seed: seed).counts)
            #expect(try SymbolFrequencies(serialized: model.serialized) == model, "seed \(seed)")
        }
    }

    @Test func hostileModelsAreRefusedOrAreModels() {
        var refused = 0
        for seed in 0..<6000 {
            var generator = SeededGenerator(seed: seed)
            let message = SeededMessage(seed: seed, largestAlphabet: 12)
            let damage = Damage.allCases[seed % Damage.allCases.count]
            let bytes = damage.applied(to: SymbolFrequencies(counts: message.counts).serialized, using: &generator)
            do {
                #expect(try SymbolFrequencies(serialized: bytes).serialized == bytes, "seed \(seed)")
            } catch { refused += 1 }
        }
        #expect(refused > 5000)
    }

    @Test func adaptiveModelsCount() {
        for seed in 0..<200 {
            let message = SeededMessage(seed: seed, largestAlphabet: 70)
            var model = AdaptiveFrequencies(alphabetSize: message.alphabetSize)
            for symbol in message.symbols { model.update(with: symbol) }
            requireShares(model, of: Array(0..<message.alphabetSize), "seed \(seed)")
            for (symbol, count) in message.counts.enumerated() {
                #expect(model.interval(of: symbol).width == 1 + UInt32(count) * AdaptiveFrequencies.increment)
            }
        }
    }

    @Test func adaptiveModelsForgetAtTheirLimit() {
        var model = AdaptiveFrequencies(alphabetSize: 5)
        let steps = Int(AdaptiveFrequencies.limit / AdaptiveFrequencies.increment)
        for step in 0..<3 * steps {
            model.update(with: step < steps ? 1 : 3)
            #expect(model.total <= AdaptiveFrequencies.limit)
        }
        requireShares(model, of: Array(0..<5), "after \(steps) updates")
        #expect(model.interval(of: 3).width > 4 * model.interval(of: 1).width)
    }
}
