import Glibc

/// A file that is written beside the one it replaces, and takes its place only when it is complete.
package final class ReplacementFile {
    /// The system refused, and why.
    package struct Failure: Error {
        package let reason: String
    }

    private let temporary: String
    private let destination: String
    private var descriptor: Int32
    private var isFinished = false

    /// A new file that will replace what is at `path`: nothing yet, or a file, which a link may lead to.
    package init(replacing path: String) throws(Failure) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: "it is not a file") }
            guard let resolved = realpath(path, nil) else { throw Failure.ofSystem }
            destination = String(cString: resolved)
            free(resolved)
        } else {
            destination = path
        }
        temporary = "\(destination).\(getpid()).tmp"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Failure.ofSystem }
    }

    deinit { discard() }

    /// Writes bytes at an offset from the file's beginning.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, offset + written)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Failure.ofSystem }
            written += count
        }
    }

    /// Writes bytes at an offset from the file's beginning.
    package func write(_ bytes: [UInt8], at offset: Int) throws(Failure) {
        var failure: Failure?
        bytes.withUnsafeBytes { bytes in
            do throws(Failure) { try write(bytes, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Puts the file, once it is safe on the disk, in its place.
    package func finish() throws(Failure) {
        guard fsync(descriptor) == 0, rename(temporary, destination) == 0 else { throw Failure.ofSystem }
        isFinished = true
        close(descriptor)
        descriptor = -1
    }

    /// Takes the file away unless it is in its place already.
    package func discard() {
        guard descriptor >= 0, !isFinished else { return }
        close(descriptor)
        descriptor = -1
        unlink(temporary)
    }
}

extension ReplacementFile.Failure {
    /// What the system said last.
    fileprivate static var ofSystem: Self { Self(reason: String(cString: strerror(errno))) }
}
