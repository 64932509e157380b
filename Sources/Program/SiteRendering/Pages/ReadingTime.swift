import CourseModel

/// How long a chapter takes to read.
enum ReadingTime {
    /// Minutes at 220 words a minute, with five seconds for a line of code that is shown and for a formula by itself.
    static func minutes(of chapter: Chapter) -> Int {
        var words = 0
        var seconds = 0
        chapter.blocks.forEachBlock { block in
            switch block.kind {
            case .paragraph(let content), .heading(_, let content): words += content.plainText.wordCount
            case .table(let table):
                words += (table.header + table.rows.joined()).map(\.plainText.wordCount).reduce(0, +)
            case .code(_, let text): seconds += 5 * text.utf8.count { $0 == UInt8(ascii: "\n") }
            case .math: seconds += 5
            case .cell(let index):
                let cell = chapter.cells[index]
                if cell.display != .hidden { seconds += 5 * cell.code.count }
            default: break
            }
        }
        return max(1, (words * 60 / 220 + seconds + 30) / 60)
    }
}

extension String {
    fileprivate var wordCount: Int {
        split(whereSeparator: \.isWhitespace).count
    }
}
