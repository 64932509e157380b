import CLinux
import Dispatch
import Foundation

/// Reads what inotify says, keeps its watches, and tells a change when all has been quiet for a while.
///
/// It is used on one queue only.
final class EventReader: @unchecked Sendable {
    private static let mask = [
        IN_CLOSE_WRITE, IN_MODIFY, IN_CREATE, IN_DELETE, IN_MOVED_FROM, IN_MOVED_TO, IN_DELETE_SELF, IN_MOVE_SELF,
        IN_ONLYDIR, IN_DONT_FOLLOW, IN_EXCL_UNLINK,
    ].reduce(UInt32(0)) { $0 | UInt32($1) }
    /// The bytes that one reading takes: room for several hundred events.
    private static let bufferBytes = 1 << 16

    private let descriptor: Int32
    private let queue: DispatchQueue
    private let quiet: Int
    private let tell: (FileChange) -> Void
    /// The folder behind each watch.
    private var folders: [Int32: String] = [:]
    private var pending = FileChange()
    /// Counts readings, so that only the last one's timer tells.
    private var reading = 0

    init(descriptor: Int32, queue: DispatchQueue, quiet: Int, tell: @escaping (FileChange) -> Void) {
        self.descriptor = descriptor
        self.queue = queue
        self.quiet = quiet
        self.tell = tell
    }

    /// Watches a folder and those below it.
    ///
    /// - Parameter mustExist: whether a folder that is gone is an error; those below may go at any time.
    func watch(_ folder: String, mustExist: Bool = false) throws {
        let number = inotify_add_watch(descriptor, folder, Self.mask)
        guard number >= 0 else {
            if mustExist || ![ENOENT, ENOTDIR, EACCES].contains(errno) {
                throw FileWatchingError(path: folder, code: errno)
            }
            return
        }
        folders[number] = folder
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where Self.isFolder(folder + "/" + name) {
            try watch(folder + "/" + name)
        }
    }

    /// Takes in all that has been said.
    func read() {
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        while true {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            take(buffer[..<count])
        }
        guard !pending.isEmpty else { return }
        reading += 1
        let current = reading
        queue.asyncAfter(deadline: .now() + .milliseconds(quiet)) { [self] in
            guard current == reading else { return }
            tell(pending)
            pending = FileChange()
        }
    }

    /// Takes in events: a header of 16 bytes each (watch, mask, cookie, length) and a name of that length.
    private func take(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while rest.count >= 16 {
            let (watch, mask, length) = rest.withUnsafeBytes { header in
                (
                    header.loadUnaligned(fromByteOffset: 0, as: Int32.self),
                    header.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                    Int(header.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
                )
            }
            let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
            take(watch: watch, mask: mask, name: String(decoding: name, as: UTF8.self))
            rest = rest.dropFirst(16 + length)
        }
    }

    private func take(watch number: Int32, mask: UInt32, name: String) {
        if mask & UInt32(IN_Q_OVERFLOW) != 0 { pending.isIncomplete = true }
        guard let folder = folders[number] else { return }
        if mask & UInt32(IN_IGNORED) != 0 { folders[number] = nil }
        let path = name.isEmpty ? folder : folder + "/" + name
        pending.paths.insert(path)
        let isNewFolder = mask & UInt32(IN_ISDIR) != 0 && mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0
        guard isNewFolder else { return }
        // What was put into the folder before it was watched is told too.
        try? watch(path)
        for file in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] {
            pending.paths.insert(path + "/" + file)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
