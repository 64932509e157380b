import EntropyCoding
import Foundation
import Testing

private func encode(_ symbols: [Int], with model: SymbolFrequencies) -> [UInt8] {
    var encoder = RangeEncoder()
    for symbol in symbols { encoder.encode(symbol, with: model) }
    return encoder.finish()
}

private func decode(_ bytes: [UInt8], count: Int, with model: SymbolFrequencies) throws -> [Int] {
    var decoder = RangeDecoder(bytes)
    let symbols = (0..<count).map { _ in decoder.decode(with: model) }
    try decoder.finish()
    return symbols
}

@Suite struct RangeCoderTests {
    @Test func messagesComeBackAtTheCostOfTheModel() throws {
        for seed in 0..<3000 {
            let message = SeededMessage(seed: seed)
            let model = SymbolFrequencies(counts: message.counts)
            let bytes = encode(message.symbols, with: model)
            let bits = model.crossEntropy(ofCounts: message.counts) * Double(message.symbols.count)
            // Less than 8 bytes at the end, and the rounding of each symbol's share.
            #expect(Double(bytes.count * 8) <= bits + 64 + 0.001 * Double(message.symbols.count), "seed \(seed)")
            // A lucky message has a number with few digits in its interval, but digits it needs all the same.
            #expect(Double(bytes.count * 8) >= bits - 64, "seed \(seed)")
            #expect(try decode(bytes, count: message.symbols.count, with: model) == message.symbols, "seed \(seed)")
        }
    }

    @Test func certainMessagesCostNothing() throws {
        let model = SymbolFrequencies(counts: [0, 5])
        #expect(encode([], with: model).isEmpty)
        #expect(encode([1, 1, 1], with: model).count <= 1)
        #expect(try decode(encode([1, 1, 1], with: model), count: 3, with: model) == [1, 1, 1])
    }

    @Test func longMessagesAreWithinAThousandthOfTheModel() throws {
        for (seed, zeros) in [50, 80, 95, 99].enumerated() {
            var generator = SeededGenerator(seed: seed)
            let symbols = (0..<200_000).map { _ in
                generator.next() % 100 < zeros ? 0 : Int.random(in: 1..<16, using: &generator)
            }
            let message = counts(of: symbols)
            let model = SymbolFrequencies(counts: message)
            let bytes = encode(symbols, with: model)
            let bits = model.crossEntropy(ofCounts: message) * Double(symbols.count)
            #expect(Double(bytes.count * 8) <= 1.001 * bits, "\(zeros) % zeros")
            #expect(try decode(bytes, count: symbols.count, with: model) == symbols)
        }
    }

    @Test func adaptiveMessagesComeBack() throws {
        for seed in 0..<1500 {
            let message = SeededMessage(seed: seed)
            var encoder = RangeEncoder()
            var model = AdaptiveFrequencies(alphabetSize: message.alphabetSize)
            var bits = 0.0
            for symbol in message.symbols {
                bits += Foundation.log2(Double(model.total) / Double(model.interval(of: symbol).width))
                encoder.encode(symbol, adapting: &model)
            }
            let bytes = encoder.finish()
            #expect(Double(bytes.count * 8) <= bits + 64 + 0.01 * Double(message.symbols.count), "seed \(seed)")
            var decoder = RangeDecoder(bytes)
            var other = AdaptiveFrequencies(alphabetSize: message.alphabetSize)
            let symbols = message.symbols.map { _ in decoder.decode(adapting: &other) }
            #expect(throws: Never.self, "seed \(seed)") { try decoder.finish() }
            #expect(symbols == message.symbols, "seed \(seed)")
            #expect(model == other, "seed \(seed)")
        }
    }

    @Test func bitsComeBackAtTheirCost() throws {
        for seed in 0..<500 {
            var generator = SeededGenerator(seed: seed)
            // From nearly certain to nearly impossible, so that carries run through many bytes.
            let extreme = seed % 3 == 0
            let bits = (0..<600).map { _ in
                let edge: UInt16 = generator.next() % 2 == 0 ? 1 : .max
                let probability = extreme ? edge : UInt16(generator.next() >> 48) | 1
                let isOne = UInt16(generator.next() >> 48) < probability
                return (isOne, probability)
            }
            var encoder = RangeEncoder()
            var cost = 0.0
            for (bit, probability) in bits {
                encoder.encode(bit: bit, probabilityOfOne: probability)
                let p = Double(probability) / 65_536
                cost -= Foundation.log2(bit ? p : 1 - p)
            }
            let bytes = encoder.finish()
            #expect(Double(bytes.count * 8) <= cost + 64 + 0.01 * 600, "seed \(seed)")
            var decoder = RangeDecoder(bytes)
            for (bit, probability) in bits {
                #expect(decoder.decodeBit(probabilityOfOne: probability) == bit, "seed \(seed)")
            }
            #expect(throws: Never.self, "seed \(seed)") { try decoder.finish() }
        }
    }

    @Test func damagedStreamsAreRefusedOrAreAnotherMessage() {
        var refused = 0
        for seed in 0..<6000 {
            var generator = SeededGenerator(seed: seed)
            let message = SeededMessage(seed: seed)
            guard message.symbols.count > 20 else { continue }
            let model = SymbolFrequencies(counts: message.counts)
            let bytes = encode(message.symbols, with: model)
            let damaged = Damage.allCases[seed % Damage.allCases.count].applied(to: bytes, using: &generator)
            do {
                let other = try decode(damaged, count: message.symbols.count, with: model)
                #expect(encode(other, with: model) == damaged, "seed \(seed)")
            } catch { refused += 1 }
        }
        // Most bytes of the right length are the code of some message: only the others can be told.
        #expect(refused > 2500)
    }

    @Test func numbersOutsideEveryShareAreRefused() throws {
        // Three equal shares of an interval leave a unit over at its end.
        var decoder = RangeDecoder([UInt8](repeating: 255, count: 40))
        var model = AdaptiveFrequencies(alphabetSize: 3)
        for _ in 0..<60 { _ = decoder.decode(adapting: &model) }
        #expect(throws: DamagedStream.self) { try decoder.finish() }
    }

    @Test func exhaustionIsNoticed() {
        var decoder = RangeDecoder([1, 2, 3])
        #expect(!decoder.isExhausted)
        for _ in 0..<200 { _ = decoder.decodeBit(probabilityOfOne: 1 << 15) }
        #expect(decoder.isExhausted)
        #expect(throws: DamagedStream(.truncated, at: 3)) { try decoder.finish() }
    }
}

@Suite struct MessageIntervalTests {
    @Test func theChaptersExample() {
        let model = SymbolFrequencies(frequencies: [3, 1])
        var interval = MessageInterval()
        for symbol in [0, 0, 0, 1] { interval.narrow(to: model.interval(of: symbol), of: 4) }
        #expect(interval.width == 27)
        #expect(interval.denominator == 256)
        #expect(interval.low == 81)
        #expect(interval.shortestBits == "011")
    }

    @Test func sixSymbols() {
        // A A B A C A with P = 1/2, 1/4, 1/4: 8 bits of information, and 8 bits exactly.
        let model = SymbolFrequencies(frequencies: [2, 1, 1])
        var interval = MessageInterval()
        for symbol in [0, 0, 1, 0, 2, 0] { interval.narrow(to: model.interval(of: symbol), of: 4) }
        #expect(interval.denominator / interval.width == 256)
        // The words 0, 0, 10, 0, 11, 0 of the Huffman code, without the zero at the end.
        #expect(interval.shortestBits == "0010011")
    }

    @Test func fractionsLieInsideAndAreShortEnough() {
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: seed)
            let model = SymbolFrequencies(counts: [5, 3, 1, 7], precision: 5)
            var interval = MessageInterval()
            for _ in 0..<Int.random(in: 0...11, using: &generator) {
                interval.narrow(to: model.interval(of: Int.random(in: 0..<4, using: &generator)), of: 32)
            }
            let bits = interval.shortestBits
            let information = Foundation.log2(Double(interval.denominator) / Double(interval.width))
            #expect(Double(bits.count) <= information.rounded(.up) + 1e-9, "seed \(seed)")
            let unit = Foundation.exp2(-Double(bits.count))
            let value = Double(Int(bits, radix: 2) ?? 0) * unit
            let low = Double(interval.low) / Double(interval.denominator)
            #expect(value >= low, "seed \(seed)")
            let high = low + Double(interval.width) / Double(interval.denominator)
            #expect(value < high, "seed \(seed)")
            // One digit fewer does not lie inside: the next such number is not below the upper end.
            #expect(bits.isEmpty || (low / (2 * unit)).rounded(.up) * 2 * unit >= high, "seed \(seed)")
        }
    }
}
