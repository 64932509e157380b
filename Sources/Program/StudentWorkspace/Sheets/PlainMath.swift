/// Formulas as plain text, for comments in Swift files: what has a sign of its own becomes that sign, the rest stays as
/// it is written.
enum PlainMath {
    private static let signs: [String: String] = [
        "cdot": "·", "times": "×", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
        "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "sum": "∑", "prod": "∏", "infty": "∞", "pm": "±",
        "to": "→", "in": "∈", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
        "theta": "θ", "lambda": "λ", "mu": "μ", "sigma": "σ", "tau": "τ", "partial": "∂", "nabla": "∇", "ldots": "…",
        "dots": "…", "cdots": "…", "log": "log", "ln": "ln", "exp": "exp", "min": "min", "max": "max", "lvert": "|",
        "rvert": "|", "left": "", "right": "", ",": " ", ";": " ", ":": " ", "!": "", "quad": "  ", "{": "{", "}": "}",
        "%": "%", "_": "_", "#": "#",
    ]
    private static let wrappers: Set = ["text", "mathrm", "mathbf", "mathit", "operatorname", "mathsf"]
    private static let halves = ["1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓"]

    /// A formula as plain text.
    ///
    /// - Complexity: O(n·d) for n characters and braces nested d deep.
    static func text(of formula: String) -> String {
        var reader = Reader(rest: Array(formula)[...])
        return reader.text()
    }

    private struct Reader {
        var rest: ArraySlice<Character>

        mutating func text() -> String {
            var result = ""
            while let character = rest.popFirst() {
                guard character == "\\" else {
                    if character != "{", character != "}" { result.append(character) }
                    continue
                }
                let sign = command()
                if ["⌋", "⌉"].contains(sign), result.last == " " { result.removeLast() }
                result += sign
            }
            return result
        }

        private mutating func command() -> String {
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            let name = letters.isEmpty ? String(rest.prefix(1)) : String(letters)
            rest = rest.dropFirst(name.count)
            if PlainMath.wrappers.contains(name), let body = group() { return body }
            if name == "sqrt", let body = group() { return "√(\(PlainMath.text(of: body)))" }
            if ["frac", "tfrac", "dfrac"].contains(name), let top = argument(), let bottom = argument() {
                let quotient = "\(top)/\(bottom)"
                return PlainMath.halves[quotient]
                    ?? "\(Self.grouped(PlainMath.text(of: top)))/\(Self.grouped(PlainMath.text(of: bottom)))"
            }
            guard let sign = PlainMath.signs[name] else { return "\\" + name }
            // A blank only ends the command's name, except around what is a word itself.
            if !letters.isEmpty, !sign.isEmpty, sign.allSatisfy(\.isLetter), rest.first == " " { return sign }
            if ["⌊", "⌈", ""].contains(sign), rest.first == " " { rest.removeFirst() }
            return sign
        }

        private static func grouped(_ text: String) -> String {
            text.allSatisfy { $0.isLetter || $0.isNumber } ? text : "(\(text))"
        }

        /// What stands between the braces that come next.
        private mutating func group() -> String? {
            guard rest.first == "{" else { return nil }
            var depth = 0
            for index in rest.indices {
                if rest[index] == "{" { depth += 1 }
                if rest[index] == "}" { depth -= 1 }
                if depth == 0 {
                    let body = String(rest[(rest.startIndex + 1)..<index])
                    rest = rest[(index + 1)...]
                    return body
                }
            }
            return nil
        }

        /// A group, or the one character that stands for it.
        private mutating func argument() -> String? {
            group() ?? rest.popFirst().map(String.init)
        }
    }
}
