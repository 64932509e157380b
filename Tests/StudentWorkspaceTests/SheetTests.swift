import Foundation
import StudentWorkspace
import Testing

@Suite("Files that students start with")
struct SheetTests {
    @Test("statement, starter and cases stand in the file, within 100 columns, formulas in plain signs")
    func text() throws {
        let sheet = try #require(SampleCourse.sheets().first)
        #expect(sheet.file == "Exercises/01-numbers/twice.swift")
        let lines = sheet.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.allSatisfy { $0.count <= 100 }, "\(sheet.text)")
        #expect(lines.first == "// Twice (twice, 2 points)")
        #expect(sheet.text.contains("exactly ⌊2 · n + ½⌋"))
        // A list item's further lines stand under its first.
        #expect(lines.contains { $0.hasPrefix("//   ") && !$0.hasPrefix("//    ") })
        #expect(sheet.text.contains("\nfunc twice(_ n: Int) -> Int {\n    0\n}\n"))
        #expect(sheet.text.contains("//     print(twice(3))\n//     prints 6\n"))
    }

    @Test("the version changes with anything that a student sees, and with nothing else")
    func version() {
        let version = courseVersion(of: SampleCourse.sheets())
        #expect(version.count == 16)
        #expect(version == courseVersion(of: SampleCourse.sheets(SampleCourse.text() + "\n## More\n\nProse.\n")))
        let others = [
            SampleCourse.text(statement: "Double it."), SampleCourse.text(starter: "1"),
            SampleCourse.text(output: "7"), SampleCourse.text(third: true),
            SampleCourse.text().replacing("points=2", with: "points=4"),
            SampleCourse.text().replacing("`n * 2`", with: "`2 * n`"),
            SampleCourse.text().replacing("imports=EntropyCoding", with: "imports=Figures"),
        ]
        for other in others { #expect(courseVersion(of: SampleCourse.sheets(other)) != version) }
    }

    @Test("code, tables and headings of a statement stay as they are")
    func verbatim() throws {
        let long = String(repeating: "word ", count: 30)
        let statement = "Text \(long)\n\n```text\n  \(long)x\n```\n\n| a | b |\n|---|---|\n| \(long) | 2 |"
        let sheet = try #require(SampleCourse.sheets(SampleCourse.text(statement: statement)).first)
        #expect(sheet.text.contains("//   \(long)x\n"))
        #expect(sheet.text.contains("// | \(long) | 2 |\n"))
    }
}
