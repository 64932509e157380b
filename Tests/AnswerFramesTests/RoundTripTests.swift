import AnswerFrames
import Testing

/// A value of every kind that an exercise may use.
private struct Sample: Codable, Equatable {
    enum Shape: Codable, Equatable {
        case point
        case box(width: Int, height: Int)
        case named(String)
    }

    enum Side: String, Codable { case left, right }

    var flag: Bool
    var whole: Int
    var small: Int8
    var large: UInt64
    var single: Float
    var double: Double
    var text: String
    var bytes: [UInt8]
    var numbers: [Float]
    var nested: [[Double]]
    var maybe: Int?
    var shape: Shape
    var side: Side
    var table: [String: Int]

    static func random(_ random: inout some RandomNumberGenerator) -> Sample {
        func list<Element>(_ element: () -> Element) -> [Element] {
            (0..<Int.random(in: 0...6, using: &random)).map { _ in element() }
        }
        let shapes: [Shape] = [.point, .box(width: .min, height: .max), .named("a \"name\"\n\u{1F600}")]
        return Sample(
            flag: .random(using: &random), whole: Int(truncatingIfNeeded: random.next()),
            small: Int8(truncatingIfNeeded: random.next()), large: random.next(),
            single: Float(bitPattern: UInt32(truncatingIfNeeded: random.next())),
            double: Double(bitPattern: random.next()), text: String(repeating: "é", count: Int(random.next() % 9)),
            bytes: list { UInt8(truncatingIfNeeded: random.next()) },
            numbers: list { Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) },
            nested: list { list { Double(bitPattern: random.next()) } },
            maybe: Bool.random(using: &random) ? Int(truncatingIfNeeded: random.next()) : nil,
            shape: shapes[Int(random.next() % 3)], side: .right,
            table: Bool.random(using: &random) ? ["a": 1, "": -1] : [:])
    }
}

struct RoundTripTests {
    @Test func whatGoesInComesOutBitForBit() throws {
        for seed in 0..<300 {
            var random = SplitMix(state: UInt64(seed))
            let sample = Sample.random(&random)
            let bytes = try FrameValue(encoding: sample).bytes
            let back = try FrameValue(bytes: bytes[...]).decode(Sample.self)
            // NaN differs from itself, so the bytes are compared; a table has no order.
            #expect(back.double.bitPattern == sample.double.bitPattern, "seed \(seed)")
            #expect(
                back.nested.map { $0.map(\.bitPattern) } == sample.nested.map { $0.map(\.bitPattern) }, "seed \(seed)")
            #expect(back.numbers.map(\.bitPattern) == sample.numbers.map(\.bitPattern), "seed \(seed)")
            #expect(back.single.bitPattern == sample.single.bitPattern, "seed \(seed)")
            var (left, right) = (back, sample)
            for clear in [\Sample.double] { (left[keyPath: clear], right[keyPath: clear]) = (0, 0) }
            (left.single, right.single, left.nested, right.nested, left.numbers, right.numbers) = (0, 0, [], [], [], [])
            #expect(left == right, "seed \(seed)")
        }
    }

    @Test func bareValuesTravelToo() throws {
        for value in [0.0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 1e300] {
            let back = try FrameValue(bytes: FrameValue(encoding: value).bytes[...]).decode(Double.self)
            #expect(back.bitPattern == value.bitPattern)
        }
        for value in [Int.min, -1, 0, 1, 127, 128, Int.max] {
            #expect(try FrameValue(bytes: FrameValue(encoding: value).bytes[...]).decode(Int.self) == value)
        }
        let none: Int? = nil
        #expect(try FrameValue(bytes: FrameValue(encoding: none).bytes[...]).decode(Int?.self) == nil)
        #expect(try FrameValue(encoding: [Float](repeating: 1, count: 1000)).bytes.count == 4003)
        #expect(try FrameValue(encoding: [UInt8](repeating: 255, count: 1000)).bytes.count == 1003)
    }

    @Test func otherTypesAreRefused() throws {
        let text = try FrameValue(encoding: "1")
        #expect(throws: DecodingError.self) { try text.decode(Double.self) }
        #expect(throws: DecodingError.self) { try text.decode([Double].self) }
        let large = try FrameValue(encoding: 300)
        #expect(throws: DecodingError.self) { try large.decode(UInt8.self) }
        #expect(throws: DecodingError.self) { try FrameValue(encoding: 1.0).decode(Float.self) }
        #expect(throws: DecodingError.self) { try FrameValue(encoding: ["a": 1]).decode(Sample.self) }
    }

    @Test func valuesReadWell() throws {
        struct Input: Codable {
            var weights: [Float]
            var name: String
            var inner: Inner
        }
        struct Inner: Codable { var a: Int }
        let input = Input(weights: [1, -0.5], name: "conv", inner: Inner(a: 3))
        #expect(
            try FrameValue(encoding: input).text() == "weights: [1.0, -0.5], name: \"conv\", inner: (a: 3)")
        #expect(try FrameValue(encoding: Array(0..<100)).text().hasSuffix("22, 23, … 100 in all]"))
    }
}

/// A seeded generator for tests.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
