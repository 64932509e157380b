import Glibc

extension SafetensorsFile {
    /// Writes the file to `path`; what was there is replaced by the complete file or not at all.
    ///
    /// - Throws: `SafetensorsError` with the system's reason.
    public func write(to path: String) throws(SafetensorsError) {
        let temporary = "\(path).\(getpid()).tmp"
        func failure() -> SafetensorsError {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            return SafetensorsError(file: path, offset: 0, problem: .unwritable(reason: reason))
        }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure() }
        let isComplete = encoded.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = systemWrite(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return fsync(descriptor) == 0
        }
        guard isComplete else {
            let error = failure()
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0, rename(temporary, path) == 0 else { throw failure() }
    }
}

/// The system's `write`, which the method of that name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
