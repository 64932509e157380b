import CourseModel
import Foundation
import Yams

/// Why a folder is no course that can be read.
public enum CourseReadingError: Error, CustomStringConvertible {
    /// There is no folder `Chapters`.
    case noChapters(String)
    /// A file of the course cannot be read.
    case unreadable(file: String, reason: String)

    /// What is wrong and what to do, in one line.
    public var description: String {
        switch self {
        case .noChapters(let folder): "\(folder) is no course: it has no folder `Chapters` with a file NAME.md in it"
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        }
    }
}

/// Reads a course folder: its chapters in order of file name, and `site/course.yml` and `site/index.md` where they are.
///
/// - Parameters:
///   - folder: the folder that holds `Chapters`.
///   - isChosen: which chapter files to read, by their path relative to the course.
/// - Throws: ``CourseReadingError``.
/// - Complexity: reads each file once.
public func readCourse(at folder: String, choosing isChosen: (String) -> Bool = { _ in true }) throws -> Course {
    let names: [String]
    do {
        names = try FileManager.default.contentsOfDirectory(atPath: folder + "/Chapters")
    } catch {
        throw CourseReadingError.noChapters(folder)
    }
    let files = names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }
        .sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        .filter { isFile(folder + "/Chapters/" + $0) }
        .map { "Chapters/" + $0 }
    guard !files.isEmpty else { throw CourseReadingError.noChapters(folder) }

    var course = Course(title: folder.split(separator: "/").last.map(String.init) ?? "Course")
    var findings: [Finding] = []
    if isFile(folder + "/site/course.yml") {
        findings = try applySettings(try bytes(of: "site/course.yml", in: folder), to: &course)
    }
    if isFile(folder + "/site/index.md") {
        course.index = readChapter(try bytes(of: "site/index.md", in: folder), file: "site/index.md")
    }
    course.chapters = try files.filter(isChosen).map { readChapter(try bytes(of: $0, in: folder), file: $0) }
    checkExercises(&course)
    if !findings.isEmpty, !course.chapters.isEmpty { course.chapters[0].findings += findings }
    return course
}

private func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
}

private func bytes(of file: String, in folder: String) throws -> [UInt8] {
    do {
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)))
    } catch {
        throw CourseReadingError.unreadable(file: file, reason: error.localizedDescription)
    }
}

/// Takes title, subtitle, authors, language and repository from `course.yml`; returns what is wrong with it.
private func applySettings(_ bytes: [UInt8], to course: inout Course) throws -> [Finding] {
    let file = "site/course.yml"
    let known = ["title", "subtitle", "authors", "language", "repository"]
    do {
        guard let mapping = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self))?.mapping else { return [] }
        course.title = mapping["title"]?.string ?? course.title
        course.subtitle = mapping["subtitle"]?.string ?? ""
        course.authors = mapping["authors"]?.array(of: String.self) ?? []
        course.language = mapping["language"]?.string ?? "en"
        course.repository = mapping["repository"]?.string
        return mapping.keys.compactMap { key in
            guard let name = key.string, !known.contains(name) else { return nil }
            let advice =
                nearestWord(to: name, among: known).map { "did you mean `\($0)`?" }
                ?? "it knows " + known.joined(separator: ", ")
            return Finding(
                file: file, position: SourcePosition(line: key.mark?.line ?? 1, column: key.mark?.column ?? 1),
                rule: .unknownWord, message: "unknown setting `\(name)`: \(advice)")
        }
    } catch {
        let mark = (error as? YamlError)?.mark
        return [
            Finding(
                file: file, position: SourcePosition(line: mark?.line ?? 1, column: mark?.column ?? 1),
                rule: .badValue, message: "this is not YAML: write lines such as `title: My course`")
        ]
    }
}

/// Adds what is wrong with exercises across the course: names taken twice, starters and examples without exercise.
private func checkExercises(_ course: inout Course) {
    var taken: [String: String] = [:]
    for number in course.chapters.indices {
        let chapter = course.chapters[number]
        func report(_ rule: Rule, at position: SourcePosition, _ message: String) {
            course.chapters[number].findings.append(
                Finding(file: chapter.file, position: position, rule: rule, message: message))
        }
        for exercise in chapter.exercises {
            if let place = taken[exercise.name] {
                report(
                    .duplicateExercise, at: exercise.position,
                    "the name `\(exercise.name)` is taken by the exercise at \(place): names are unique in the course")
            } else {
                taken[exercise.name] = "\(chapter.file):\(exercise.position.line)"
            }
            if exercise.starter == nil {
                report(
                    .noStarter, at: exercise.position,
                    "exercise `\(exercise.name)` has nothing to start with: add a cell `swift starter=\(exercise.name)`"
                )
            }
        }
        let names = chapter.exercises.map(\.name)
        for cell in chapter.cells {
            switch cell.purpose {
            case .starter(let name), .example(let name):
                guard !names.contains(name) else { continue }
                let advice =
                    nearestWord(to: name, among: names).map { ": did you mean `\($0)`?" }
                    ?? ": add <!-- exercise id=\(name) points=N --> before it"
                report(.unknownExercise, at: cell.position, "this chapter has no exercise `\(name)`" + advice)
            default: break
            }
        }
        course.chapters[number].findings.sort()
    }
}
