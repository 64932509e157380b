import Glibc

/// Why a file could not be read whole.
enum FileBytesError: Error {
    case absent
    case unreadable(String)
    case tooLarge
}

/// The bytes of the file at `path`, which may not be more than `limit`.
///
/// Memory: at most twice the bytes that are there, also for a pipe or device that never ends.
func fileBytes(_ path: String, limit: Int) throws(FileBytesError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        throw errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable(String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size > 0 { bytes.reserveCapacity(min(Int(status.st_size), limit)) }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { chunk.deallocate() }
    while true {
        let count = read(descriptor, chunk.baseAddress, chunk.count)
        if count == 0 { return bytes }
        if count < 0 {
            if errno == EINTR { continue }
            throw .unreadable(String(cString: strerror(errno)))
        }
        guard bytes.count + count <= limit else { throw .tooLarge }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
}
