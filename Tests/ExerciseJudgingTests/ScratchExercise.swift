import CourseModel
import CourseReading
import ExerciseJudging
import Foundation
import SwiftPrograms
import Testing

/// A course with one exercise, sound unless a test changes a file: the sum of the magnitudes of whole numbers.
struct ScratchExercise {
    let folder = NSTemporaryDirectory() + "exercise-" + UUID().uuidString
    private let place = "Solutions/01-sums/magnitudes/"

    init() throws {
        try write(Self.chapter, to: "Chapters/01-sums.md")
        try write(Self.solution, named: "solution.swift")
        try write(Self.call, named: "call.swift")
        try write(Self.judge(), named: "judge.swift")
        try write(
            "// fails: small\n// Forgets that magnitudes have no sign.\n"
                + "func magnitudes(_ numbers: [Int]) -> Int { numbers.reduce(0, +) }\n", named: "wrong/signed.swift")
    }

    func write(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: folder + "/" + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Writes a file of the exercise.
    func write(_ text: String, named name: String) throws { try write(text, to: place + name) }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// The judging of the exercise.
    func judging(judgeSeconds: Double? = nil) async throws -> ExerciseJudging {
        let course = try readCourse(at: folder)
        let exercise = course.chapters[0].exercises[0]
        let files = try #require(
            ExerciseFiles.read(exercise, of: course.chapters[0], courseFolder: folder).files)
        let scratch = folder + "/scratch"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        return try await ExerciseJudging(
            exercise, files, compiler: try compilerBesideTests(), scratch: scratch,
            runner: LocalAnswerRunner(scratch: scratch), judgeSeconds: judgeSeconds)
    }

    /// What trying to prove the exercise sound comes to.
    func proof(_ thoroughness: ExerciseProver.Thoroughness) async throws -> ExerciseProof {
        let course = try readCourse(at: folder)
        let scratch = folder + "/scratch"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let prover = ExerciseProver(
            course, courseFolder: folder, compiler: try compilerBesideTests(), scratch: scratch, jobs: 2,
            thoroughness: thoroughness)
        return try await prover.prove(course.chapters[0].exercises[0], of: course.chapters[0])
    }

    static let solution = """
        func magnitudes(_ numbers: [Int]) -> Int {
            var sum = 0
            for number in numbers {
                if number < 0 { sum -= number } else { sum += number }
            }
            return sum
        }

        """

    static let call = """
        struct Input: Codable { var numbers: [Int] }
        typealias Answer = Int
        func call(_ input: Input) -> Answer { magnitudes(input.numbers) }

        """

    static func judge(compare: String = ".exactly", plainly: String = "{ $0.numbers.map(abs).reduce(0, +) }") -> String
    {
        """
        import Judging

        let judge = Judge<Input, Answer>(
            compare: \(compare), plainly: \(plainly)
        ) {
            Group("small", points: 1, count: 30) { size, random in
                Input(numbers: random.array(count: size / 10) { $0.int(-1000...1000) })
            }
            Group("edges", points: 1, inputs: [Input(numbers: []), Input(numbers: [0, -1, 1])])
        }

        """
    }

    static let chapter = """
        # Sums

        ## Exercise

        <!-- exercise id=magnitudes points=2 timeout=10 -->

        Add the magnitudes of numbers.

        ```swift starter=magnitudes
        func magnitudes(_ numbers: [Int]) -> Int {
            0
        }
        ```

        ```swift example=magnitudes id=two
        print(magnitudes([3, -4]))
        ```

        ```output
        7
        ```

        <details>
        <summary>Hint 1</summary>

        A magnitude has no sign.

        </details>

        """
}

/// The compiler with the library that lies beside the tests.
func compilerBesideTests() throws -> SwiftCompiler {
    let words = CommandLine.arguments
    let bundle = words.firstIndex(of: "--test-bundle-path").map { words[$0 + 1] } ?? words[0]
    let products = URL(fileURLWithPath: bundle).deletingLastPathComponent().path
    let library = try LibraryBundle(folder: products + "/" + LibraryBundle.folderName)
    let path = try #require(Toolchain.compilerPath())
    return SwiftCompiler(toolchain: Toolchain(compiler: path, version: library.manifest.toolchain), bundle: library)
}
