import EntropyCoding
import Testing

@Suite struct BitStreamTests {
    @Test func bitsComeBackInOrder() throws {
        for seed in 0..<1000 {
            var generator = SeededGenerator(seed: seed)
            let fields = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                let bits = Int.random(in: 0...56, using: &generator)
                return (bits == 0 ? 0 : generator.next() >> UInt64(64 - bits), bits)
            }
            var writer = BitWriter()
            for (value, bits) in fields { writer.write(value, bits: bits) }
            let total = fields.reduce(0) { $0 + $1.1 }
            #expect(writer.bitCount == total)
            let bytes = writer.finish()
            #expect(bytes.count == (total + 7) / 8, "seed \(seed)")
            var reader = BitReader(bytes)
            for (value, bits) in fields { #expect(try reader.read(bits: bits) == value, "seed \(seed)") }
            #expect(reader.bitOffset == total)
            #expect(throws: Never.self, "seed \(seed)") { try reader.finish() }
        }
    }

    @Test func mostSignificantBitComesFirst() {
        var writer = BitWriter()
        writer.write(0b101, bits: 3)
        writer.write(1, bits: 2)
        #expect(writer.finish() == [0b1010_1000])
    }

    @Test func theEndIsChecked() throws {
        var reader = BitReader([0b1010_0000])
        #expect(try reader.read(bits: 3) == 0b101)
        #expect(throws: DamagedStream(.truncated, at: 1)) { try reader.read(bits: 6) }
        #expect(throws: Never.self) { try reader.finish() }
        var whole = BitReader([0, 0])
        #expect(throws: DamagedStream(.trailingBytes, at: 0)) { try whole.finish() }
        var set = BitReader([0b0000_0001])
        _ = try set.readBit()
        #expect(throws: DamagedStream(.badEnding, at: 0)) { try set.finish() }
        #expect(throws: DamagedStream(.truncated, at: 1)) { try set.readBit() }
    }

    @Test func gammaCodes() throws {
        var writer = BitWriter()
        writer.writeGamma(4)
        #expect(writer.finish() == [0b0010_0000])
        for seed in 0..<500 {
            var generator = SeededGenerator(seed: seed)
            let numbers = (0..<20).map { _ in Int(generator.next() >> UInt64.random(in: 8...63, using: &generator)) + 1
            }
            let bounded = numbers.map { min($0, 1 << 56 - 1) }
            var writer = BitWriter()
            for number in bounded { writer.writeGamma(number) }
            var reader = BitReader(writer.finish())
            for number in bounded { #expect(try reader.readGamma(upTo: 1 << 56) == number, "seed \(seed)") }
            #expect(throws: Never.self, "seed \(seed)") { try reader.finish() }
        }
    }

    @Test func gammaCodesOfNonsenseAreRefused() {
        var zeros = BitReader([UInt8](repeating: 0, count: 100))
        #expect(throws: DamagedStream(.valueOutOfRange, at: 0)) { try zeros.readGamma(upTo: .max) }
        var tooLarge = BitReader([0b0010_1000])
        #expect(throws: DamagedStream(.valueOutOfRange, at: 0)) { try tooLarge.readGamma(upTo: 4) }
        var short = BitReader([0b0000_0001])
        #expect(throws: DamagedStream(.truncated, at: 1)) { try short.readGamma(upTo: .max) }
    }

    @Test func damageSaysWhereItIs() {
        for fault in [
            DamagedStream.Fault.truncated, .trailingBytes, .badEnding, .badModel, .valueOutOfRange, .badChecksum,
        ] {
            #expect("\(DamagedStream(fault, at: 1234))".contains("at byte 1234"))
        }
    }
}
