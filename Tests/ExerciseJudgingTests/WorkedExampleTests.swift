import ExerciseJudging
import Foundation
import Testing

/// The judge that CONTRIBUTING.md shows is one that works, and as short as it says.
struct WorkedExampleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Lines that are neither blank nor comments.
    private static func lines(_ text: String) -> Int {
        text.split(separator: "\n").count { !$0.allSatisfy(\.isWhitespace) && !$0.drop { $0 == " " }.hasPrefix("//") }
    }

    @Test func theJudgesOfTheCourseAreShort() throws {
        let solutions = Self.root.appendingPathComponent("Solutions")
        var judges = 0
        for name in try FileManager.default.subpathsOfDirectory(atPath: solutions.path) {
            guard name.hasSuffix("judge.swift") || name.hasSuffix("call.swift") else { continue }
            let text = try String(contentsOf: solutions.appendingPathComponent(name), encoding: .utf8)
            #expect(Self.lines(text) < (name.hasSuffix("judge.swift") ? 20 : 10), "\(name)")
            judges += 1
        }
        #expect(judges >= 8)
    }

    @Test func theJudgeInContributingWorks() async throws {
        let page = try String(contentsOf: Self.root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
        func fence(_ word: String) throws -> String {
            let rest = try #require(page.components(separatedBy: "```swift judging=\(word)\n").dropFirst().first)
            return try #require(rest.components(separatedBy: "```").first)
        }
        let (call, judge) = (try fence("call"), try fence("judge"))
        #expect(Self.lines(call) < 10 && Self.lines(judge) < 20)

        let exercise = try ScratchExercise()
        defer { exercise.remove() }
        let solution = """
            func largest(_ count: Int, of weights: [Double]) -> [Int] {
                let order = weights.indices.sorted { abs(weights[$0]) > abs(weights[$1]) }
                return Array(order.prefix(count))
            }

            """
        try exercise.write(call, named: "call.swift")
        try exercise.write(judge, named: "judge.swift")
        try exercise.write(solution, named: "solution.swift")
        let judging = try await exercise.judging()
        let inputs = try await judging.inputs(seed: 9)
        #expect(try await judging.judge(judging.files.solution, on: inputs).verdict == .correct)
        let signed = SwiftText(file: "signed.swift", text: solution.replacing("abs", with: ""))
        let judged = try await judging.judge(signed, on: inputs)
        #expect(judged.firstFailing?.failure?.reason == "this must hold: nothing left out is larger than what is there")
    }
}
