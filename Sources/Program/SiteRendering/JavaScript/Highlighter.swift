/// Marks the parts of a program's text for the stylesheet, by Prism.
struct Highlighter {
    private let engine: JavaScriptEngine

    /// A highlighter over an engine that it loads Prism's scripts into, in order.
    init(engine: JavaScriptEngine, prism: [String]) throws(JavaScriptError) {
        self.engine = engine
        // Prism looks for a browser or a worker to start in; it finds neither and only defines itself.
        for (index, script) in prism.enumerated() {
            try engine.run(script, named: "Prism script \(index + 1)")
        }
        try engine.run(
            """
            function winnowHighlight(code, language) {
                var grammar = Object.prototype.hasOwnProperty.call(Prism.languages, language)
                    && Prism.languages[language];
                if (!grammar || typeof grammar === 'function') return '';
                // No style tells these from the text around them, and they are half of all spans.
                return Prism.highlight(code, grammar, language)
                    .replace(/<span class="token (?:punctuation|operator)">([^<]*)<\\/span>/g, '$1');
            }
            """, named: "winnowHighlight")
    }

    /// The code as HTML with a span around each token; nil if Prism does not know the language.
    ///
    /// - Complexity: about a millisecond for twenty lines of Swift.
    func highlight(_ code: String, language: String) throws(JavaScriptError) -> String? {
        let html = try engine.call("winnowHighlight", [code, language])
        return html.isEmpty ? nil : html
    }
}
