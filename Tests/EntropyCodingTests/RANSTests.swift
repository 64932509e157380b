import EntropyCoding
import Testing

@Suite struct RANSTests {
    @Test func theChaptersExample() {
        let model = SymbolFrequencies(frequencies: [3, 1])
        var state = RANSState(4)
        var passed: [UInt64] = []
        for symbol in [0, 1, 0, 0].reversed() {
            state.push(symbol, with: model)
            passed.append(state.value)
        }
        #expect(passed == [5, 6, 27, 36])
        #expect((0..<4).map { _ in state.pop(with: model) } == [0, 1, 0, 0])
        #expect(state.value == 4)
    }

    @Test func statesPushAndPopAnyModel() {
        for seed in 0..<2000 {
            var generator = SeededGenerator(seed: seed)
            var model = AdaptiveFrequencies(alphabetSize: Int.random(in: 1...20, using: &generator))
            for _ in 0..<10 { model.update(with: Int.random(in: 0..<20, using: &generator) % 1) }
            let before = generator.next() >> 20
            var state = RANSState(before)
            let symbol = 0
            state.push(symbol, with: model)
            #expect(state.pop(with: model) == symbol, "seed \(seed)")
            #expect(state.value == before, "seed \(seed)")
        }
    }

    @Test func fastAndPlainCodersAgree() throws {
        for seed in 0..<1500 {
            // Every sixth message is long enough for four states; precisions on both sides of each border.
            let message = SeededMessage(seed: seed, longest: seed % 6 == 0 ? 9000 : 400)
            let precision = [9, 11, 12, 13, 15, 16, 18, 20][seed % 8]
            let code = RANSCode(frequencies: SymbolFrequencies(counts: message.counts, precision: precision))
            let bytes = code.encode(message.symbols)
            #expect(bytes == code.encodePlainly(message.symbols), "seed \(seed)")
            #expect(try code.decode(bytes, count: message.symbols.count) == message.symbols, "seed \(seed)")
            #expect(try code.decodePlainly(bytes, count: message.symbols.count) == message.symbols, "seed \(seed)")
            let wide = message.symbols.map { UInt16($0) }
            #expect(code.encode(wide) == bytes, "seed \(seed)")
            #expect(try code.decode(bytes, count: wide.count) == wide, "seed \(seed)")
            if message.alphabetSize <= 256 {
                let narrow = message.symbols.map { UInt8($0) }
                #expect(code.encode(narrow) == bytes, "seed \(seed)")
                #expect(try code.decode(bytes, count: narrow.count) == narrow, "seed \(seed)")
            }
        }
    }

    @Test func longMessagesAreWithinAThousandthOfTheModel() throws {
        for (seed, zeros) in [0, 50, 80, 95, 99].enumerated() {
            var generator = SeededGenerator(seed: seed)
            let symbols = (0..<400_000).map { _ in
                generator.next() % 100 < zeros ? 0 : UInt8.random(in: 1..<16, using: &generator)
            }
            let message = counts(of: symbols)
            let code = RANSCode(counts: message)
            let bytes = code.encode(symbols)
            let bits = code.frequencies.crossEntropy(ofCounts: message) * Double(symbols.count)
            #expect(Double(bytes.count * 8) <= 1.001 * bits + 256, "\(zeros) % zeros")
            #expect(Double(bytes.count * 8) <= 1.001 * entropy(ofCounts: message) * Double(symbols.count) + 256)
            #expect(try code.decode(bytes, count: symbols.count) == symbols)
        }
    }

    @Test func theLargestAlphabet() throws {
        var generator = SeededGenerator(seed: 8)
        let symbols = (0..<200_000).map { _ in
            UInt16.random(in: 0...(.max), using: &generator) & .random(in: 0...(.max), using: &generator)
        }
        let code = RANSCode(counts: counts(of: symbols, alphabetSize: 65_536))
        #expect(try code.decode(code.encode(symbols), count: symbols.count) == symbols)
    }

    @Test func emptyAndCertainMessages() throws {
        let nothing = RANSCode(counts: [])
        #expect(nothing.encode([UInt8]()).isEmpty)
        #expect(try nothing.decode([], count: 0, as: UInt8.self) == [])
        #expect(throws: DamagedStream(.trailingBytes, at: 0)) { try nothing.decode([1], count: 0, as: UInt8.self) }
        #expect(throws: DamagedStream(.badModel, at: 0)) { try nothing.decode([1], count: 1, as: UInt8.self) }
        // Found by the fuzzer: without any bytes the two decoders named different faults.
        #expect(throws: DamagedStream(.badModel, at: 0)) { try nothing.decode([], count: 4, as: UInt8.self) }
        #expect(throws: DamagedStream(.badModel, at: 0)) { try nothing.decodePlainly([], count: 4) }
        let certain = RANSCode(counts: [0, 9])
        #expect(certain.encode([1, 1, 1]).count == 8)
        #expect(try certain.decode(certain.encode([1, 1, 1]), count: 3) == [1, 1, 1])
    }

    @Test func damagedStreamsAreRefusedOrAreAnotherMessage() {
        var refused = 0
        for seed in 0..<6000 {
            var generator = SeededGenerator(seed: seed)
            let message = SeededMessage(seed: seed, longest: seed % 60 == 0 ? 9000 : 300)
            let precision = [9, 12, 15, 16, 20][seed % 5]
            let code = RANSCode(frequencies: SymbolFrequencies(counts: message.counts, precision: precision))
            let bytes = code.encode(message.symbols)
            let damaged = Damage.allCases[seed % Damage.allCases.count].applied(to: bytes, using: &generator)
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
        #expect(refused > 4800)
    }
}
