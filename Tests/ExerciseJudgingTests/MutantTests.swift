import ExerciseJudging
import Testing

struct MutantTests {
    private let text = """
        func f(_ x: [Int]) -> Bool {
            var sum = 0  // 0 < 1
            for index in 0..<x.count where x[index] < 10 {
                sum += max(x[index], 1) - 2
            }
            if sum == 0 { return true }
            return sum > 1.5 && !x.isEmpty
        }
        """

    @Test func slipsOfEveryKindAreMade() {
        let names = Mutant.all(of: text).map(\.name)
        for name in [
            "2:15 `0` → `1`", "3:19 `..<` → `...`", "3:23 `count` → `count - 1`".replacing("3:23", with: "3:24"),
            "3:45 `<` → `<=`", "3:45 `<` → `>`", "3:47 `10` → `9`", "3:47 `10` → `11`",
            "4:13 `+=` → `-=`".replacing("4:13", with: "4:13"),
            "4:16 `max` → `min`", "4:33 `-` → `+`", "4:9 drop `sum += max(x[index], 1) - 2`",
            "6:5 drop `if sum == 0 { return true }`", "6:12 `==` → `!=`", "6:26 `true` → `false`",
            "7:22 `&&` → `||`", "7:18 `1.5` → `0.0`",
        ] {
            #expect(names.contains(name), "\(name) is not among \(names)")
        }
        #expect(Set(names).count == names.count)
        #expect(!names.contains { $0.hasPrefix("1:") })
    }

    @Test func eachDiffersInOneLine() {
        let lines = text.split(separator: "\n")
        for mutant in Mutant.all(of: text) {
            let changed = mutant.text.split(separator: "\n", omittingEmptySubsequences: false)
            let differing = zip(lines, changed).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
            #expect(changed.count == lines.count && differing == [mutant.line - 1], "\(mutant.name)")
            #expect(mutant.before == lines[mutant.line - 1] && mutant.after == changed[mutant.line - 1])
        }
    }

    @Test func noTextIsTooOdd() {
        for text in ["", "\n", "\"", "/*", "é < 😀\n\"\\(", "a ? b : c", "}}}", "x.count", "0"] {
            for mutant in Mutant.all(of: text) { #expect(mutant.text != text) }
        }
    }
}
