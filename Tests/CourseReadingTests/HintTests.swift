import CourseReading
import Testing

@Suite("Hints of an exercise")
struct HintTests {
    @Test(
        "a hint is read however its block is laid out",
        arguments: [
            ("<details><summary>Hint 1</summary>\n\nAdd `x`.\n\n</details>", ["Add `x`."]),
            ("<details>\n<summary>Hint 1</summary>\n\nAdd `x`.\n\n</details>", ["Add `x`."]),
            ("<details><summary>Hint 1</summary> Add `x`. </details>", [" Add `x`. "]),
            ("<details>\n<summary> Hint</summary>\nAdd `x`.\n</details>", ["Add `x`."]),
            (
                "<details><summary>Hint 1</summary>\nOne.\n</details>\n<details><summary>Hint 2</summary>\nTwo.\n</details>",
                ["One.", "Two."]
            ),
            (
                "<details><summary>Hint 1</summary>\nOne,\n\n```\ncode\n```\n\nand more.\n</details>\r\n",
                [
                    "One,\n\n```\ncode\n```\n\nand more."
                ]
            ),
            ("<details><summary>Other</summary>\nOne.\n</details>", []),
            ("<details><summary>Hint</summary>\nnever closed", []),
        ])
    func layouts(text: String, hints: [String]) throws {
        let chapter = "## T\n\n<!-- exercise id=t points=1 -->\n\nSay.\n\n```swift starter=t\nlet t = 0\n```\n\n" + text
        let exercise = try #require(readChapter(Array(chapter.utf8), file: "Chapters/t.md").exercises.first)
        #expect(exercise.hints == hints)
    }
}
