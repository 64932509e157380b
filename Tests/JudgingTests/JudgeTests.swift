import AnswerFrames
import Judging
import Testing

struct JudgeTests {
    private struct Input: Codable, Equatable {
        var numbers: [Double]
        var factor: Int
    }

    private func scaled(_ input: Input) -> [Double] { input.numbers.map { $0 * Double(input.factor) } }

    private var judge: Judge<Input, [Double]> {
        Judge(
            compare: .within(relative: 1e-9), where: { $0.factor > 0 },
            plainly: { input in
                input.numbers.map { number in (0..<input.factor).reduce(0.0) { sum, _ in sum + number } }
            }
        ) {
            Group("small", points: 1) { size, random in
                Input(numbers: random.array(count: size / 10) { $0.double(-1...1) }, factor: random.int(1...9))
            }
            Group("edges", points: 2, inputs: [Input(numbers: [], factor: 1), Input(numbers: [.nan], factor: 2)])
        }
    }

    @Test func itDescribesItself() {
        #expect(
            judge.description
                == JudgeDescription(
                    groups: [
                        GroupDescription(name: "small", points: 1, count: 100, isRandom: true),
                        GroupDescription(name: "edges", points: 2, count: 2, isRandom: false),
                    ], isIndependent: true))
    }

    @Test func inputsFollowTheSeed() throws {
        let first = try judge.inputs(ofGroup: 0, seed: 1)
        #expect(first == (try judge.inputs(ofGroup: 0, seed: 1)))
        #expect(first != (try judge.inputs(ofGroup: 0, seed: 2)))
        let values = try Frames.values(of: Input.self, in: first)
        #expect(values.count == 100 && values.first?.numbers.isEmpty == true && values.last?.numbers.count == 10)
    }

    @Test func rightAnswersAreRightAndOthersAreExplained() throws {
        let input = Input(numbers: [1, .nan, .infinity, 3], factor: 3)
        let tree = try FrameValue(encoding: input)
        func said(_ answer: some Encodable) throws -> Judgement {
            try judge.judgement(input: tree, answer: try FrameValue(encoding: answer).bytes[...], reference: scaled)
        }
        #expect(try said([3, .nan, .infinity, 9.000_000_001]).kind == .right)
        let near = try said([3, .nan, .infinity, 9.0001])
        #expect(near.kind == .wrong && near.reason.hasSuffix("at [3]") && near.got == "[3.0, nan, inf, 9.0001]")
        #expect(near.input == "numbers: [1.0, nan, inf, 3.0], factor: 3" && near.expected == "[3.0, nan, inf, 9.0]")
        #expect(try said([3.0]).reason == "1 elements instead of 4")
        #expect(try said([3, 1, .infinity, 9]).kind == .wrong)
        #expect(try said([3, .nan, 1e300, 9]).kind == .wrong)
        #expect(try said("three").kind == .malformed)
        #expect(try said([1, 2, 3, 4]).kind == .malformed)
        let garbage = try judge.judgement(input: tree, answer: [99, 1, 2][...], reference: scaled)
        #expect(garbage.kind == .malformed && garbage.reason.contains("no value begins with 99"))
    }

    @Test func thePlainWayFindsAWrongReference() throws {
        let input = Input(numbers: [0.5], factor: 7)
        #expect(try judge.selfJudgement(input: input, reference: scaled).kind == .right)
        let said = try judge.selfJudgement(input: input) { $0.factor == 7 ? [3] : scaled($0) }
        #expect(said.kind == .wrong && said.expected == "[3.5]" && said.got == "[3.0]")
    }

    @Test func propertiesDecodersAndAllOfThem() throws {
        let judge = Judge<[UInt8], [UInt8]>(
            compare: .all(
                .property("no longer than the input and one") { input, answer in answer.count <= input.count + 1 },
                .restores(
                    { $0 },
                    by: { _, answer in
                        guard answer.first == 7 else { throw FrameError.tooLarge }
                        return Array(answer.dropFirst())
                    }))
        ) { Group("all", points: 1, inputs: [[1, 2]]) }
        #expect(judge.description.isIndependent)
        func said(_ answer: [UInt8]) throws -> Judgement {
            try judge.judgement(
                input: try FrameValue(encoding: [1, 2] as [UInt8]),
                answer: try FrameValue(encoding: answer).bytes[...], reference: { _ in [] })
        }
        #expect(try said([7, 1, 2]).kind == .right)
        #expect(try said([7, 2, 1]).reason == "the decoder restores something else")
        #expect(try said([8, 1, 2]).reason.hasPrefix("the decoder refuses it"))
        #expect(try said([7, 1, 2, 3]).reason == "this must hold: no longer than the input and one")
        #expect(try said([7, 1, 2, 3]).expected.isEmpty)
    }

    @Test func aParameterBeforeTheWordsIsCheckedAndHandedOn() throws {
        let judge = Judge<Int, [UInt8]>(
            compare: .restores({ $0 }, parameter: 1...9) { _, factor, words in factor * words.reduce(0) { $0 + Int($1) }
            }
        ) { Group("all", points: 1, inputs: [12]) }
        func said(_ answer: [UInt8]) throws -> Judgement {
            try judge.judgement(
                input: .int(12), answer: try FrameValue(encoding: answer).bytes[...], reference: { _ in [] })
        }
        #expect(try said([3, 4]).kind == .right && said([4, 1, 2]).kind == .right)
        #expect(try said([3, 5]).reason == "the decoder restores something else")
        #expect(try said([12, 1]).reason == "the decoder refuses it: the first byte is 12, and no parameter in 1...9")
        #expect(try said([]).reason == "the decoder refuses it: there are no bytes")
    }

    @Test func anyMaskThatKeepsTheGreatestIsRight() throws {
        let judge = Judge<Input, [Bool]>(compare: .keepsGreatest(\.factor, by: { $0.numbers.map(abs) })) {
            Group("all", points: 1, inputs: [Input(numbers: [1], factor: 1)])
        }
        #expect(judge.description.isIndependent)
        func said(_ numbers: [Double], _ count: Int, _ mask: [Bool]) throws -> Judgement {
            try judge.judgement(
                input: try FrameValue(encoding: Input(numbers: numbers, factor: count)),
                answer: try FrameValue(encoding: mask).bytes[...], reference: { _ in [] })
        }
        #expect(try said([1, -3, 3, -3], 2, [false, true, false, true]).kind == .right)
        #expect(try said([1, -3, 3, -3], 2, [false, false, true, true]).kind == .right)
        #expect(
            try said([1, -3, 3, -3], 2, [true, false, true, false]).reason
                == "[0] is kept and [1] is not, which is greater")
        #expect(try said([1, -3, 3, -3], 2, [false, true, true, true]).reason == "3 are kept, and not 2")
        #expect(try said([1, 2], 1, [true]).reason == "there are 1 Booleans for 2 weights")
        #expect(try said([], 0, []).kind == .right)
        #expect(try said([1, 2], 2, [true, true]).kind == .right)
        #expect(try said([1, 2], 0, [false, false]).kind == .right)
    }

    @Test func sizesGrowFromTheLeastToTheGreatest() throws {
        func sizes(_ range: ClosedRange<Int>, _ count: Int) throws -> [Int] {
            let judge = Judge<Int, Int>(compare: .exactly) {
                Group("all", points: 1, count: count, sizes: range) { size, _ in size }
            }
            return try Frames.values(of: Int.self, in: try judge.inputs(ofGroup: 0, seed: 1))
        }
        #expect(try sizes(2...10, 5) == [2, 4, 6, 8, 10])
        #expect(try sizes(3...4, 4) == [3, 3, 3, 4])
        #expect(try sizes(7...9, 1) == [9])
        #expect(try sizes(5...5, 3) == [5, 5, 5])
    }

    @Test func masksAreOfAnyDensityAndKeepWhatTheySay() {
        var random = Random(seed: 4)
        var kept = [0: 0]
        var first = 0
        for _ in 0..<4000 {
            let mask = random.mask(count: 64)
            kept[mask.count { $0 }, default: 0] += 1
            let two = random.mask(count: 5, keeping: 2)
            #expect(two.count == 5 && two.count { $0 } == 2)
            if two[0] { first += 1 }
        }
        #expect(kept[0] == 0 && kept.keys.allSatisfy { 0...64 ~= $0 })
        // Seven orders of magnitude; one weight alone belongs to two of them.
        #expect(kept.filter { $0.key >= 32 }.values.reduce(0, +) > 400 && (kept[1] ?? 0) > 400)
        #expect(abs(Double(first) / 4000 - 0.4) < 0.04)
        #expect(random.mask(count: 1) == [true] && random.mask(count: 3, keeping: 3) == [true, true, true])
    }

    @Test func exactIsExact() throws {
        let judge = Judge<Int, [String: Double]>(compare: .exactly) { Group("all", points: 1, inputs: [1]) }
        #expect(!judge.description.isIndependent)
        func said(_ answer: [String: Double]) throws -> Judgement {
            try judge.judgement(
                input: .int(1), answer: try FrameValue(encoding: answer).bytes[...],
                reference: { _ in ["a": 0.1, "b": -0.0] })
        }
        #expect(try said(["b": 0, "a": 0.1]).kind == .right)
        #expect(try said(["b": 0, "a": 0.1.nextUp]).kind == .wrong)
        #expect(try said(["a": 0.1]).kind == .wrong)
        #expect(try said(["a": 0.1, "c": 0]).reason == "`b` is missing")
    }

    @Test func aReferenceThatThrowsIsNoAnswersFault() throws {
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            try judge.judgement(
                input: try FrameValue(encoding: Input(numbers: [], factor: 1)),
                answer: try FrameValue(encoding: [1.0]).bytes[...], reference: { _ in throw Refusal() })
        }
    }
}
