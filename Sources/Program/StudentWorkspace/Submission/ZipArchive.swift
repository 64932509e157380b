import CArchive

/// A zip file of texts. The same entries always give the same bytes: no dates, no owners, entries in the order given.
enum ZipArchive {
    /// What libarchive calls `AE_IFREG`, in a macro that Swift does not see.
    private static let regularFile: UInt32 = 0o100000

    /// The zip file that holds some files.
    ///
    /// - Throws: ``ZipError`` with libarchive's own words.
    static func bytes(of entries: [(name: String, content: [UInt8])]) throws -> [UInt8] {
        guard let archive = archive_write_new() else { throw ZipError(reason: "no memory") }
        defer { archive_write_free(archive) }
        func check(_ status: Int32) throws {
            guard status == ARCHIVE_OK else {
                throw ZipError(reason: archive_error_string(archive).map { String(cString: $0) } ?? "status \(status)")
            }
        }
        try check(archive_write_set_format_zip(archive))
        try check(archive_write_set_options(archive, "zip:hdrcharset=UTF-8"))
        try check(archive_write_set_bytes_per_block(archive, 0))
        // Each entry costs its content and some hundred bytes for its two headers.
        var buffer = [UInt8](repeating: 0, count: entries.reduce(4096) { $0 + 2 * $1.content.count + 1024 })
        var used = 0
        try buffer.withUnsafeMutableBytes { memory in
            try check(archive_write_open_memory(archive, memory.baseAddress, memory.count, &used))
            for (name, content) in entries {
                guard let entry = archive_entry_new() else { throw ZipError(reason: "no memory") }
                defer { archive_entry_free(entry) }
                archive_entry_set_pathname_utf8(entry, name)
                archive_entry_set_size(entry, Int64(content.count))
                archive_entry_set_filetype(entry, regularFile)
                archive_entry_set_perm(entry, 0o644)
                // Zip's own first day, in whatever time zone: 1 January 1980 is read back as such.
                archive_entry_set_mtime(entry, 315_619_200, 0)
                try check(archive_write_header(archive, entry))
                let written = content.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
                guard written == content.count else { throw ZipError(reason: "it took \(written) bytes of \(name)") }
            }
            try check(archive_write_close(archive))
        }
        return Array(buffer[..<used])
    }
}

/// Why no zip file came about.
struct ZipError: Error, CustomStringConvertible {
    let reason: String
    var description: String { "the archive could not be made: \(reason)" }
}
