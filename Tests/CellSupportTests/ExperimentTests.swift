import CellSupport
import Foundation
import Testing

@Suite(.serialized) struct ExperimentTests {
    private struct Point: Encodable {
        var seed: Int
        var sparsity: Double
        var kind = "global"
    }

    @Test func flatObjectsHaveOneText() throws {
        #expect(try flatJSON(Point(seed: 1, sparsity: 0.9)) == #"{"kind":"global","seed":1,"sparsity":0.9}"#)
        #expect(try flatJSON(["a/b": Double.nan, "b": -.infinity]) == #"{"a/b":"nan","b":"-inf"}"#)
        #expect(try flatJSON(["x": true]) == #"{"x":true}"#)
        #expect(throws: ExperimentError.notFlat(json: "[1]")) { try flatJSON([1]) }
        #expect(throws: ExperimentError.notFlat(json: #"{"a":[1]}"#)) { try flatJSON(["a": [1]]) }
    }

    @Test func combinationsChangeTheLastSettingFirst() {
        #expect(combinations([1, 2], ["a", "b"]) { "\($0)\($1)" } == ["1a", "1b", "2a", "2b"])
        #expect(combinations(0..<2, 0..<2, 0..<2) { $0 * 4 + $1 * 2 + $2 } == Array(0..<8))
    }

    /// Starts an experiment as the runner does, and returns the file that it wrote.
    private func start(_ number: Int?, _ file: String, _ body: () throws -> Void) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.path + "/experiment-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        setenv("WINNOW_EXPERIMENT", folder, 1)
        if let number { setenv("WINNOW_EXPERIMENT_POINT", "\(number)", 1) }
        defer {
            unsetenv("WINNOW_EXPERIMENT")
            unsetenv("WINNOW_EXPERIMENT_POINT")
            try? FileManager.default.removeItem(atPath: folder)
        }
        try body()
        let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    @Test func theRunnerLearnsThePointsAndThenOneResultEach() throws {
        let grid = combinations(1...2, [0, 0.5]) { Point(seed: $0, sparsity: $1) }
        let points = try start(nil, "points") {
            try experiment(over: grid) { _ in
                Issue.record("a point was measured")
                return ["accuracy": 1.0]
            }
        }
        #expect(points.count == 4)
        #expect(points[3] == #"{"kind":"global","seed":2,"sparsity":0.5}"#)
        let result = try start(3, "result") {
            try experiment(over: grid) { ["accuracy": Double($0.seed) + $0.sparsity] }
        }
        #expect(result == [points[3], #"{"accuracy":2.5}"#])
        #expect(throws: ExperimentError.noSuchPoint(number: 4, of: 4)) {
            _ = try start(4, "result") { try experiment(over: grid) { _ in ["a": 1.0] } }
        }
    }

    @Test func gridsThatCannotBeRunAreRefused() throws {
        #expect(throws: ExperimentError.repeated(point: #"{"n":1}"#)) {
            try experiment(over: [["n": 1], ["n": 2], ["n": 1]]) { $0 }
        }
        #expect(throws: ExperimentError.self) {
            _ = try start(nil, "points") {
                try experiment(over: [["n": 1]]) { $0 }
                try experiment(over: [["n": 2]]) { $0 }
            }
        }
    }

    // Results

    private func results(_ text: String) throws -> ExperimentResults {
        let path = FileManager.default.temporaryDirectory.path + "/results-" + UUID().uuidString + ".jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        do {
            return try experimentResults(atPath: path)
        } catch ExperimentError.damaged(_, let line) {
            throw ExperimentError.damaged(path: "", line: line)
        }
    }

    private func line(_ seed: Int, _ sparsity: Double, _ accuracy: String, kind: String = "a") -> String {
        #"{"key":"k","point":{"seed":\#(seed),"sparsity":\#(sparsity),"kind":"\#(kind)"},"#
            + #""result":{"accuracy":\#(accuracy)},"seconds":1}"# + "\n"
    }

    @Test func aSeriesIsTheMeanWithABandFromLeastToGreatest() throws {
        let read = try results(
            line(1, 0.9, "0.5") + line(2, 0.9, "0.75") + line(1, 0, "1") + line(2, 0, "1") + line(1, 0, "9", kind: "b"))
        let series = read.series("s", x: "sparsity", y: "accuracy", where: ["kind": "a"])
        #expect(series == Series("s", x: [0, 0.9], y: [1, 0.625], low: [1, 0.5], high: [1, 0.75]))
        #expect(read.values(of: "accuracy", where: ["seed": 1, "sparsity": 0.9]) == [0.5])
        #expect(read.values(of: "seed", where: ["kind": "b"]) == [1])
    }

    @Test func theLastLineOfAPointHoldsAndATornOneIsNone() throws {
        let whole = line(1, 0.9, "0.5") + line(1, 0.9, "0.75")
        for length in 1..<line(2, 0, "1").count - 1 {
            let read = try results(whole + line(2, 0, "1").prefix(length))
            #expect(read.lines.count == 1 && read.values(of: "accuracy") == [0.75], "\(length)")
        }
        #expect(throws: ExperimentError.damaged(path: "", line: 2)) {
            _ = try results(line(1, 0.9, "0.5") + "{\n" + line(2, 0.9, "0.5"))
        }
        #expect(throws: ExperimentError.absent(path: "/absent.jsonl")) {
            _ = try experimentResults(atPath: "/absent.jsonl")
        }
    }

    @Test func numbersThatJSONLacksAreReadBack() throws {
        let values = try results(line(1, 0, #""nan""#) + line(2, 0, #""-inf""#)).values(of: "accuracy")
        #expect(values.count == 2 && values[0].isNaN && values[1] == -.infinity)
    }
}
