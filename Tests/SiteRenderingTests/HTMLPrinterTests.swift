import CourseModel
import SiteRendering
import Testing

@Suite struct HTMLPrinterTests {
    private func html(_ blocks: Block.Kind...) -> String {
        HTMLPrinter.plainHTML(of: blocks.map { Block($0, at: SourcePosition(line: 1)) })
    }

    private func paragraph(_ content: Inline...) -> Block {
        Block(.paragraph(content), at: SourcePosition(line: 1))
    }

    @Test func textAndAttributesAreEscapedAsTheReferenceDoes() {
        #expect(html(.paragraph([.text("a < b & \"c\" > 'd'")])) == "<p>a &lt; b &amp; &quot;c&quot; &gt; 'd'</p>\n")
        let link = Inline.Link(
            destination: "/ü?a=1&b='x'[\\]\"`", title: "\"t\" <", content: [.code("<")],
            position: SourcePosition(line: 1))
        #expect(
            html(.paragraph([.link(link)]))
                == "<p><a href=\"/%C3%BC?a=1&amp;b=&#x27;x&#x27;%5B%5C%5D%22%60\" title=\"&quot;t&quot; &lt;\">"
                + "<code>&lt;</code></a></p>\n")
    }

    @Test func paragraphsOfTightListsBearNoTags() {
        let items = [
            [paragraph(.text("a"))], [paragraph(.text("b")), Block(.thematicBreak, at: SourcePosition(line: 2))], [],
        ]
        #expect(
            html(.list(Block.List(start: nil, isTight: true, items: items)))
                == "<ul>\n<li>a</li>\n<li>b\n<hr />\n</li>\n<li></li>\n</ul>\n")
        #expect(
            html(.list(Block.List(start: 7, isTight: false, items: [items[0]])))
                == "<ol start=\"7\">\n<li>\n<p>a</p>\n</li>\n</ol>\n")
    }

    @Test func anImageSaysItsTextWithoutMarkup() {
        let image = Inline.Link(
            destination: "a.png", title: "", content: [.emphasis([.text("two")]), .softBreak, .code("<lines>")],
            position: SourcePosition(line: 1))
        #expect(html(.paragraph([.image(image)])) == "<p><img src=\"a.png\" alt=\"two &lt;lines&gt;\" /></p>\n")
    }

    @Test func onlyTheFirstWordOfAnInfoStringNamesTheLanguage() {
        #expect(
            html(.code(info: "c++ & more", text: "a<b\n"))
                == "<pre><code class=\"language-c++\">a&lt;b\n</code></pre>\n")
        #expect(html(.code(info: "", text: "")) == "<pre><code></code></pre>\n")
    }
}
