/// An array of bytes in the IDX format of the MNIST database, packed with gzip or not.
///
/// The format: two zero bytes, 8 for "unsigned bytes", the number of dimensions, each extent as a big-endian 32-bit
/// number, then the elements, row major.
///
/// - Source: LeCun and Cortes, "The MNIST database of handwritten digits", section on file formats.
public struct IDXFile: Sendable, Equatable {
    /// The extents; the first one counts the images or labels.
    public let shape: [Int]

    /// The elements, row major.
    public let elements: [UInt8]

    /// No file read here, packed or not, may be larger than this: 1 GiB.
    public static let limit = 1 << 30

    /// Reads the file at `path`, which must have the extents of `shape`; nil there allows any.
    ///
    /// - Parameter remedy: the command that gets the file, for the message of an error.
    /// - Throws: `DataFileError`.
    /// - Complexity: O(bytes); memory at most the packed file and three times its content.
    public init(path: String, shape: [Int?], remedy: String? = nil) throws(DataFileError) {
        let bytes: [UInt8]
        do throws(FileBytesError) {
            bytes = try fileBytes(path, limit: IDXFile.limit)
        } catch {
            let problem: DataFileError.Problem =
                switch error {
                case .absent: .absent
                case .unreadable(let reason): .unreadable(reason: reason)
                case .tooLarge: .tooLarge(limit: IDXFile.limit)
                }
            throw DataFileError(file: path, problem: problem, remedy: remedy)
        }
        try self.init(bytes: bytes, name: path, shape: shape, remedy: remedy)
    }

    /// Reads the content of a file, `bytes`; `name` stands for it in errors.
    ///
    /// - Throws: `DataFileError`.
    public init(
        bytes: [UInt8], name: String, shape expected: [Int?], remedy: String? = nil
    ) throws(DataFileError) {
        do throws(DataFileError.Problem) {
            let content = bytes.starts(with: [0x1F, 0x8B]) ? try unpack(bytes, shape: expected) : bytes
            (shape, elements) = try parse(content, shape: expected)
        } catch {
            throw DataFileError(file: name, problem: error, remedy: remedy)
        }
    }
}

extension DataFileError.Problem: Error {}

/// The content of a gzip file; where the extents are known, at most one byte more than they account for.
private func unpack(_ bytes: [UInt8], shape: [Int?]) throws(DataFileError.Problem) -> [UInt8] {
    var limit = IDXFile.limit
    if let extents = shape as? [Int] { limit = min(limit, headerCount(shape) + extents.reduce(1, *) + 1) }
    do throws(GunzipError) {
        return try gunzip(bytes, limit: limit)
    } catch {
        switch error {
        case .damaged(let offset, let reason): throw .damaged(offset: offset, reason: reason)
        case .truncated: throw .damaged(offset: bytes.count, reason: "the gzip stream ends early")
        case .trailingBytes(let count): throw .trailingBytes(atLeast: count)
        case .tooLarge(let beginning):
            guard limit < IDXFile.limit else { throw .tooLarge(limit: limit) }
            return beginning
        }
    }
}

private func headerCount(_ shape: [Int?]) -> Int { 4 + 4 * shape.count }

private func parse(
    _ content: [UInt8], shape expected: [Int?]
) throws(DataFileError.Problem) -> (shape: [Int], elements: [UInt8]) {
    let headerCount = headerCount(expected)
    guard content.count >= 4 else { throw .truncated(expectedBytes: headerCount, foundBytes: content.count) }
    let magic = bigEndian(content, at: 0)
    let expectedMagic = 0x0800 | UInt32(expected.count)
    guard magic == expectedMagic else { throw .wrongMagic(expected: expectedMagic, found: magic) }
    guard content.count >= headerCount else {
        throw .truncated(expectedBytes: headerCount, foundBytes: content.count)
    }
    let shape = expected.indices.map { Int(bigEndian(content, at: 4 + 4 * $0)) }
    guard zip(expected, shape).allSatisfy({ $0 == nil || $0 == $1 }) else {
        throw .wrongShape(expected: expected, found: shape)
    }
    var count = 1
    for extent in shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: extent)
        guard !overflow, product <= IDXFile.limit else { throw .tooLarge(limit: IDXFile.limit) }
        count = product
    }
    let found = content.count - headerCount
    guard found >= count else { throw .truncated(expectedBytes: headerCount + count, foundBytes: content.count) }
    guard found == count else { throw .trailingBytes(atLeast: found - count) }
    return (shape, Array(content[headerCount...]))
}

private func bigEndian(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
}
