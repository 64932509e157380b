import SiteRendering
import Testing

@Suite struct CompactStylesTests {
    private func compact(_ styles: String) -> String {
        String(decoding: CompactStyles.of(Array(styles.utf8)), as: UTF8.self)
    }

    @Test func whatSeparatesNothingIsLeftOut() {
        #expect(
            compact(
                "/* A rule. */\na > b,\n  c :is(d) {\n    margin: 0 auto;\n    color: red;\n}\n\n.e { x: calc(1px + 2px); }"
            )
                == "a > b,c :is(d){margin:0 auto;color:red}.e{x:calc(1px + 2px)}")
        #expect(compact("a/* b */c { }") == "a c{}")
    }

    @Test func quotedTextStaysAsItIs() {
        #expect(
            compact(#"a::after { content: " {  \" ;  } /* no */"; }"#) == #"a::after{content:" {  \" ;  } /* no */"}"#)
        #expect(compact(#"a { b: 'x  "' ; c: "unclosed  }"#) == #"a{b:'x  "';c:"unclosed  }"#)
        #expect(compact("") == "")
        #expect(compact("/* unclosed") == "")
    }
}
