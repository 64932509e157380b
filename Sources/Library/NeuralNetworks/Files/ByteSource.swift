import Glibc

/// Bytes that are read piece by piece: those of a file, or of an array.
package final class ByteSource: Sendable {
    /// Why bytes could not be read.
    package enum Failure: Error {
        case absent
        case unreadable(String)
        /// It is a folder, a pipe or a device, of which no piece can be asked for.
        case irregular
        /// The file has become shorter since it was opened.
        case ended(offset: Int)
    }

    private enum Content {
        case memory([UInt8])
        case file(descriptor: Int32)
    }

    /// The number of bytes.
    package let count: Int

    private let content: Content

    /// The bytes of an array.
    package init(_ bytes: [UInt8]) {
        content = .memory(bytes)
        count = bytes.count
    }

    /// The bytes of the file at `path`, which stays open.
    package init(path: String) throws(Failure) {
        // Opening a pipe that nobody writes to would wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable(String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .irregular
        }
        content = .file(descriptor: descriptor)
        count = Int(status.st_size)
    }

    deinit {
        if case .file(let descriptor) = content { close(descriptor) }
    }

    /// The bytes in `range`.
    ///
    /// - Parameter range: within `0..<count`.
    package func read(_ range: Range<Int>) throws(Failure) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        switch content {
        case .memory(let bytes): return Array(bytes[range])
        case .file(let descriptor):
            var failure: Failure?
            let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
                while filled < range.count, failure == nil {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                    let offset = range.lowerBound + filled
                    let read = pread(descriptor, rest.baseAddress, range.count - filled, offset)
                    if read > 0 {
                        filled += read
                    } else if read == 0 {
                        failure = .ended(offset: offset)
                    } else if errno != EINTR {
                        failure = .unreadable(String(cString: strerror(errno)))
                    }
                }
            }
            if let failure { throw failure }
            return bytes
        }
    }

    /// Whether `path` leads to the file that is read, perhaps by another name.
    package func isFile(at path: String) -> Bool {
        guard case .file(let descriptor) = content else { return false }
        var (own, other) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(path, &other) == 0
            && own.st_dev == other.st_dev && own.st_ino == other.st_ino
    }
}
