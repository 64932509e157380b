import CourseModel

/// The text of every section of a course, for the search on its pages.
///
/// It is a script that the page loads when a reader first searches, so that it works from a folder too. The text of a
/// course is a few hundred kilobytes: a scan of it takes a browser milliseconds, and an index would be larger than it.
struct SearchSections {
    /// Where the script lies in the site.
    static let path = "assets/sections.js"

    private var entries: [String] = []

    /// No sections.
    init() {}

    /// Adds the sections of a chapter: what stands between one heading and the next.
    mutating func add(_ chapter: Chapter, _ page: PageOutline) {
        var address = page.path
        var title = page.title
        var text = ""
        func words(_ inlines: [Inline]) -> String { inlines.plainText + " " }
        chapter.blocks.forEachBlock { block in
            switch block.kind {
            case .heading(let level, let content):
                append(address, page.title, title, text)
                text = ""
                title = content.plainText
                address = page.path
                if level > 1, let anchor = page.headingAnchors[block.position] { address += "#" + anchor }
            case .paragraph(let content): text += words(content)
            case .table(let table): text += (table.header + table.rows.joined()).map(words).joined()
            case .code(_, let code): text += code + " "
            case .cell(let index):
                if chapter.cells[index].display != .hidden { text += chapter.cells[index].source + " " }
            default: break
            }
        }
        append(address, page.title, title, text)
    }

    private mutating func append(_ address: String, _ page: String, _ title: String, _ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if words.isEmpty, title == page, !entries.isEmpty { return }
        entries.append("[" + [address, page, title, words].map(Self.literal).joined(separator: ",") + "]")
    }

    /// The script: one call with an array of address, page, heading and text for each section.
    var script: String {
        "showSections([\n" + entries.joined(separator: ",\n") + "\n]);\n"
    }

    /// A text as a literal of JSON, which every script can read.
    private static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
