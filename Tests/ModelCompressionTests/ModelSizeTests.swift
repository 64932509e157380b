import ModelCompression
import Testing

@Suite struct ModelSizeTests {
    @Test func seventyBillionParametersAtSixteenBits() {
        let size = ModelSize(parameters: 70_000_000_000, bitsPerWeight: 16)
        #expect(size.bytes.bytes == 140_000_000_000)
        #expect(size.bytes.formatted() == "140 GB")
        #expect(size.bytes.formatted(.binary) == "130.4 GiB")
        #expect(ModelSize(parameters: 70_000_000_000, bitsPerWeight: 4).bytes.formatted() == "35 GB")
    }

    @Test func theHundredMillionParameterExercise() {
        func size(_ pattern: PatternOverhead) -> ModelSize {
            ModelSize(parameters: 100_000_000, sparsity: 0.9, bitsPerNonzero: 1.5, pattern: pattern)
        }
        let values = size(.notStored)
        #expect(values.denseBytes.formatted() == "400 MB")
        #expect(values.bits == 15_000_000)
        #expect(values.bytes.bytes == 1_875_000)
        #expect(values.bytes.formatted() == "1.875 MB")
        #expect(Int(values.ratio.rounded()) == 213)

        let bound = size(.entropyBound)
        #expect(bound.patternBytes.formatted() == "5.862 MB")
        #expect(bound.bytes.formatted() == "7.737 MB")
        #expect(abs(bound.ratio - 51.7) < 0.05)

        let bitmask = size(.bitmask)
        #expect(bitmask.patternBytes.formatted() == "12.5 MB")
        #expect(bitmask.bytes.formatted() == "14.38 MB")
        #expect(abs(bitmask.ratio - 27.8) < 0.05)

        let rows = size(.csr(rows: 10_000, indexBits: 32))
        #expect(rows.patternBits == 10_000_000 * 32 + 10_001 * 32)
        #expect(rows.patternBytes.bytes == 40_040_004)
    }

    /// LeNet-300-100 with 8 % of its weights left; the bytes of the positions, and the whole with 5-bit values.
    @Test func positionsOfDeepCompression() {
        func size(_ pattern: PatternOverhead) -> ModelSize {
            ModelSize(parameters: 266_200, sparsity: 0.92, bitsPerNonzero: 5, pattern: pattern)
        }
        #expect(size(.bitmask).patternBytes.bytes == 33_275)
        #expect(size(.entropyBound).patternBytes.bytes == 13_383)
        #expect(size(.csr(rows: 300, indexBits: 16)).patternBits == 42_592 * 8 + 301 * 32)
        let relative = size(.relativeIndices(bits: 5))
        #expect(abs(relative.bits / 8 - 28_603) < 3)
        // Index width against bits per weight at 10 % density, without the values of fillers.
        for (bits, expected) in [(3, 0.527), (4, 0.491), (5, 0.518), (8, 0.800)] {
            let overhead = PatternOverhead.relativeIndices(bits: bits).bits(
                count: 1_000_000, kept: 100_000, bitsPerValue: 0)
            #expect(abs(overhead / 1_000_000 - expected) < 0.0006, "\(bits)")
        }
    }

    @Test func fillersOfAMaskAreCountedOneByOne() {
        // Positions 3, 40 and 41 with 5 bits: (3, a) (31, filler) (4, b) (0, c).
        let mask = Mask(count: 50) { [3, 40, 41].contains($0) }
        #expect(mask.fillerCount(indexBits: 5) == 1)
        #expect(PatternOverhead.relativeIndices(bits: 5).bits(of: mask, bitsPerValue: 6) == 4 * 5 + 6)
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: seed)
            let mask = Mask.random(count: 400, sparsity: 0.9, using: &generator)
            for bits in 1...5 {
                // The plain encoder: walk over the weights, and spend an entry whenever the field is full.
                var (run, fillers) = (0, 0)
                var pending = 0
                for bit in mask.bits {
                    if bit {
                        fillers += pending
                        (run, pending) = (0, 0)
                    } else {
                        run += 1
                        if run == 1 << bits { (run, pending) = (0, pending + 1) }
                    }
                }
                #expect(mask.fillerCount(indexBits: bits) == fillers, "seed \(seed), \(bits) bits")
            }
        }
    }

    @Test func expectedFillersAreTheMeanOverRandomMasks() {
        let pattern = PatternOverhead.relativeIndices(bits: 3)
        var total = 0.0
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: seed)
            let mask = Mask.random(count: 5000, sparsity: 0.9, using: &generator)
            total += pattern.bits(of: mask, bitsPerValue: 4)
        }
        let expected = pattern.bits(count: 5000, kept: 500, bitsPerValue: 4)
        #expect(abs(total / 200 / expected - 1) < 0.01)
    }

    @Test func partsAddUp() {
        let mask = Mask.magnitude(of: (0..<1000).map { Float($0) }, sparsity: 0.75)
        let size = ModelSize(parts: [
            .init("fc1.weight", mask: mask, bitsPerNonzero: 4, pattern: .bitmask, sideBits: 16 * 32),
            .init("fc1.bias", parameters: 10),
        ])
        #expect(size.parameters == 1010)
        #expect(size.kept == 260)
        #expect(size.bits == 250 * 4 + 1000 + 512 + 320)
        #expect(size.parts.reduce(0) { $0 + $1.bits } == size.bits)
        #expect(size.parts[0].bytes.bytes == 314)
    }
}

@Suite struct ByteCountTests {
    @Test func formatting() {
        let cases: [(Int, String, String)] = [
            (0, "0 bytes", "0 bytes"), (1, "1 byte", "1 byte"), (999, "999 bytes", "999 bytes"),
            (1000, "1 kB", "1000 bytes"), (1024, "1.024 kB", "1 KiB"), (999_949, "999.9 kB", "976.5 KiB"),
            (999_950, "1 MB", "976.5 KiB"), (1_048_575, "1.049 MB", "1 MiB"), (1_066_440, "1.066 MB", "1.017 MiB"),
            (31_964, "31.96 kB", "31.21 KiB"), (2_000_000_000_000, "2 TB", "1.819 TiB"),
            (.max, "9.223 EB", "8 EiB"),
        ]
        for (bytes, decimal, binary) in cases {
            #expect(ByteCount(bytes).formatted() == decimal)
            #expect(ByteCount(bytes).formatted(.binary) == binary)
        }
        #expect(ByteCount(1_234_567).formatted(significantDigits: 6) == "1.23457 MB")
        #expect("\(ByteCount(bits: 9))" == "2 bytes")
    }
}
