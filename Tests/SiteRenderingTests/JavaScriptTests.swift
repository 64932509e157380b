import SiteRendering
import Testing

@Suite struct JavaScriptTests {
    @Test func textKeepsEveryCharacterOnItsWayThrough() throws {
        let engine = try JavaScriptEngine()
        try engine.run(
            "function echo(text) { return text; } function units(text) { return '' + text.length; }", named: "echo")
        let texts = [
            "", "plain", "é ü ß", "한글", "😀", "a😀b🇸🇪c👩‍👩‍👧d", "\u{0}zero",
            "\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}",
        ]
        for text in texts {
            #expect(try engine.call("echo", [text]) == text)
            #expect(try engine.call("units", [text]) == "\(text.utf16.count)")
        }
    }

    @Test func seededTextsKeepEveryCharacter() throws {
        let engine = try JavaScriptEngine()
        try engine.run("function echo(text) { return text; }", named: "echo")
        for seed in UInt64(1)...300 {
            var state = seed
            let text = String(
                String.UnicodeScalarView(
                    (0..<40).compactMap { _ in
                        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        let widths: [UInt32] = [0x80, 0x800, 0x10000, 0x110000]
                        return Unicode.Scalar(UInt32(state >> 33) % widths[Int(state >> 61) % 4])
                    }))
            #expect(try engine.call("echo", [text]) == text, "seed \(seed)")
        }
    }

    @Test func halfACharacterBecomesTheReplacementCharacter() throws {
        let engine = try JavaScriptEngine()
        try engine.run("function half() { return 'a\\ud83d' + 'b\\ude00c'; }", named: "half")
        #expect(try engine.call("half", []) == "a\u{FFFD}b\u{FFFD}c")
    }

    @Test func errorsNameTheScriptAndSayWhatItThrew() throws {
        let engine = try JavaScriptEngine()
        #expect(
            throws: JavaScriptError.exception(script: "broken", message: "ReferenceError: identifier 'x' undefined")
        ) {
            try engine.run("x", named: "broken")
        }
        try engine.run("function fails() { throw new Error('no 😀'); }", named: "fails")
        #expect(throws: JavaScriptError.exception(script: "fails", message: "Error: no 😀")) {
            try engine.call("fails", [])
        }
        try engine.run("function deep() { return deep() + 1; }", named: "deep")
        #expect(throws: JavaScriptError.self) { try engine.call("deep", []) }
        try engine.run("function fine() { return 'fine'; }", named: "fine")
        #expect(try engine.call("fine", []) == "fine")
    }
}
