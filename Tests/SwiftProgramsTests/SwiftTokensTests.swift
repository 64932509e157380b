import SwiftPrograms
import Testing

@Suite("Swift as tokens")
struct SwiftTokensTests {
    private func texts(_ source: String) -> [String] { SwiftTokens(source).map(\.text) }

    @Test("comments and blanks are no tokens, strings are one each")
    func tokens() {
        #expect(texts("let x = 1 // c\n/* a /* b */ c */ y") == ["let", "x", "=", "1", "y"])
        #expect(texts("\"a // b \\(f(\"}\")) c\" z") == ["\"a // b \\(f(\"}\")) c\"", "z"])
        #expect(texts("#\"a \\(x) \"b\"# z") == ["#\"a \\(x) \"b\"#", "z"])
        #expect(texts("\"\"\"\n{ \" {\n\"\"\" z") == ["\"\"\"\n{ \" {\n\"\"\"", "z"])
        #expect(texts("1.5e3 0x1F a.b `let`") == ["1.5e3", "0x1F", "a", ".", "b", "`let`"])
    }

    @Test("any text gives tokens, and all of them come from it")
    func anyText() {
        let pieces = [
            "\"", "\"\"\"", "#", "\\", "(", ")", "{", "}", "/*", "*/", "//", "\n", "`", "a", "1", ".", "é", "\\(", " ",
        ]
        for seed in 0..<3000 as Range<UInt64> {
            var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
            func random(_ count: Int) -> Int {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                return Int(state % UInt64(count))
            }
            let source = (0..<random(30)).map { _ in pieces[random(pieces.count)] }.joined()
            for token in SwiftTokens(source) {
                #expect(!token.text.isEmpty && source.contains(token.text), "seed \(seed): \(source.debugDescription)")
            }
        }
    }

    @Test("names are those that others can see")
    func names() {
        let source = """
            let a = 1, b = 2
            var (c, d) = (3, 4)
            func f(_ x: Int) -> Int { let hidden = x; return hidden }
            struct S { var member = 1; func method() { let inner = 2 } }
            extension Int { var twice: Int { self * 2 } }
            enum E { case first, second(Int) }
            let closure = { let inside = 1; return inside }
            infix operator <+>
            func <+> (l: Int, r: Int) -> Int { l }
            typealias Alias = Int
            // let comment = 1
            let text = "let string = 1"
            """
        let names = declaredNames(in: source)
        for name in [
            "a", "c", "d", "f", "S", "member", "method", "twice", "E", "first", "second", "closure", "<+>", "Alias",
            "text",
        ] {
            #expect(names.contains(name), "\(name)")
        }
        for name in ["hidden", "inner", "inside", "comment", "string"] { #expect(!names.contains(name), "\(name)") }
        #expect(importLines(in: "import A\n  import B.C\nlet import = 1\nimport A; x") == ["import A", "import B.C"])
    }
}
