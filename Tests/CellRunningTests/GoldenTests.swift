import CourseModel
import Testing

@Suite("Courses as a whole")
struct GoldenTests {
    @Test("all holds", arguments: GoldenCase.all("expect"))
    func expect(_ golden: GoldenCase) async throws {
        let run = try await golden.run()
        #expect(run.findings.filter { $0.severity == .error } == [])
        try compare(run, with: golden)
    }

    @Test("what does not hold is found, at its place", arguments: GoldenCase.all("failure"))
    func failure(_ golden: GoldenCase) async throws {
        let run = try await golden.run()
        #expect(!run.findings.isEmpty)
        try compare(run, with: golden)
    }

    private func compare(_ run: GoldenCase.Run, with golden: GoldenCase) throws {
        for (text, file) in [(run.text, "findings.txt"), (run.cells, "cells.txt")] {
            if let difference = try golden.difference(text, from: file) { Issue.record("\(difference)") }
        }
    }

    @Test("there are cases of both kinds")
    func presence() {
        #expect(GoldenCase.all("expect").count >= 3)
        #expect(GoldenCase.all("failure").count >= 5)
    }
}
