import CourseModel
import CourseReading
import Foundation
import SwiftPrograms

/// What stands where a student's answer should be.
public enum AnswerFile: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A text that is still what the student was given.
    case untouched(String)
    /// Nothing.
    case missing
    /// A file without any code, only blanks or nothing at all.
    case empty
    /// Something that cannot be Swift, and why.
    case unusable(reason: String, position: SourcePosition?)

    /// The bytes that an answer may have at most.
    static let mostBytes = 1 << 20

    /// The text, if there is one.
    public var text: String? {
        switch self {
        case .text(let text), .untouched(let text): text
        default: nil
        }
    }

    /// Reads what stands at a path. Nothing is followed, waited for, or read beyond the bound: a pipe is no answer.
    init(at path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            self = errno == ENOENT || errno == ENOTDIR ? .missing : Self.unreadable(String(cString: strerror(errno)))
            return
        }
        if status.st_mode & S_IFMT == S_IFLNK, stat(path, &status) != 0 {
            self = .unusable(
                reason: "it is a link that leads nowhere: remove it, then `winnow start` writes the file", position: nil
            )
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            self = .unusable(reason: "it is a folder: move it away, then `winnow start` writes the file", position: nil)
            return
        default:
            self = .unusable(reason: "it is no ordinary file: move it away", position: nil)
            return
        }
        guard status.st_size <= Self.mostBytes else {
            self = .unusable(
                reason: "it has \(status.st_size) bytes, and an answer has at most 1 MiB: make it shorter",
                position: nil)
            return
        }
        do {
            self = AnswerFile(bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        } catch {
            self = Self.unreadable((error as NSError).localizedDescription)
        }
    }

    /// Reads the bytes of a file.
    init(bytes: [UInt8]) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            self = .unusable(reason: "it is saved as UTF-16: save it as UTF-8", position: nil)
            return
        }
        let content = SourceText.withoutMark(bytes)
        if content.contains(0) {
            self = .unusable(
                reason: "it is no text (it holds a zero byte): is it another program's file? `winnow reset` puts the "
                    + "starter back", position: nil)
            return
        }
        if let position = SourceText.firstInvalidByte(in: content) {
            self = .unusable(reason: "this byte is not UTF-8: save the file as UTF-8", position: position)
            return
        }
        let text = String(decoding: content, as: UTF8.self)
        self = text.allSatisfy(\.isWhitespace) ? .empty : .text(text)
    }

    private static func unreadable(_ reason: String) -> AnswerFile {
        .unusable(reason: "it cannot be read: \(reason)", position: nil)
    }
}

extension Workspace {
    /// What stands where the answer to an exercise should be.
    public func answer(to sheet: ExerciseSheet) -> AnswerFile {
        let answer = AnswerFile(at: path(of: sheet.file))
        guard case .text(let text) = answer, holdsStarter(text, of: sheet) else { return answer }
        return .untouched(text)
    }

    /// Whether a file's text has the starter's code and no other; comments do not count.
    private func holdsStarter(_ text: String, of sheet: ExerciseSheet) -> Bool {
        code(of: text) == code(of: sheet.starter)
    }
}

/// The tokens of a Swift text, without comments and blanks.
private func code(of text: String) -> [String] { SwiftTokens(text).map(\.text) }
