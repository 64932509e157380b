import Foundation

/// Markdown as comment lines of a Swift file: prose wrapped, formulas in plain signs, code and tables as they stand.
enum CommentText {
    /// The columns that a line takes at most, where words allow it.
    static let columns = 100

    /// The comment lines, each with its `//`, of so many columns where words allow it.
    static func lines(of markdown: String, columns: Int = columns) -> [String] {
        let source = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var result: [String] = []
        var paragraph: [String] = []
        var fence: String?
        func finishParagraph() {
            guard let first = paragraph.first else { return }
            let indent = String(repeating: " ", count: hangingIndent(of: first))
            let words = plain(paragraph.joined(separator: " ")).split(separator: " ").map(String.init)
            let lead = String(first.prefix { $0 == " " })
            result += wrapped(words, first: lead, rest: indent, columns)
            paragraph = []
        }
        for line in source {
            let text = line.drop { $0 == " " }
            if let open = fence {
                if text.hasPrefix(open) { fence = nil }
                result.append(comment(line))
            } else if let mark = ["```", "~~~"].first(where: { text.hasPrefix($0) }) {
                finishParagraph()
                fence = mark
                result.append(comment(line))
            } else if text.isEmpty {
                finishParagraph()
                result.append("//")
            } else if text.hasPrefix("|") || text.hasPrefix("#") || text.hasPrefix(">") || text.hasPrefix("<") {
                finishParagraph()
                result.append(comment(line))
            } else {
                if hangingIndent(of: line) > line.count - text.count { finishParagraph() }
                paragraph.append(line)
            }
        }
        finishParagraph()
        return result
    }

    /// A line as a comment.
    static func comment(_ line: String) -> String {
        line.allSatisfy { $0 == " " } ? "//" : "// " + line
    }

    /// The blanks before the text of a list item's further lines; those of the line itself if it begins no item.
    private static func hangingIndent(of line: String) -> Int {
        let blanks = line.prefix { $0 == " " }.count
        let text = line.dropFirst(blanks)
        if ["- ", "* ", "+ "].contains(where: { text.hasPrefix($0) }) { return blanks + 2 }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, digits.count < 4, text.dropFirst(digits.count).hasPrefix(". ") {
            return blanks + digits.count + 2
        }
        return blanks
    }

    private static func wrapped(_ words: [String], first: String, rest: String, _ columns: Int) -> [String] {
        var lines: [String] = []
        var line = "//" + " " + first
        var isEmpty = true
        for word in words {
            if !isEmpty, line.count + 1 + word.count > columns {
                lines.append(line)
                line = "// " + rest
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    /// Prose with its formulas in plain signs.
    private static func plain(_ line: String) -> String {
        var result = ""
        var rest = line[...]
        while let start = rest.range(of: "$`"), let end = rest[start.upperBound...].range(of: "`$") {
            result += rest[..<start.lowerBound] + PlainMath.text(of: String(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
