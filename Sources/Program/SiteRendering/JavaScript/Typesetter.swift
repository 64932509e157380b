/// Sets TeX as MathML, by KaTeX.
///
/// MathML alone: it needs no stylesheet and carries no style attribute, so a strict content policy holds.
struct Typesetter {
    private let engine: JavaScriptEngine

    /// Asks KaTeX for MathML, and mends its spaces.
    static let script = #"""
        // Browsers space an operator by where it stands among its siblings, and names of functions not at all: a
        // minus behind another operator is a sign, and a name needs thin space unless brackets follow.
        var winnowThin = '<mspace width="0.1667em"></mspace>';
        var winnowName = '<mi>[A-Za-z]{2,}</mi><mo>\u2061</mo>';
        var winnowSign = new RegExp('(<mo[^>]*>[^<)\\]}|!\u2032\u2026\u27e9\u230b\u2309]+</mo>)<mo>([\u2212+\u00b1])</mo>', 'g');
        var winnowBefore = new RegExp(
            '(</(?:mi|mn|msub|msup|msubsup|mfrac|msqrt)>|\u2032</mo></mrow>|<mo stretchy="false">[)\\]}|]</mo>)'
            + '((?:<msu[bp]><mrow>|<munder><mrow>|<mrow>)?' + winnowName + ')', 'g');
        var winnowAfter = new RegExp(
            '(' + winnowName + '|<msu[bp]><mrow>' + winnowName + '</mrow><m[in]>[^<]*</m[in]></msu[bp]>)'
            + '(?=<(?:mi|mn|msub|msup|msubsup|mfrac|msqrt)>)', 'g');
        // An operator is text and nothing else; KaTeX puts rows of letters into that of \bmod, which HTML refuses.
        function winnowOperators(html) {
            var depth = 0;
            return html.split(/(<[^>]*>)/).filter(function (part) {
                var isTag = part.charAt(0) === '<';
                if (part === '</mo>') depth -= 1;
                var isShown = depth === 0 || !isTag;
                if (/^<mo[ >]/.test(part)) depth += 1;
                return isShown;
            }).join('');
        }
        // The prime of the font is raised as it stands, and tiny and far up where it is raised again. A name of several
        // letters is upright anyway, and HTML knows a formula without its namespace.
        var winnowPrime = /<msup>(<m[in]>[^<]*<\/m[in]>)<mo mathvariant="normal" lspace="0em" rspace="0em">(\u2032+)<\/mo><\/msup>/g;
        function winnowMath(tex, display) {
            try {
                return '+' + winnowOperators(katex.renderToString(tex, {
                    output: 'mathml', displayMode: display === 'display', throwOnError: true, strict: 'ignore'
                })).replace(' xmlns="http://www.w3.org/1998/Math/MathML"', '')
                    .replace(/<mi mathvariant="normal">([A-Za-z]{2,}<\/mi>)/g, '<mi>$1')
                    .replace(winnowPrime, '<mrow>$1<mo lspace="0em" rspace="0em">$2</mo></mrow>')
                    .replace(winnowSign, '$1<mo form="prefix">$2</mo>')
                    .replace(winnowBefore, '$1' + winnowThin + '$2').replace(winnowAfter, '$1' + winnowThin);
            } catch (error) {
                if (error instanceof katex.ParseError) {
                    // KaTeX underlines what is wrong with combining strokes, which few terminals show.
                    return '-' + error.message.replace(/^KaTeX parse error: /, '').replace(/\u0332/g, '');
                }
                throw error;
            }
        }
        """#

    /// A typesetter over an engine that it loads KaTeX into.
    init(engine: JavaScriptEngine, katex: String) throws(JavaScriptError) {
        self.engine = engine
        // The one thing of ECMAScript 2015 that KaTeX uses and the engine lacks: matrices need it.
        try engine.run(
            """
            Array.prototype.fill = function (value) {
                for (var index = 0; index < this.length; index++) this[index] = value;
                return this;
            };
            """, named: "Array.fill")
        try engine.run(katex, named: "KaTeX")
        try engine.run(Self.script, named: "winnowMath")
    }

    /// A formula as a `math` element.
    ///
    /// - Parameters:
    ///   - tex: the formula without delimiters.
    ///   - display: whether it stands by itself.
    /// - Returns: the element, or what is wrong with the formula, in KaTeX's words.
    /// - Complexity: about a millisecond for a formula of twenty symbols.
    func set(_ tex: String, display: Bool) throws(JavaScriptError) -> Result<String, FormulaError> {
        let answer = try engine.call("winnowMath", [tex, display ? "display" : "inline"])
        let text = answer.dropFirst()
        guard answer.first == "+" else { return .failure(FormulaError(message: String(text))) }
        // KaTeX wraps the element in a span for its own stylesheet, which the site does not carry.
        guard let start = text.firstRange(of: "<math"), let end = text.lastRange(ofClosing: "</math>") else {
            return .success(String(text))
        }
        return .success(String(text[start.lowerBound..<end]))
    }
}

/// What is wrong with a formula.
struct FormulaError: Error, Hashable {
    var message: String
}

extension Substring {
    /// The index behind the last occurrence of a closing tag.
    fileprivate func lastRange(ofClosing tag: String) -> Index? {
        ranges(of: tag).last?.upperBound
    }
}
