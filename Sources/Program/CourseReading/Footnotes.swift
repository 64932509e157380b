import CourseModel

/// The footnotes that a chapter defines: `[^label]: text`, with further lines indented by four blanks.
///
/// They are cut from the lines before CommonMark reads them, since it would take some for link definitions and others for
/// paragraphs.
struct Footnotes {
    /// A note as it stands in the source.
    struct Definition {
        /// The line that it begins in.
        let line: Int
        /// Its lines without the mark and the indentation.
        var texts: [String]
    }

    private(set) var definitions: [String: Definition] = [:]
    /// The lines that belong to definitions.
    private(set) var lines: Set<Int> = []
    /// The labels in the order of first reference.
    private(set) var order: [String] = []

    /// Finds the definitions outside of some lines, such as those of code.
    init(_ source: SourceText, outside excluded: Set<Int>) {
        var label: String?
        var blanks = 0
        for (index, text) in source.lines.enumerated() {
            let line = index + 1
            if !excluded.contains(line), let (name, rest) = Self.opening(text), definitions[name] == nil {
                definitions[name] = Definition(line: line, texts: [rest])
                lines.insert(line)
                label = name
                blanks = 0
            } else if let name = label, text.allSatisfy(\.isWhitespace) {
                blanks += 1
                if definitions[name] == nil { label = nil }
            } else if let name = label, text.hasPrefix("    ") || text.hasPrefix("\t") {
                definitions[name]?.texts += Array(repeating: "", count: blanks)
                definitions[name]?.texts.append(String(text.dropFirst(text.hasPrefix("\t") ? 1 : 4)))
                for blank in 0...blanks { lines.insert(line - blank) }
                blanks = 0
            } else {
                label = nil
            }
        }
    }

    /// The label and the text behind it, if a line begins a definition.
    private static func opening(_ text: String) -> (String, String)? {
        let indent = text.prefix { $0 == " " }.count
        let rest = text.dropFirst(indent)
        guard indent < 4, rest.hasPrefix("[^"), let end = rest.firstIndex(of: "]") else { return nil }
        let label = rest[rest.index(rest.startIndex, offsetBy: 2)..<end]
        let after = rest[rest.index(after: end)...]
        guard !label.isEmpty, !label.contains(where: \.isWhitespace), after.hasPrefix(":") else { return nil }
        return (String(label), String(after.dropFirst().drop { $0 == " " || $0 == "\t" }))
    }

    /// The number of a note, which it gets at its first reference; nil if nothing defines it.
    mutating func number(of label: String) -> Int? {
        guard definitions[label] != nil else { return nil }
        if let known = order.firstIndex(of: label) { return known }
        order.append(label)
        return order.count - 1
    }

    /// The text of a note, with as many empty lines before it that it keeps its place in the chapter.
    func markdown(of label: String) -> [UInt8] {
        guard let definition = definitions[label] else { return [] }
        let text = String(repeating: "\n", count: definition.line - 1) + definition.texts.joined(separator: "\n")
        return Array(text.utf8)
    }
}
