import CellRunning
import Foundation
import Testing

@Suite struct ResultLineTests {
    private let objects = [
        #"{"seed":1,"sparsity":0.9}"#, "{}", #"{"a":"}, \"result\":{","result":"}","seconds":1}"#,
        #"{"a":"\"},\"result\":{\"b\":1},\"seconds\":2}","ä":true}"#,
    ]

    @Test func aLineIsReadAsItWasWritten() throws {
        for point in objects {
            for result in objects {
                let line = ResultLine(key: "0af", point: point, result: result, seconds: 1.23456)
                #expect(line.seconds == "1.235")
                #expect(ResultLine(line.text[...]) == line, "\(line.text)")
                // Whatever is missing at its end, it is no line.
                for length in 0..<line.text.count { #expect(ResultLine(line.text.prefix(length)) == nil) }
            }
        }
    }
}

@Suite struct ResultFileTests {
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/results-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder + "/r.jsonl")
    }

    private func line(_ number: Int, key: String = "k") -> ResultLine {
        ResultLine(key: key, point: "{\"n\":\(number)}", result: "{\"m\":\(number * 2)}", seconds: 1)
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func aRunThatWasKilledLeavesWholeLines() async throws {
        let whole = line(1).text + "\n" + line(2).text + "\n"
        let torn = line(3).text
        for length in 0...torn.count {
            try await inFolder { path in
                try Data((whole + torn.prefix(length)).utf8).write(to: URL(fileURLWithPath: path))
                let file = try ResultFile(path: path)
                #expect(await file.lines == [line(1), line(2)])
                try await file.append(line(4))
                #expect(try text(path) == whole + line(4).text + "\n")
            }
        }
    }

    @Test func sortingBringsPointsIntoOrderAndDropsOtherKeys() async throws {
        try await inFolder { path in
            let file = try ResultFile(path: path)
            for line in [line(3, key: "old"), line(2), line(1), line(9)] { try await file.append(line) }
            try await file.sort([line(1).point, line(2).point], key: "k")
            #expect(try text(path) == line(1).text + "\n" + line(2).text + "\n")
        }
    }

    @Test func aSecondRunIsKeptAway() async throws {
        try await inFolder { path in
            let file = try ResultFile(path: path)
            #expect(throws: ExperimentRunError.self) { _ = try ResultFile(path: path) }
            #expect(await file.lines.isEmpty)
        }
    }
}
