import CellSupport
import Foundation
import Testing

/// Checkpoints within a folder of their own, as the runner hands one to a cell.
@Suite(.serialized) struct CheckpointTests {
    private struct Result: Codable, Equatable {
        var name: String
        var losses: [Double]
        var weights: [Float]
        var note: String?
    }

    private func inCell(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/checkpoints-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        enter(folder + "/key")
        defer { unsetenv("WINNOW_CHECKPOINT") }
        try body(folder)
    }

    /// A cell begins in a program that was started again.
    private func enter(_ prefix: String) {
        CheckpointFile.startAgain()
        setenv("WINNOW_CHECKPOINT", prefix, 1)
    }

    @Test func outsideTheRunnerItComputesEachTime() throws {
        var count = 0
        for _ in 0..<2 {
            let value = try checkpoint("n") {
                count += 1
                return count
            }
            #expect(value == count)
        }
        #expect(count == 2)
    }

    @Test func aResultIsTakenFromTheLastRunBitForBit() throws {
        let value = Result(
            name: "ä\n\"\u{0}", losses: [.nan, -.infinity, -0.0, Double.leastNonzeroMagnitude, 0.1],
            weights: [-0.0, .infinity, .leastNonzeroMagnitude, 1 / 3], note: nil)
        try inCell { (folder: String) throws in
            #expect(try checkpoint("r", { value }).name == value.name)
            enter(folder + "/key")
            let again: Result = try checkpoint("r") {
                Issue.record("computed again")
                return value
            }
            #expect(again.losses.map(\.bitPattern) == value.losses.map(\.bitPattern))
            #expect(again.weights.map(\.bitPattern) == value.weights.map(\.bitPattern))
            #expect(again.note == nil && again.name == value.name)
        }
    }

    @Test func keysNamesTypesAndUsesAreKeptApart() throws {
        try inCell { (folder: String) throws in
            var computed: [String] = []
            func ask<Value: Codable>(_ name: String, _ value: Value) throws -> Value {
                try checkpoint(name) {
                    computed.append("\(name) \(value)")
                    return value
                }
            }
            for round in 0..<2 {
                enter(folder + "/key")
                #expect(try ask("a", 1) == 1)
                #expect(try ask("a", 2) == 2)
                #expect(try ask("b", 3) == 3)
                #expect(try ask("a", "text") == "text")
                #expect(computed == ["a 1", "a 2", "b 3", "a text"], "round \(round)")
            }
            enter(folder + "/other")
            #expect(try ask("a", 4) == 4)
            #expect(computed.last == "a 4")
        }
    }

    @Test func aDamagedFileCountsAsAbsent() throws {
        try inCell { (folder: String) throws in
            #expect(try checkpoint("d", { [1, 2, 3] }) == [1, 2, 3])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.count == 1)
            let file = URL(fileURLWithPath: folder + "/" + (names.first ?? ""))
            let whole = try Data(contentsOf: file)
            var damaged = (0..<whole.count).map { whole.prefix($0) }
            for index in whole.indices {
                var bytes = whole
                bytes[index] ^= 0x41
                damaged.append(bytes)
            }
            damaged.append(whole + [0])
            for bytes in damaged {
                try bytes.write(to: file)
                enter(folder + "/key")
                #expect(try checkpoint("d", { [7] }) == [7])
                // What was computed took the place of the damaged file.
                enter(folder + "/key")
                #expect(try checkpoint("d", { [8] }) == [7])
            }
        }
    }

    @Test func whatCannotBeReadIsComputedAndWhatThrowsIsNotKept() throws {
        struct Refused: Error {}
        try inCell { (folder: String) throws in
            #expect(throws: Refused.self) { try checkpoint("t") { () throws -> Int in throw Refused() } }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            let save = { (value: Int) in [UInt8(value)] }
            enter(folder + "/key")
            #expect(try checkpoint("t", save: save, load: { Int($0[0]) }) { 5 } == 5)
            enter(folder + "/key")
            #expect(try checkpoint("t", save: save, load: { Int($0[0]) }) { 6 } == 5)
            enter(folder + "/key")
            #expect(try checkpoint("t", save: save, load: { _ in throw Refused() }) { 6 } == 6)
        }
    }

    @Test func aFolderThatIsNotThereIsNoReasonToFail() throws {
        try inCell { (folder: String) throws in
            enter(folder + "/absent/key")
            #expect(try checkpoint("x", { 1 }) == 1)
        }
    }
}
