/// Why a data file could not be read, with the file and the command that gets it.
public struct DataFileError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with a data file.
    public enum Problem: Sendable, Equatable {
        /// No file has this name.
        case absent
        /// The system refused to read it.
        case unreadable(reason: String)
        /// The file, or what it unpacks to, is larger than any data set that is read here.
        case tooLarge(limit: Int)
        /// The gzip stream is damaged; the offset is in the compressed file.
        case damaged(offset: Int, reason: String)
        /// The content ends early.
        case truncated(expectedBytes: Int, foundBytes: Int)
        /// The first four bytes are not those of an IDX file of bytes with so many dimensions.
        case wrongMagic(expected: UInt32, found: UInt32)
        /// The extents are not those expected; nil means any.
        case wrongShape(expected: [Int?], found: [Int])
        /// Bytes follow after the last element.
        case trailingBytes(atLeast: Int)
        /// A label is not below the number of classes.
        case labelOutOfRange(index: Int, label: UInt8, classes: Int)
    }

    /// The file, as it was named to the reader.
    public let file: String

    /// What is wrong with it.
    public let problem: Problem

    /// The command that gets a good copy, if one is known.
    public let remedy: String?

    /// A problem with `file`, and the command that gets it.
    public init(file: String, problem: Problem, remedy: String? = nil) {
        self.file = file
        self.problem = problem
        self.remedy = remedy
    }

    /// File, problem and remedy in one line.
    public var description: String {
        "\(file): \(problem)" + (remedy.map { "; `\($0)` gets it" } ?? "")
    }
}

extension DataFileError.Problem: CustomStringConvertible {
    /// The problem in words.
    public var description: String {
        switch self {
        case .absent: "there is no such file"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLarge(let limit): "is larger than \(limit) bytes"
        case .damaged(let offset, let reason): "is damaged at byte \(offset): \(reason)"
        case .truncated(let expected, let found): "is truncated: \(found) bytes of content instead of \(expected)"
        case .wrongMagic(let expected, let found):
            "starts with \(hexadecimal(found)) instead of \(hexadecimal(expected)): not the IDX file expected here"
        case .wrongShape(let expected, let found):
            "has shape \(found) instead of [\(expected.map { $0.map(String.init) ?? "any" }.joined(separator: ", "))]"
        case .trailingBytes(let count): "has \(count) bytes or more after its last element"
        case .labelOutOfRange(let index, let label, let classes):
            "has label \(label) at index \(index), but there are \(classes) classes"
        }
    }

    private func hexadecimal(_ word: UInt32) -> String {
        let digits = String(word, radix: 16)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
