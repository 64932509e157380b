internal import CZlib

/// Why a gzip stream could not be unpacked; offsets count compressed bytes.
enum GunzipError: Error {
    case damaged(offset: Int, reason: String)
    case truncated
    case trailingBytes(Int)
    /// With the content up to the limit.
    case tooLarge([UInt8])
}

/// The content of the single gzip member in `bytes`, which may not be more than `limit`; its CRC-32 and length hold.
///
/// Memory: at most twice the content and 256 KiB, and a gzip stream holds at most 1032 times its own size.
func gunzip(_ bytes: [UInt8], limit: Int) throws(GunzipError) -> [UInt8] {
    var stream = z_stream()
    let gzipOnly: Int32 = 16 + 15
    guard inflateInit2_(&stream, gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        throw .damaged(offset: 0, reason: "zlib cannot start")
    }
    defer { inflateEnd(&stream) }
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
    defer {
        chunk.deallocate()
        input.deallocate()
    }
    var content: [UInt8] = []
    var read = 0
    while true {
        if stream.avail_in == 0 {
            let count = min(input.count, bytes.count - read)
            _ = input.update(fromContentsOf: bytes[read..<read + count])
            read += count
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(count)
        }
        stream.next_out = chunk.baseAddress
        stream.avail_out = UInt32(chunk.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        let produced = chunk.count - Int(stream.avail_out)
        let room = limit - content.count
        content.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[..<min(produced, room)]))
        guard produced <= room else { throw .tooLarge(content) }
        let offset = read - Int(stream.avail_in)
        switch status {
        case Z_STREAM_END:
            guard offset == bytes.count else { throw .trailingBytes(bytes.count - offset) }
            return content
        case Z_OK: continue
        case Z_BUF_ERROR where read == bytes.count: throw .truncated
        default:
            throw .damaged(offset: offset, reason: stream.msg.map { String(cString: $0) } ?? "zlib status \(status)")
        }
    }
}
