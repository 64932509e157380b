/// Lines of highlighted code that are to catch the eye.
package enum CodeLines {
    /// The code with some of its lines marked; elements that reach over a line end are closed before it and opened again.
    ///
    /// - Parameters:
    ///   - ranges: the lines to mark, counted from 1.
    ///   - html: code as HTML, all of whose elements are closed.
    package static func marking(_ ranges: [ClosedRange<Int>], in html: String) -> String {
        if ranges.isEmpty { return html }
        var marked = ""
        var open: [Substring] = []
        let lines = html.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where index + 1 < lines.count || !line.isEmpty {
            let isMarked = ranges.contains { $0.contains(index + 1) }
            if isMarked { marked += "<mark>" }
            marked += open.joined() + line
            update(&open, with: line)
            for tag in open.reversed() { marked += "</\(tag.dropFirst().prefix { $0.isLetter })>" }
            if index + 1 < lines.count { marked += "\n" }
            if isMarked { marked += "</mark>" }
        }
        return marked
    }

    private static func update(_ open: inout [Substring], with line: Substring) {
        var rest = line
        while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
            let tag = rest[start...end]
            if tag.hasPrefix("</") { _ = open.popLast() } else { open.append(tag) }
            rest = rest[rest.index(after: end)...]
        }
    }
}
