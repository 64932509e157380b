import Figures
import Testing

/// A generator whose numbers a seed decides.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct ScaleTests {
    private func labels(_ scale: Scale, about count: Int = 5) -> [String] {
        scale.ticks(about: count).map(\.label)
    }

    @Test func linearTicksStandAtRoundValues() {
        #expect(labels(Scale("", over: [0.12, 0.98])) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(
            labels(Scale("", over: [-3, 17_000], includesZero: true)) == [
                "−5,000", "0", "5,000", "10,000", "15,000", "20,000",
            ])
        #expect(labels(Scale("", over: [5, 5])) == ["5.0", "5.2", "5.4", "5.6", "5.8", "6.0"])
        #expect(labels(Scale(Axis("", range: 0...1), over: [40])) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(labels(Scale("", over: [0, 3e-9])).last == "3·10⁻⁹")
    }

    @Test func logarithmicTicksStandAtPowersOfTen() {
        #expect(labels(Scale(.log(""), over: [1, 9_000])) == ["1", "10", "100", "1,000", "10,000"])
        #expect(labels(Scale(.log(""), over: [0.3, 4, -1, 0])) == ["0.2", "0.5", "1", "2", "5"])
        #expect(labels(Scale(.log(""), over: [1e-20, 1e20])).count <= 7)
    }

    @Test func nothingToShowStillGivesAScale() {
        for axis in [Axis(""), .log("")] {
            for values in [[], [.nan, .infinity], [0]] as [[Double]] {
                let scale = Scale(axis, over: values)
                #expect(scale.domain.lowerBound < scale.domain.upperBound)
                #expect(!scale.ticks(about: 5).isEmpty)
            }
        }
    }

    @Test func scalesHoldTheirDataAndFewTicksInRisingOrder() {
        for seed in UInt64(1)...2_000 {
            var generator = SplitMix64(state: seed)
            let isLogarithmic = Bool.random(using: &generator)
            var size = 1.0
            for _ in 0..<Int.random(in: 0...12, using: &generator) { size *= seed % 2 == 0 ? 10 : 0.1 }
            let values = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                Double.random(in: isLogarithmic ? 0.001...1 : -1...1, using: &generator) * size
            }
            let scale = Scale(Axis("", isLogarithmic: isLogarithmic), over: values)
            let ticks = scale.ticks(about: 5)
            #expect((2...12).contains(ticks.count), "seed \(seed): \(ticks)")
            #expect(Set(ticks.map(\.label)).count == ticks.count, "seed \(seed): \(ticks)")
            for (left, right) in zip(ticks, ticks.dropFirst()) { #expect(left.value < right.value, "seed \(seed)") }
            for value in values + ticks.map(\.value) {
                #expect((-1e-6...1 + 1e-6).contains(scale.fraction(of: value)), "seed \(seed): \(value)")
            }
        }
    }

    @Test func equalFactorsAreEqualDistancesOnALogarithmicScale() {
        let scale = Scale(.log("", range: 1e-3...1e6), over: [])
        for (power, place) in zip([1e-3, 1e-2, 1, 1e3, 1e6], [0, 1, 3, 6, 9]) {
            // The logarithm is good to about 12 digits.
            #expect(abs(scale.fraction(of: power) - Double(place) / 9) < 1e-11)
        }
    }
}
