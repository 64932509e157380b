import CLinux
import Foundation

/// The file of an experiment's results, to which each finished point appends its line in one piece.
///
/// Killing a run at any moment leaves whole lines and at most one torn one at the end, which the next run takes away.
package actor ResultFile {
    /// The whole lines that are there, in their order.
    package private(set) var lines: [ResultLine]
    private let path: String
    private let file: FileHandle

    /// Opens the file, or makes it, and keeps other runs away from it until this value is gone.
    ///
    /// - Throws: ``ExperimentRunError``.
    package init(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ExperimentRunError.unwritable(path, String(cString: strerror(errno))) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw ExperimentRunError.busy(path) }
        let bytes = (try? file.readToEnd()) ?? Data()
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if end < bytes.count, ftruncate(descriptor, off_t(end)) != 0 {
            throw ExperimentRunError.unwritable(path, String(cString: strerror(errno)))
        }
        lines = Self.lines(in: bytes[..<end])
        self.path = path
    }

    /// The lines of a file's content; what is no line is left out.
    package static func lines(in bytes: Data) -> [ResultLine] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { ResultLine($0) }
    }

    /// Adds a line.
    package func append(_ line: ResultLine) throws {
        do {
            try file.write(contentsOf: Data((line.text + "\n").utf8))
        } catch {
            throw ExperimentRunError.unwritable(path, "\(error)")
        }
        lines.append(line)
    }

    /// Brings the lines of a key into the order of their points and drops all others; the file is replaced whole.
    package func sort(_ points: [String], key: String) throws {
        let known = Dictionary(lines.filter { $0.key == key }.map { ($0.point, $0) }) { $1 }
        let sorted = points.compactMap { known[$0] }
        guard sorted != lines else { return }
        do {
            try Data(sorted.map { $0.text + "\n" }.joined().utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ExperimentRunError.unwritable(path, "\(error)")
        }
        lines = sorted
    }
}

/// Why an experiment cannot run.
public enum ExperimentRunError: Error, CustomStringConvertible {
    /// The file of results cannot be written, for this reason.
    case unwritable(String, String)
    /// Another run is at it.
    case busy(String)

    /// What is wrong, in one line.
    public var description: String {
        switch self {
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        case .busy(let path): "another run is writing to \(path): wait for its end, or stop it"
        }
    }
}
