import CellRunning
import Testing

@Suite("Numbers in text")
struct NumberTests {
    private func tokens(_ line: String) -> [String] {
        let bytes = Array(line.utf8)
        return numberTokens(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(
        "what is a number and what is not",
        arguments: [
            ("3.14, 10", ["3.14", "10"]), ("x5 5x 5_0", []), ("v1.2.3", []), ("1.2.3", []), ("0x1F", []),
            ("1_000", []), ("(7)", ["7"]), ("-3 +4", ["-3", "+4"]), ("3-2", ["3", "2"]), ("5.", ["5"]),
            (".5", [".5"]), ("-.5e-3", ["-.5e-3"]), ("1e", []), ("1e5", ["1e5"]), ("1E+05", ["1E+05"]),
            ("1e5x", []), ("nan inf -inf", ["nan", "inf", "inf"]), ("nano", []), ("1..2", []), ("1...2", []),
            ("", []), ("+", []), ("é5", []), ("5é", []), ("5°", ["5"]), ("5.é", []), ("a.5", []), ("12.5%", ["12.5"]),
        ])
    func table(line: String, expected: [String]) {
        #expect(tokens(line) == expected)
    }

    @Test("tokens are in order, apart, and again numbers when they stand alone")
    func structure() {
        let pieces = ["1", "23", ".", "-", "+", "e", "E", "nan", "inf", "_", "x", " ", "é", "|", "0.5", "1e9"]
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let line = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces[Int.random(in: pieces.indices, using: &random)]
            }
            .joined()
            let bytes = Array(line.utf8)
            var last = 0
            for range in numberTokens(in: bytes) {
                #expect(range.lowerBound >= last && !range.isEmpty, "seed \(seed): \(line)")
                last = range.upperBound
                let token = String(decoding: bytes[range], as: UTF8.self)
                #expect(tokens(token) == [token], "seed \(seed): \(line)")
            }
        }
    }

    @Test("decimals compare as their digits say, not as binary fractions")
    func decimals() throws {
        for (left, right) in [("0.1", "0.10"), ("1e3", "1000"), ("-0.0", "0"), ("+5", "5"), (".5", "5e-1")] {
            #expect(try #require(DecimalNumber(left)) == #require(DecimalNumber(right)))
        }
        #expect(try #require(DecimalNumber("123456789012345678")) < #require(DecimalNumber("123456789012345679")))
        #expect(try #require(DecimalNumber("-1e300")) < #require(DecimalNumber("1e-300")))
        for text in ["nan", "inf", "", "x", "1e99999", String(repeating: "9", count: 5000)] {
            #expect(DecimalNumber(text) == nil)
        }
    }

    @Test("an integer scaled by ten and its decimal form are one number, and order is that of integers")
    func order() throws {
        for seed in 0..<500 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let left = Int.random(in: -1_000_000...1_000_000, using: &random)
            let right = Int.random(in: -1_000_000...1_000_000, using: &random)
            let places = Int.random(in: 0...30, using: &random)
            let a = try #require(DecimalNumber("\(left)e-\(places)"))
            let b = try #require(DecimalNumber("\(right)\(String(repeating: "0", count: places))e-\(2 * places)"))
            #expect((a < b) == (left < right), "seed \(seed)")
            #expect((a == b) == (left == right), "seed \(seed)")
        }
    }

    @Test(
        "how far a number may be from the one that is written",
        arguments: [
            ("3.14", "3.14159", true), ("3.14", "3.145", true), ("3.14", "3.1451", false), ("3.14", "3.135", true),
            ("1.0e-3", "0.00104", true), ("1.0e-3", "0.00106", false), ("10", "10.0", true), ("10", "10.1", false),
            ("0.3", "0.25", true), ("0.3", "0.2499", false), ("nan", "nan", true), ("nan", "1.0", false),
            ("inf", "inf", true), ("0.0", "-0.0", true), ("1e3", "1400", true),
            ("1e3", "1501", false),
        ])
    func precision(expected: String, actual: String, holds: Bool) {
        #expect(Tolerance(absolute: nil, relative: nil).admits(actual, for: expected) == holds)
    }

    @Test("a tolerance rules alone, and its bound belongs to it")
    func tolerances() {
        let absolute = Tolerance(absolute: "0.01", relative: nil)
        #expect(absolute.admits("1.01", for: "1.0") && !absolute.admits("1.0101", for: "1.0"))
        #expect(absolute.admits("7.01", for: "7") && !absolute.admits("1.04", for: "1.0"))
        let relative = Tolerance(absolute: nil, relative: "1e-2")
        #expect(relative.admits("99", for: "100") && !relative.admits("98.99", for: "100"))
        #expect(relative.admits("-101", for: "-100") && !relative.admits("0.001", for: "0"))
        let both = Tolerance(absolute: "1", relative: "0.5")
        #expect(both.admits("16", for: "10") && !both.admits("16.001", for: "10"))
        let large = Tolerance(absolute: "0.5", relative: nil)
        #expect(large.admits("123456789012345678901234567890.5", for: "123456789012345678901234567890"))
        #expect(!large.admits("123456789012345678901234567890.6", for: "123456789012345678901234567890"))
    }
}
