/// The names that a piece of Swift declares for code outside of it: at its top and as members of types, not within the
/// bodies of functions and closures.
///
/// - Complexity: O(n) for n bytes.
package func declaredNames(in source: String) -> Set<String> {
    var scan = DeclarationScan(Array(SwiftTokens(source)))
    return scan.names()
}

/// The import declarations that stand on lines of their own, such as `import Foundation`.
package func importLines(in source: String) -> [String] {
    source.split(whereSeparator: \.isNewline).map { line in
        String(line.drop { $0 == " " || $0 == "\t" })
    }.filter { line in
        line.hasPrefix("import ") && line.allSatisfy { $0.isLetter || $0.isNumber || " ._".contains($0) }
    }
}

private struct DeclarationScan {
    private static let types: Set<String> = ["struct", "class", "enum", "actor", "protocol", "extension"]
    private static let others: Set<String> = [
        "let", "var", "func", "typealias", "case", "operator", "macro", "associatedtype", "precedencegroup",
    ]

    private let tokens: [SwiftTokens.Token]
    /// For each open brace, whether what it holds can be seen from outside.
    private var scopes: [Bool] = []
    private var opensType = false

    init(_ tokens: [SwiftTokens.Token]) {
        self.tokens = tokens
    }

    mutating func names() -> Set<String> {
        var names: Set<String> = []
        for (index, token) in tokens.enumerated() {
            switch token.text {
            case "{":
                scopes.append(opensType)
                opensType = false
            case "}": _ = scopes.popLast()
            case let word where Self.types.contains(word):
                opensType = true
                if word != "extension", isVisible, let next = name(at: index + 1) { names.insert(next) }
            case let word where Self.others.contains(word):
                if isVisible { names.formUnion(declared(after: index, by: word)) }
            default: break
            }
        }
        return names
    }

    private var isVisible: Bool { !scopes.contains(false) }

    private func name(at index: Int) -> String? {
        guard tokens.indices.contains(index), tokens[index].kind == .word else { return nil }
        return tokens[index].text.filter { $0 != "`" }
    }

    /// The names that a keyword introduces: one, or for `let (a, b)` and `case a, b` all up to the end of the list.
    private func declared(after index: Int, by word: String) -> Set<String> {
        var names: Set<String> = []
        var next = index + 1
        while tokens.indices.contains(next) {
            let token = tokens[next]
            if let name = name(at: next) {
                names.insert(name)
            } else if ["func", "operator"].contains(word), token.kind == .symbol, !"({[".contains(token.text) {
                names.insert(token.text)
            }
            next += 1
            let isList = ["let", "var", "case"].contains(word)
            let goesOn = tokens.indices.contains(next) && [",", "("].contains(tokens[next].text)
            guard isList, goesOn || [",", "("].contains(token.text) else { break }
        }
        return names
    }
}
