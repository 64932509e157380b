import CourseModel
import Foundation

/// The course's own solutions: `Solutions/<chapter>/<exercise>/solution.swift`.
public struct Solutions: Sendable {
    /// The text of each solution, by exercise.
    public private(set) var texts: [String: String] = [:]
    /// The file of each solution, relative to the course folder.
    public private(set) var files: [String: String] = [:]
    /// Folders without an exercise of that name in the chapter.
    public private(set) var findings: [Finding] = []
    /// Whether the course has solutions at all; a student's course has none.
    public private(set) var isPresent = false

    /// Reads the solutions of the chapters of a course.
    public init(of course: Course, in folder: String) {
        let manager = FileManager.default
        let root = folder + "/Solutions"
        guard let chapters = try? manager.contentsOfDirectory(atPath: root) else { return }
        isPresent = true
        for slug in chapters.sorted() where !slug.hasPrefix(".") {
            // A run over some chapters says nothing of the others.
            guard let chapter = course.chapters.first(where: { $0.slug == slug }) else { continue }
            let names = (try? manager.contentsOfDirectory(atPath: root + "/" + slug)) ?? []
            for name in names.sorted() where !name.hasPrefix(".") {
                let place = "Solutions/\(slug)/\(name)"
                guard chapter.exercises.contains(where: { $0.name == name }) else {
                    let advice =
                        nearestWord(to: name, among: chapter.exercises.map(\.name)).map { "did you mean `\($0)`?" }
                        ?? "rename or delete the folder"
                    findings.append(
                        Finding(
                            file: place, position: SourcePosition(line: 1), rule: .unknownExercise,
                            message: "\(chapter.file) has no exercise `\(name)`: \(advice)"))
                    continue
                }
                guard let data = manager.contents(atPath: folder + "/\(place)/solution.swift") else { continue }
                texts[name] = String(decoding: data, as: UTF8.self)
                files[name] = place + "/solution.swift"
            }
        }
    }
}
