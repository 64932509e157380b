import AnswerFrames
import Judging
import Testing

struct ShrinkingTests {
    private struct Input: Codable, Equatable {
        var numbers: [Double]
        var limit: Int
        var name: String
    }

    private let judge = Judge<Input, Int>(compare: .exactly, where: { $0.limit >= 2 }) {
        Group("all", points: 1) { size, random in
            Input(
                numbers: random.array(count: size) { $0.double(-100...100) }, limit: random.int(2...1000),
                name: random.element(of: ["one", "two", "three"]))
        }
    }

    /// Follows the first smaller input that fails, until there is none.
    private func shrunk(_ input: Input, _ fails: (Input) -> Bool) throws -> (Input, steps: Int) {
        var tree = try FrameValue(encoding: input)
        for step in 0..<2000 {
            let smaller = try judge.smaller(than: tree, atMost: 1000).first { fails(try $0.decode(Input.self)) }
            guard let smaller else { return (try tree.decode(Input.self), step) }
            tree = smaller
        }
        return (try tree.decode(Input.self), 2000)
    }

    @Test func itEndsAtASmallValidInputThatStillFails() throws {
        for seed in 0..<40 {
            let inputs = try Frames.values(
                of: Input.self, in: try judge.inputs(ofGroup: 0, seed: UInt64(seed), count: 9))
            for input in inputs.suffix(4) {
                func fails(_ input: Input) -> Bool { input.numbers.contains { $0 > 3 } }
                guard fails(input) else { continue }
                let (smallest, steps) = try shrunk(input, fails)
                #expect(fails(smallest) && smallest.limit == 2 && smallest.name.isEmpty, "seed \(seed)")
                #expect(smallest.numbers.count == 1 && smallest.numbers[0] <= 4, "seed \(seed): \(smallest)")
                #expect(steps < 200, "seed \(seed)")
            }
        }
    }

    @Test func longListsGiveFewCandidates() throws {
        let input = Input(numbers: (0..<20_000).map(Double.init), limit: 2, name: "")
        let smaller = judge.smaller(than: try FrameValue(encoding: input), atMost: .max)
        #expect((100..<400).contains(smaller.count))
        let (one, _) = try shrunk(input) { $0.numbers.contains(17_321) }
        #expect(one.numbers.contains(17_321) && one.numbers.count < 20)
    }

    @Test func oddNumbersSurvive() throws {
        for number in [Double.nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude] {
            let (smallest, steps) = try shrunk(Input(numbers: [number], limit: .max, name: "\u{1F600}é")) { _ in true }
            #expect(smallest == Input(numbers: [], limit: 2, name: "") && steps < 2000)
        }
        let (kept, _) = try shrunk(Input(numbers: [-7.3], limit: 5, name: "")) { ($0.numbers.first ?? 0) < -7 }
        #expect(kept.numbers.count == 1 && kept.numbers[0] < -7)
    }

    @Test func randomnessIsFair() {
        var random = Random(seed: 7)
        var counts = [Int](repeating: 0, count: 5)
        for _ in 0..<50_000 { counts[random.int(-2...2) + 2] += 1 }
        #expect(counts.allSatisfy { (9500...10_500).contains($0) })
        #expect(random.int(.min ... .max) != random.int(.min ... .max))
        #expect(random.int(3...3) == 3 && random.double(2...2) == 2)
        let normals = (0..<20_000).map { _ in random.normal() }
        let variance = normals.reduce(0) { $0 + $1 * $1 } / 20_000
        #expect(abs(variance - 1) < 0.05)
    }
}
