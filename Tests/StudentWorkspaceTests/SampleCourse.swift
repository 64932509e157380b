import CourseModel
import CourseReading
import Foundation
import StudentWorkspace

/// A course with two exercises, one of which may import a module.
enum SampleCourse {
    static let statement = """
        Write a function that doubles, and *only* doubles: exactly $`\\lfloor 2 \\cdot n + \\tfrac12 \\rfloor`$ must come \
        out of it whatever goes in, be it small or large.

        - `n` is any number; it may be negative, and then what comes out is negative too, since doubling keeps the sign \
        of a number.
        """

    static func text(statement: String = statement, starter: String = "0", output: String = "6", third: Bool = false)
        -> String
    {
        """
        # Numbers

        ## Twice

        <!-- exercise id=twice points=2 timeout=5 -->

        \(statement)

        ```swift starter=twice
        func twice(_ n: Int) -> Int {
            \(starter)
        }
        ```

        ```swift example=twice id=twice-three
        print(twice(3))
        ```

        ```output
        \(output)
        ```

        ```swift example=twice id=twice-many
        for n in [-1, 0, 1] {
            print(n, twice(n))
        }
        ```

        ```output
        -1 -2
        0 0
        1 2
        ```

        <details><summary>Hint</summary>

        Multiply by $`2`$.

        </details>

        <details><summary>Hint: more</summary>

        `n * 2`

        </details>

        ## Coded

        <!-- exercise id=coded points=3 imports=EntropyCoding -->

        Code it.

        ```swift starter=coded
        func coded() -> Int { 0 }
        ```

        ```swift example=coded id=coded-one
        print(coded())
        ```

        ```output
        1
        ```
        \(third ? "\n## Third\n\n<!-- exercise id=third points=1 -->\n\nSay 3.\n\n```swift starter=third\nlet third = 0\n```\n" : "")
        """
    }

    static func sheets(_ text: String = text(), slug: String = "01-numbers") -> [ExerciseSheet] {
        let chapter = readChapter(Array(text.utf8), file: "Chapters/\(slug).md")
        return exerciseSheets(of: Course(title: "Sample", chapters: [chapter]))
    }
}
