import CLinux
import Dispatch
import Foundation

/// Watches folders and all folders below them, also those that come later.
///
/// Links to folders are not followed. Watching ends when the watcher is no longer referred to.
public final class FileWatcher: Sendable {
    /// Milliseconds that must pass without anything before a change is told: an editor's save takes several steps.
    private static let quietMilliseconds = 40

    /// The changes as they come. The sequence has one reader.
    public let changes: AsyncStream<FileChange>

    // A source may be cancelled from anywhere.
    nonisolated(unsafe) private let source: any DispatchSourceRead

    /// Begins to watch folders, given as absolute paths.
    ///
    /// - Throws: ``FileWatchingError`` if the system refuses, or a folder is not there.
    public init(folders: [String]) throws {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw FileWatchingError(path: "", code: errno) }
        let queue = DispatchQueue(label: "winnow.file-watching")
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setCancelHandler { close(descriptor) }
        let (changes, continuation) = AsyncStream.makeStream(of: FileChange.self)
        let reader = EventReader(descriptor: descriptor, queue: queue, quiet: Self.quietMilliseconds) { change in
            continuation.yield(change)
        }
        do {
            for folder in folders { try reader.watch(folder, mustExist: true) }
        } catch {
            // A source that was never resumed may neither be cancelled nor released.
            source.resume()
            source.cancel()
            throw error
        }
        source.setEventHandler { reader.read() }
        source.resume()
        self.changes = changes
        self.source = source
    }

    deinit { source.cancel() }
}

/// Why a folder cannot be watched.
public struct FileWatchingError: Error, CustomStringConvertible {
    /// The folder; empty if it is about none.
    public let path: String
    let code: Int32

    /// What went wrong and what to do, in one line.
    public var description: String {
        let place = path.isEmpty ? "files" : path
        if code == ENOSPC {
            return "\(place) cannot be watched: the system allows no more watches (sysctl fs.inotify.max_user_watches)"
        }
        if code == EMFILE {
            return
                "\(place) cannot be watched: too many programs watch files (sysctl fs.inotify.max_user_instances)"
        }
        return "\(place) cannot be watched: \(String(cString: strerror(code)))"
    }
}
