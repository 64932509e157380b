/// Formulas and highlighted programs that scripts made of their text, kept so that the next rendering needs no scripts
/// for what has not changed.
public struct SiteFragments: Hashable, Sendable, Codable {
    /// Tells the scripts that made them from any others.
    var scripts: UInt64 = 0
    /// HTML by what it was made of.
    var html: [String: String] = [:]

    /// No fragments.
    public init() {}
}

/// Turns formulas and programs into HTML, with scripts that it starts only when something is not already known.
final class FragmentRenderer {
    private let assets: SiteAssets
    private let known: SiteFragments
    private var typesetter: Typesetter?
    private var highlighter: Highlighter?
    /// The fragments that were asked for: exactly what the next rendering may need.
    private(set) var used = SiteFragments()
    /// The first failure that is no fault of the text; everything after it is shown plain.
    private(set) var failure: JavaScriptError?

    /// A renderer that knows some fragments already; those of other scripts are forgotten.
    init(assets: SiteAssets, known: SiteFragments) {
        self.assets = assets
        used.scripts = Self.fingerprint(of: [assets.katex, Typesetter.script] + assets.prism + [Highlighter.script])
        self.known = known.scripts == used.scripts ? known : SiteFragments()
    }

    /// A formula as a `math` element, or what is wrong with it.
    func math(_ tex: String, display: Bool) -> Result<String, FormulaError> {
        let key = (display ? "display " : "inline ") + tex
        if let html = known.html[key] {
            used.html[key] = html
            return .success(html)
        }
        let result = attempt { () throws(JavaScriptError) in
            if let typesetter { return try typesetter.set(tex, display: display) }
            let started = try Typesetter(engine: JavaScriptEngine(), katex: assets.katex)
            typesetter = started
            return try started.set(tex, display: display)
        }
        if case .success(let html)? = result { used.html[key] = html }
        return result ?? .failure(FormulaError(message: "the typesetter failed"))
    }

    /// A program with its parts marked; plain if its language is not known.
    func highlight(_ code: String, language: String) -> String {
        let key = "code \(language) \(code)"
        if let html = known.html[key] {
            used.html[key] = html
            return html
        }
        let highlighted = attempt { () throws(JavaScriptError) in
            if let highlighter { return try highlighter.highlight(code, language: language) }
            let started = try Highlighter(engine: JavaScriptEngine(), prism: assets.prism)
            highlighter = started
            return try started.highlight(code, language: language)
        }
        let html = (highlighted ?? nil) ?? code.escapedForHTML
        used.html[key] = html
        return html
    }

    private func attempt<Value>(_ body: () throws(JavaScriptError) -> Value) -> Value? {
        if failure != nil { return nil }
        do {
            return try body()
        } catch {
            failure = error
            return nil
        }
    }

    /// FNV-1a over the scripts, which change only when the machine's packages do.
    private static func fingerprint(of scripts: [String]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for script in scripts {
            for byte in script.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return hash
    }
}
