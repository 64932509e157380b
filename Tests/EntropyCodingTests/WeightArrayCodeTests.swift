import EntropyCoding
import Testing

/// A weight array of one of the shapes that the model has special cases for.
private func seededLevels(_ generator: inout SeededGenerator, count: Int) -> [Int32] {
    let shape = Int.random(in: 0..<5, using: &generator)
    let zeros = [0, 50, 90, 99].randomElement(using: &generator) ?? 0
    return (0..<count).map { index in
        if generator.next() % 100 < zeros { return 0 }
        return switch shape {
        case 0: Int32.random(in: -7...7, using: &generator)
        case 1: Int32.random(in: -127...127, using: &generator)
        case 2: Int32.random(in: -Int32.max...Int32.max, using: &generator)
        case 3: index / 10 % 2 == 0 ? 1 : -1
        default: generator.next() % 2 == 0 ? .max : -.max
        }
    }
}

@Suite struct WeightArrayCodeTests {
    @Test func levelsComeBackInAnyGeometry() throws {
        for seed in 0..<3000 {
            var generator = SeededGenerator(seed: seed)
            let count = seed % 9 == 0 ? seed / 9 % 4 : Int.random(in: 0...700, using: &generator)
            let levels = seededLevels(&generator, count: count)
            let columns = Int.random(in: 1...90, using: &generator)
            let code = WeightArrayCode(columns: columns, rowLength: Int.random(in: 1...90, using: &generator))
            #expect(try code.decode(code.encode(levels), count: count) == levels, "seed \(seed)")
            // A geometry beyond the array is as good as any, and takes no memory.
            let vast = WeightArrayCode(columns: .max)
            #expect(try vast.decode(vast.encode(levels), count: count) == levels, "seed \(seed)")
        }
    }

    @Test func independentLevelsCostTheirEntropy() throws {
        for (seed, zeros) in [30, 80, 97].enumerated() {
            var generator = SeededGenerator(seed: seed)
            let levels = (0..<400_000).map { _ in
                generator.next() % 100 < zeros ? 0 : Int32.random(in: -7...7, using: &generator)
            }
            let code = WeightArrayCode(columns: 500)
            let bytes = code.encode(levels)
            #expect(Double(bytes.count * 8) < 1.01 * entropy(of: levels) * Double(levels.count), "\(zeros) % zeros")
            #expect(try code.decode(bytes, count: levels.count) == levels)
        }
    }

    @Test func structureMakesThemCostLess() throws {
        // 100 images of 28 × 28 with a patch each: weights of one sign where the patch is, zeros elsewhere.
        var generator = SeededGenerator(seed: 2)
        var levels = [Int32](repeating: 0, count: 100 * 784)
        for image in 0..<100 {
            let (top, left) = (Int.random(in: 0...18, using: &generator), Int.random(in: 0...18, using: &generator))
            let sign: Int32 = generator.next() % 2 == 0 ? 1 : -1
            for row in top..<top + 10 {
                for column in left..<left + 10 where generator.next() % 4 > 0 {
                    levels[image * 784 + row * 28 + column] = sign * .random(in: 1...7, using: &generator)
                }
            }
        }
        let bound = entropy(of: levels) * Double(levels.count) / 8
        let flat = WeightArrayCode(columns: 784).encode(levels)
        let inTwoDimensions = WeightArrayCode(columns: 784, rowLength: 28).encode(levels)
        #expect(Double(inTwoDimensions.count) < 0.75 * bound)
        #expect(inTwoDimensions.count < flat.count)
    }

    @Test func allZerosCostAlmostNothing() throws {
        let zeros = [Int32](repeating: 0, count: 1_000_000)
        let code = WeightArrayCode(columns: 1000)
        let bytes = code.encode(zeros)
        #expect(bytes.count < 100)
        #expect(try code.decode(bytes, count: zeros.count) == zeros)
    }

    @Test func theFormatDoesNotChange() {
        // A file must be readable years later: this is what version 1 of the model makes of these levels.
        let levels = (0..<64).map { (index: Int32) -> Int32 in
            let magnitude = (index * index * 7) % 11
            return index % 3 == 0 ? 0 : index % 2 == 0 ? magnitude : -magnitude
        }
        let bytes = WeightArrayCode(columns: 16, rowLength: 4).encode(levels)
        let text = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(text == "50d61b12b61224e4d7da89c19474b812215388ede7fd5571fa36363ea355908969")
    }

    @Test func damagedStreamsAreRefusedOrAreOtherLevels() {
        var refused = 0
        for seed in 0..<6000 {
            var generator = SeededGenerator(seed: seed)
            let levels = seededLevels(&generator, count: Int.random(in: 20...300, using: &generator))
            let code = WeightArrayCode(columns: 1 + seed % 40, rowLength: 1 + seed % 9)
            let damage = Damage.allCases[seed % Damage.allCases.count]
            let damaged = damage.applied(to: code.encode(levels), using: &generator)
            do {
                #expect(try code.encode(code.decode(damaged, count: levels.count)) == damaged, "seed \(seed)")
            } catch { refused += 1 }
        }
        #expect(refused > 2500)
    }
}
