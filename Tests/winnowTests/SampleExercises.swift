import Foundation

/// A course with two exercises and their solutions, in folders whose names hold blanks and letters beyond ASCII.
enum SampleExercises {
    static let twice = "Exercises/01-numbers/twice.swift"
    static let secret = "n &+ n &* (1 - 0) // the course's own way"

    private static let chapter = """
        # Numbers

        ```swift
        print(1 + 1)
        ```

        ```output
        2
        ```

        ## Twice

        <!-- exercise id=twice points=2 timeout=5 -->

        Double a number.

        ```swift starter=twice
        func twice(_ n: Int) -> Int {
            0
        }
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

        ```swift example=twice id=twice-three
        print(twice(3))
        ```

        ```output
        6
        ```

        <details><summary>Hint</summary>

        Multiply.

        </details>

        ## Bits

        <!-- exercise id=bits points=3 imports=EntropyCoding -->

        Say it.

        ```swift starter=bits
        func bits() -> Int { 0 }
        ```

        ```swift example=bits id=bits-one
        print(bits())
        ```

        ```output
        1
        ```

        """

    /// The course of the instructor.
    static func course() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.course(["01-numbers": chapter])
        let place = "Solutions/01-numbers/twice"
        try folder.write("func twice(_ n: Int) -> Int {\n    \(secret)\n}\n", to: place + "/solution.swift")
        try folder.write("let judge = \"the judge of twice, told to nobody\"\n", to: place + "/judge.swift")
        try folder.write(
            "// fails: small\nfunc twice(_ n: Int) -> Int { n &+ n &+ 41 }\n", to: place + "/wrong/off.swift")
        try folder.write("func bits() -> Int { 1 }\n", to: "Solutions/01-numbers/bits/solution.swift")
        try folder.write("not for students", to: ".git/history")
        return folder
    }

    /// A workspace of that course.
    static func workspace(_ course: TemporaryFolder) throws -> TemporaryFolder {
        let folder = try TemporaryFolder(at: NSTemporaryDirectory() + "winnow answers ü \(UUID().uuidString)")
        let run = try ProgramRun(["start", folder.path, "--student", "ada"], in: course)
        guard run.status == 0 else { throw StartFailure(errors: run.errors) }
        return folder
    }

    struct StartFailure: Error { let errors: String }
}
