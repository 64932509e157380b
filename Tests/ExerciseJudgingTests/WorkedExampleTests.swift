import ExerciseJudging
import Foundation
import Testing

/// The judge that CONTRIBUTING.md shows is one that works, and as short as it says.
struct WorkedExampleTests {
    @Test func theJudgeInContributingWorks() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
        func fence(_ word: String) throws -> String {
            let rest = try #require(page.components(separatedBy: "```swift judging=\(word)\n").dropFirst().first)
            return try #require(rest.components(separatedBy: "```").first)
        }
        let (call, judge) = (try fence("call"), try fence("judge"))
        #expect(call.split(separator: "\n").count < 10 && judge.split(separator: "\n").count < 20)

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
