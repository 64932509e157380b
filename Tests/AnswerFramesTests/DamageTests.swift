import AnswerFrames
import Testing

struct DamageTests {
    private let whole: [UInt8]

    init() throws {
        whole = try FrameValue(encoding: [["name": [1.5, 2.5]], ["other": [.nan]]] as [[String: [Double]]]).bytes
    }

    @Test func everyShorterTextIsRefused() {
        for count in whole.indices {
            #expect(throws: FrameError.self) { try FrameValue(bytes: whole[..<count]) }
        }
        #expect(throws: FrameError.trailing(at: whole.count)) { try FrameValue(bytes: (whole + [0])[...]) }
    }

    @Test func whateverTheBytesAreTheReaderReturns() {
        for seed in 0..<20_000 {
            var random = SplitMix(state: UInt64(seed))
            var bytes =
                seed % 2 == 0
                ? whole : (0..<Int(random.next() % 40)).map { _ in UInt8.random(in: 0...15, using: &random) }
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if let value = try? FrameValue(bytes: bytes[...]) {
                // What is read is read again from its own bytes.
                #expect(throws: Never.self, "seed \(seed)") { try FrameValue(bytes: value.bytes[...]) }
                _ = try? value.decode([[String: [Double]]].self)
                _ = try? value.decode([Int?].self)
                _ = value.text()
            }
            _ = try? Frames.split(bytes, atMost: 3)
        }
    }

    @Test func countsThatPromiseMoreThanThereIsAreRefused() {
        // A list, packed or not, a text and a record, each of 2^62 elements.
        for tag: UInt8 in 7...13 {
            let bytes = [tag] + [UInt8](repeating: 0xFF, count: 8) + [0x3F]
            #expect(throws: FrameError.malformed(at: 1), "tag \(tag)") { try FrameValue(bytes: bytes[...]) }
        }
    }

    @Test func depthIsBounded() throws {
        let deep = [UInt8](repeating: 0, count: 0) + (0..<100_000).flatMap { _ in [8, 1] as [UInt8] } + [0]
        #expect(throws: FrameError.tooDeep) { try FrameValue(bytes: deep[...]) }
        indirect enum Chain: Encodable {
            case end
            case link(Chain)

            func encode(to encoder: any Encoder) throws {
                var list = encoder.unkeyedContainer()
                if case .link(let next) = self { try list.encode(next) }
            }
        }
        var chain = Chain.end
        for _ in 0..<1000 { chain = .link(chain) }
        #expect(throws: FrameError.tooDeep) { try FrameValue(encoding: chain) }
    }

    @Test func framesAreCountedAndMeasured() throws {
        let frame = FrameValue.int(1).frame()
        #expect(try Frames.split(frame + frame, atMost: 2).frames.count == 2)
        #expect(throws: FrameError.tooMany(limit: 1)) { try Frames.split(frame + frame, atMost: 1) }
        let cut = try Frames.split(frame + frame.dropLast(), atMost: 2)
        #expect(cut.frames.count == 1 && cut.rest == .truncated(at: frame.count * 2 - 1))
        #expect(try Frames.split([255, 255, 255, 255], atMost: 1).rest == .truncated(at: 4))
    }
}
