import CourseModel
import Foundation

/// The course that students get: chapters, the sources of the site, the library and the program, without anything that
/// only instructors have.
public struct CourseRelease: Sendable {
    /// What was written.
    public struct Summary: Sendable {
        /// How many files.
        public var files = 0
        /// Their bytes.
        public var bytes = 0

        /// Nothing yet.
        public init() {}
    }

    /// The file that marks a released course.
    public static let mark = ".winnow-course"
    /// Where the program lies in it.
    static let toolFolder = "tool"

    private let course: Course
    private let folder: String
    private let programFolder: String
    private let toolchain: String

    /// A release of a course.
    ///
    /// - Parameters:
    ///   - folder: the course folder, as an absolute path.
    ///   - programFolder: where the program lies, with the library and the theme beside it.
    ///   - toolchain: the compiler that the library needs, such as `Swift 6.3.1`.
    public init(course: Course, folder: String, programFolder: String, toolchain: String) {
        self.course = course
        self.folder = folder
        self.programFolder = programFolder
        self.toolchain = toolchain
    }

    /// Writes the students' course into an empty folder.
    ///
    /// - Throws: ``CourseReleaseError``, or what the file system says.
    public func write(to target: String) throws -> Summary {
        let manager = FileManager.default
        try copy("Chapters", from: folder, to: target)
        if isFolder(folder + "/site") { try copy("site", from: folder, to: target, without: ["public"]) }
        if manager.fileExists(atPath: folder + "/LICENSE") {
            try copyFile(folder + "/LICENSE", to: target + "/LICENSE")
        }
        let tool = target + "/" + Self.toolFolder
        try manager.createDirectory(atPath: tool, withIntermediateDirectories: true)
        try copyFile(programFolder + "/winnow", to: tool + "/winnow")
        for part in ["winnow-library", "winnow-theme"] {
            guard isFolder(programFolder + "/" + part) else { throw CourseReleaseError.incomplete(part) }
            try copy(part, from: programFolder, to: tool, without: ["module-cache", "judging"])
        }
        try Data(StudentReadme(course: course, toolchain: toolchain).text.utf8).write(
            to: URL(fileURLWithPath: target + "/README.md"))
        try Data(Launcher(toolchain: toolchain).text.utf8).write(to: URL(fileURLWithPath: target + "/winnow"))
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: target + "/winnow")
        return try inspect(target)
    }

    /// Copies a folder with all ordinary files in it, but hidden ones and those whose first name begins in some way.
    private func copy(_ name: String, from source: String, to target: String, without left: [String] = []) throws {
        let root = source + "/" + name
        for path in try FileManager.default.subpathsOfDirectory(atPath: root).sorted() {
            let parts = path.split(separator: "/")
            guard !parts.contains(where: { $0.hasPrefix(".") }),
                !left.contains(where: { parts[0] == $0 || (parts[0].hasPrefix($0 + "-")) }),
                !isFolder(root + "/" + path)
            else { continue }
            try copyFile(root + "/" + path, to: target + "/" + name + "/" + path)
        }
    }

    /// Copies the content and the permissions of a file, of what it leads to if it is a link.
    private func copyFile(_ source: String, to target: String) throws {
        let resolved = URL(fileURLWithPath: source).resolvingSymlinksInPath()
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: target).deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: resolved, to: URL(fileURLWithPath: target))
    }

    /// Counts what was written, and makes sure that no file holds a text that only instructors have.
    private func inspect(_ target: String) throws -> Summary {
        let secrets = instructorTexts()
        var summary = Summary()
        for path in try FileManager.default.subpathsOfDirectory(atPath: target) where !isFolder(target + "/" + path) {
            let content = try Data(contentsOf: URL(fileURLWithPath: target + "/" + path), options: .alwaysMapped)
            for secret in secrets where content.holds(secret.text) {
                throw CourseReleaseError.tells(file: path, secret: secret.file)
            }
            summary.files += 1
            summary.bytes += content.count
        }
        return summary
    }

    /// Every Swift text of `Solutions`, without blanks around it.
    private func instructorTexts() -> [(file: String, text: [UInt8])] {
        let root = folder + "/Solutions"
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return paths.sorted().compactMap { path in
            guard path.hasSuffix(".swift"), let data = FileManager.default.contents(atPath: root + "/" + path) else {
                return nil
            }
            let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            return text.isEmpty ? nil : ("Solutions/" + path, Array(text.utf8))
        }
    }
}

/// Why a course cannot be released.
public enum CourseReleaseError: Error, CustomStringConvertible {
    /// Something that lies beside the program is not there.
    case incomplete(String)
    /// A file that students would get holds a text that only instructors have.
    case tells(file: String, secret: String)

    /// What is wrong and what to do, in one line.
    public var description: String {
        switch self {
        case .incomplete(let part): "\(part) is not beside the program: run `make` in Winnow's own folder"
        case .tells(let file, let secret): "\(file) holds the whole text of \(secret): take it out, then release again"
        }
    }
}

extension Data {
    /// Whether a text stands anywhere in it; what is no text holds none.
    fileprivate func holds(_ text: [UInt8]) -> Bool {
        !prefix(8192).contains(0) && range(of: Data(text)) != nil
    }
}
