import Foundation
import ModelCompression
import Testing

/// Images of 4 × 3 pixels whose class is where they are bright.
private func images(_ count: Int, seed: Int) -> LabeledImages {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { _ in UInt8.random(in: 0..<4, using: &generator) }
    let pixels = labels.flatMap { label in
        (0..<12).map { UInt8.random(in: 0...($0 / 3 == Int(label) ? 255 : 100), using: &generator) }
    }
    return LabeledImages(rows: 4, columns: 3, classes: 4, pixels: pixels, labels: labels)
}

@Suite struct LotteryTicketTests {
    private let train = images(300, seed: 1)
    private let validation = images(80, seed: 2)
    private let test = images(80, seed: 3)

    private func tickets(rounds: Int) -> LotteryTickets {
        var tickets = LotteryTickets(rounds: rounds, stepsPerTraining: 60) { generator in
            Network(
                inputShape: [12],
                layers: [Dense("fc1", inputs: 12, outputs: 20), ReLU(), Dense("fc2", inputs: 20, outputs: 4)],
                using: &generator)
        }
        tickets.shares = ["fc2.weight": 0.1]
        tickets.optimizer = .adam(learningRate: 0.01)
        tickets.batchSize = 20
        tickets.evaluationInterval = 25
        tickets.controls = [.reinitialized, .randomMask, .oneShot]
        return tickets
    }

    private func run(_ tickets: LotteryTickets, file: String? = nil, stopAfter: Int = .max) throws -> [TicketRun] {
        struct Stopped: Error {}
        var finished = 0
        return try tickets.run(seed: 5, train: train, validation: validation, test: test, file: file) { _ in
            finished += 1
            if finished == stopAfter { throw Stopped() }
        }
    }

    @Test func roundsHaveExactCountsAndControlsTheSameDensities() throws {
        let runs = try run(tickets(rounds: 3))
        #expect(
            runs.map(\.kind) == [.dense] + (1...3).flatMap { _ in [.ticket, .reinitialized, .randomMask, .oneShot] })
        let expected = [[240, 80], [192, 72], [154, 65], [123, 58]]
        for run in runs {
            #expect(run.kept == expected[run.round], "\(run.kind), round \(run.round)")
            #expect(run.count == 320)
            #expect(run.curve.map(\.step) == [25, 50, 60])
            #expect(run.trainingSteps == 60)
            #expect(run.searchSteps == (run.round == 0 ? 0 : run.kind == .oneShot ? 60 : 60 * run.round))
        }
        // One round is one shot. All other trainings differ, and all learn something of four classes.
        #expect(runs[4].curve == runs[1].curve)
        #expect(Set(runs.map(\.curve)).count == runs.count - 1)
        #expect(runs.allSatisfy { $0.end.testAccuracy > 0.4 })
        #expect(try run(tickets(rounds: 3)) == runs)
    }

    @Test func stoppedAnywhereTheExperimentGoesOnToTheSameResults() throws {
        let whole = try run(tickets(rounds: 2))
        for stop in 1...8 {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("tickets-\(UUID()).json").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            #expect(throws: (any Error).self) { try run(tickets(rounds: 2), file: file, stopAfter: stop) }
            #expect(try run(tickets(rounds: 2), file: file) == whole, "stopped after \(stop)")
            // More rounds may be asked for later.
            #expect(try run(tickets(rounds: 3), file: file).prefix(whole.count) == whole.prefix(whole.count))
        }
    }

    @Test func anotherExperimentOrADamagedFileIsRefused() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("tickets-\(UUID()).json").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try run(tickets(rounds: 1), file: file)
        var other = tickets(rounds: 1)
        other.share = 0.3
        #expect {
            try run(other, file: file)
        } throws: {
            guard case .otherExperiment(file, _, _)? = $0 as? TicketProgressError else { return false }
            return true
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: seed)
            var damaged = whole
            if seed.isMultiple(of: 2) {
                damaged = damaged.prefix(Int.random(in: 0..<whole.count, using: &generator))
            } else {
                // A character of the structure, since a digit of a result is nobody's business to know.
                let braces = whole.indices.filter { "{}[]:,".utf8.contains(whole[$0]) }
                damaged[braces[Int.random(in: 0..<braces.count, using: &generator)]] = UInt8(ascii: "x")
            }
            try damaged.write(to: URL(fileURLWithPath: file))
            #expect {
                try run(tickets(rounds: 1), file: file)
            } throws: {
                // The settings are part of the text too.
                switch $0 as? TicketProgressError {
                case .damaged(file, _), .otherExperiment(file, _, _): true
                default: false
                }
            }
        }
        #expect {
            try run(tickets(rounds: 0), file: "/nowhere/at/all.json")
        } throws: {
            guard case .notWritten? = $0 as? TicketProgressError else { return false }
            return true
        }
    }

    @Test func rewindingStartsFromTheWeightsOfItsStep() throws {
        var tickets = tickets(rounds: 2)
        tickets.rewindStep = 10
        tickets.controls = [.reinitialized]
        let runs = try run(tickets)
        #expect(runs.map(\.trainingSteps) == [60, 50, 60, 50, 60])
        #expect(runs.map(\.searchSteps) == [0, 60, 60, 110, 110])
        // The same mask, order of examples and steps, but another start than the initial weights.
        tickets.rewindStep = 0
        let fromStart = try run(tickets)
        #expect(fromStart[1].kept == runs[1].kept)
        #expect(fromStart[1].curve[0] != runs[1].curve[0])
        #expect(fromStart[2].curve[0] == runs[2].curve[0])
    }

    @Test func summariesAreOverSeeds() throws {
        let all = try [1, 2, 3].flatMap { seed in
            try tickets(rounds: 1).run(seed: seed, train: train, validation: validation, test: test)
        }
        let summaries = TicketSummary.summaries(of: all)
        #expect(summaries.count == 5)
        for summary in summaries {
            let runs = all.filter { $0.kind == summary.kind }
            #expect(summary.seeds == 3 && runs.count == 3)
            #expect(summary.finalAccuracy.least == runs.map(\.end.testAccuracy).min())
            #expect(summary.finalAccuracy.greatest == runs.map(\.end.testAccuracy).max())
            #expect(summary.earlyStopStep.mean == runs.map { Double($0.earlyStop.step) }.reduce(0, +) / 3)
        }
        let best = all[0].curve.min { $0.validationLoss < $1.validationLoss }
        #expect(all[0].earlyStop == best)
    }
}
