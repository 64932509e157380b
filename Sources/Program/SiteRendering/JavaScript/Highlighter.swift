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
        try engine.run(Self.script, named: "winnowHighlight")
    }

    /// Prints the tokens that Prism finds. Only those that the stylesheet tells from the text around them get an
    /// element, as short as HTML has one: programs are a large part of a page.
    static let script = """
        var winnowClasses = {
            keyword: 'k', directive: 'k', atrule: 'k', builtin: 'k',
            string: 's', 'string-literal': 's', char: 's', 'attr-value': 's',
            number: 'n', boolean: 'n', constant: 'n', nil: 'n',
            'class-name': 't', 'function': 't', 'function-definition': 't', 'attr-name': 't', property: 't',
            comment: 'c', prolog: 'c', interpolation: 'i'
        };
        function winnowPrint(token, around) {
            if (typeof token === 'string') {
                return token.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
            }
            if (Array.isArray(token)) {
                return token.map(function (part) { return winnowPrint(part, around); }).join('');
            }
            var style = [token.type].concat(token.alias || []).reduce(function (found, name) {
                return found || (winnowClasses.hasOwnProperty(name) ? winnowClasses[name] : '');
            }, '');
            var content = winnowPrint(token.content, style || around);
            return style && style !== around ? '<i class=' + style + '>' + content + '</i>' : content;
        }
        function winnowHighlight(code, language) {
            var grammar = Object.prototype.hasOwnProperty.call(Prism.languages, language) && Prism.languages[language];
            if (!grammar || typeof grammar === 'function') return '';
            var job = { code: code, grammar: grammar, language: language };
            Prism.hooks.run('before-tokenize', job);
            job.tokens = Prism.tokenize(job.code, job.grammar);
            Prism.hooks.run('after-tokenize', job);
            return winnowPrint(job.tokens, '');
        }
        """

    /// The code as HTML with an element around each token that has a colour; nil if Prism does not know the language.
    ///
    /// - Complexity: about a millisecond for twenty lines of Swift.
    func highlight(_ code: String, language: String) throws(JavaScriptError) -> String? {
        let html = try engine.call("winnowHighlight", [code, language])
        return html.isEmpty ? nil : html
    }
}
