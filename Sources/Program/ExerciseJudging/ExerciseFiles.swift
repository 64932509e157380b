import CourseModel
import Foundation

/// What the course holds of an exercise besides its statement: `Solutions/<chapter>/<exercise>/`.
public struct ExerciseFiles: Sendable {
    /// The folder, relative to the course.
    public let folder: String
    /// The reference.
    public let solution: SwiftText
    /// The types of input and answer, and the call.
    public let call: SwiftText
    /// The judge.
    public let judge: SwiftText
    /// Answers that must fail.
    public let wrong: [WrongAnswer]
    /// Mutants of the solution that are right, each with the reason why.
    public let equivalents: [Equivalent]

    /// An answer that must fail.
    public struct WrongAnswer: Sendable {
        /// The file.
        public let answer: SwiftText
        /// The first group that it must fail, or a verdict; nil if the file does not say.
        public let fails: String?
    }

    /// A line of `equivalent.txt`.
    public struct Equivalent: Sendable {
        /// The name of the mutant.
        public let mutant: String
        /// Why it is right.
        public let reason: String
        /// The line in the file.
        public let line: Int
    }

    /// Reads the files of an exercise.
    ///
    /// - Returns: nil if one that is needed is missing; findings then say which.
    public static func read(
        _ exercise: Exercise, of chapter: Chapter, courseFolder: String
    ) -> (files: ExerciseFiles?, findings: [Finding]) {
        let folder = "Solutions/\(chapter.slug)/\(exercise.name)"
        let manager = FileManager.default
        var findings: [Finding] = []
        func report(_ file: String, line: Int = 1, _ message: String) {
            findings.append(
                Finding(file: file, position: SourcePosition(line: line), rule: .exerciseUnsound, message: message))
        }
        func text(_ name: String) -> SwiftText? {
            guard let data = manager.contents(atPath: "\(courseFolder)/\(folder)/\(name)") else { return nil }
            guard let text = String(validating: data, as: UTF8.self) else {
                report("\(folder)/\(name)", "this file is not UTF-8: save it as UTF-8")
                return nil
            }
            return SwiftText(file: "\(folder)/\(name)", text: text)
        }
        let names = ((try? manager.contentsOfDirectory(atPath: "\(courseFolder)/\(folder)")) ?? []).sorted()
        let known = ["solution.swift", "call.swift", "judge.swift", "equivalent.txt", "wrong"]
        for name in names where !known.contains(name) && !name.hasPrefix(".") {
            report("\(folder)/\(name)", "nothing uses this file: an exercise has " + known.joined(separator: ", "))
        }
        let wrongNames = ((try? manager.contentsOfDirectory(atPath: "\(courseFolder)/\(folder)/wrong")) ?? []).sorted()
        for name in wrongNames where !name.hasSuffix(".swift") {
            report("\(folder)/wrong/\(name)", "nothing uses this file: wrong answers are Swift files")
        }
        let wrong = wrongNames.filter { $0.hasSuffix(".swift") }.compactMap { text("wrong/" + $0) }.map {
            WrongAnswer(answer: $0, fails: failure(in: $0.text))
        }
        let parts = ["solution.swift", "call.swift", "judge.swift"].map { ($0, text($0)) }
        for (name, part) in parts where part == nil && !names.contains(name) {
            findings.append(
                Finding(
                    file: chapter.file, position: exercise.position, rule: .exerciseUnsound,
                    message:
                        "exercise `\(exercise.name)` has no \(folder)/\(name): see \"Writing a judge\" in CONTRIBUTING.md"
                ))
        }
        guard let solution = parts[0].1, let call = parts[1].1, let judge = parts[2].1 else { return (nil, findings) }
        var equivalents: [Equivalent] = []
        for (number, line) in (text("equivalent.txt")?.text ?? "").split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() where !line.allSatisfy(\.isWhitespace) {
            let halves = line.split(separator: "#", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard halves.count == 2, !halves[1].isEmpty else {
                report(
                    "\(folder)/equivalent.txt", line: number + 1,
                    "a line is a mutant as `winnow verify` prints it, then # and why it is right")
                continue
            }
            equivalents.append(Equivalent(mutant: halves[0], reason: halves[1], line: number + 1))
        }
        return (
            ExerciseFiles(
                folder: folder, solution: solution, call: call, judge: judge, wrong: wrong, equivalents: equivalents),
            findings
        )
    }

    /// What the first line of a wrong answer says that it fails.
    private static func failure(in text: String) -> String? {
        guard let line = text.split(separator: "\n").first, line.hasPrefix("// fails:") else { return nil }
        return line.dropFirst("// fails:".count).trimmingCharacters(in: .whitespaces)
    }
}
