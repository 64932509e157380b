import CourseModel
import CourseReading
import Foundation
import SiteRendering
import Testing

/// An example of the specification: what is written, and the HTML that it gives.
struct CommonMarkExample: Sendable {
    var number: Int
    var markdown: String
    var html: String

    /// All examples of CommonMark 0.30.
    static func all() throws -> [CommonMarkExample] {
        let file = SiteFiles.root.appending(path: "Tests/SiteRenderingTests/CommonMark/commonmark-0.30.txt")
        let fence = String(repeating: "`", count: 32)
        var examples: [CommonMarkExample] = []
        var parts: [String]?
        for line in try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if line == fence + " example" {
                parts = [""]
            } else if line == fence, let ended = parts {
                examples.append(CommonMarkExample(number: examples.count + 1, markdown: ended[0], html: ended[1]))
                parts = nil
            } else if line == ".", parts?.count == 1 {
                parts?.append("")
            } else if let last = parts?.indices.last {
                parts?[last] += line.replacing("→", with: "\t") + "\n"
            }
        }
        return examples
    }
}

@Suite struct CommonMarkTests {
    /// The examples in which the course format reads more than CommonMark does, and what.
    static let extensions: [Int: String] = [
        96: "two lines of `---` at the top enclose front matter",
        98: "two lines of `---` at the top enclose front matter",
    ]

    @Test func everyExampleGivesTheSpecificationsHTML() throws {
        let examples = try CommonMarkExample.all()
        #expect(examples.count == 652)
        for example in examples {
            let chapter = readChapter(Array(example.markdown.utf8), file: "Chapters/example.md")
            let html = HTMLPrinter.plainHTML(of: chapter.blocks)
            if let why = Self.extensions[example.number] {
                #expect(html != example.html, "example \(example.number) needs no exception any more: \(why)")
            } else {
                #expect(html == example.html, "example \(example.number):\n\(example.markdown)")
            }
        }
    }
}
