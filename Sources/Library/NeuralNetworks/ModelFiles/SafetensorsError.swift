/// Why a safetensors file could not be read or written, with the place.
public struct SafetensorsError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with a safetensors file.
    public enum Problem: Sendable, Equatable {
        /// No file has this name.
        case absent
        /// The system refused to read it.
        case unreadable(reason: String)
        /// The system refused to write it.
        case unwritable(reason: String)
        /// The file is larger than the reader was allowed.
        case tooLarge(limit: Int)
        /// The file ends before its header does.
        case truncated(expectedBytes: Int, foundBytes: Int)
        /// The header is longer than any that is read.
        case headerTooLong(bytes: Int, limit: Int)
        /// The header is not the JSON that the format asks for.
        case malformedHeader(expected: String)
        /// Two tensors, or two keys of one, have the same name.
        case duplicateName(String)
        /// Elements of a type that the format does not have.
        case unknownType(tensor: String, type: String)
        /// A tensor's bytes are not as many as its shape and type need.
        case wrongSize(tensor: String, expectedBytes: Int?, foundBytes: Int)
        /// A tensor that a network or a training needs is not there, or has another shape.
        case missingTensor(name: String, shape: [Int])
        /// A note that a training needs is not there, or is not what it should be.
        case missingNote(key: String)
        /// Bytes of the data belong to no tensor, or to two, or lie behind the end.
        case misplacedData(tensor: String)
    }

    /// The file, as it was named to the reader.
    public let file: String

    /// Where in the file, in bytes from its beginning.
    public let offset: Int

    /// What is wrong there.
    public let problem: Problem

    /// A problem at byte `offset` of `file`.
    public init(file: String, offset: Int, problem: Problem) {
        self.file = file
        self.offset = offset
        self.problem = problem
    }

    /// File, offset and problem in one line.
    public var description: String { "\(file): byte \(offset): \(problem)" }
}

extension SafetensorsError.Problem: CustomStringConvertible {
    /// What is wrong, in less than a line.
    public var description: String {
        switch self {
        case .absent: "there is no such file"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .unwritable(let reason): "cannot be written: \(reason)"
        case .tooLarge(let limit): "is larger than \(limit) bytes"
        case .truncated(let expected, let found): "ends after \(found) bytes; its header says \(expected) or more"
        case .headerTooLong(let bytes, let limit):
            "its header has \(bytes) bytes, and more than \(limit) are not read: divide the model among several files"
        case .malformedHeader(let expected): "the header should have \(expected) here"
        case .duplicateName(let name): "\(quoted(name)) comes twice"
        case .unknownType(let tensor, let type):
            "tensor \(quoted(tensor)) has elements of unknown type \(quoted(type))"
        case .wrongSize(let tensor, .some(let expected), let found):
            "tensor \(quoted(tensor)) has \(found) bytes, but its shape and type need \(expected)"
        case .wrongSize(let tensor, .none, let found):
            "tensor \(quoted(tensor)) has \(found) bytes, but its shape is larger than any file"
        case .missingTensor(let name, let shape): "there is no tensor \(quoted(name)) of shape \(shape)"
        case .missingNote(let key): "there is no note \(quoted(key)), or it is not what a training left"
        case .misplacedData(let tensor):
            "the data of tensor \(quoted(tensor)) overlaps another's, leaves bytes unused, or ends outside of the file"
        }
    }
}

/// `name` in quotes, with control characters escaped, so that an error is one line whatever the file says.
private func quoted(_ name: String) -> String { String(reflecting: name) }
