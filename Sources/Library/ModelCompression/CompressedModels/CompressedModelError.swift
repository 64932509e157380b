import EntropyCoding

/// Why a compressed model file could not be read or made, with the place.
public struct CompressedModelError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Sendable, Equatable {
        /// The file does not begin as compressed model files do.
        case foreign
        /// A model that should be compressed is so already.
        case compressedAlready
        /// The file is of another version of the format.
        case unknownVersion(Int)
        /// The file ends, or its last bytes point, so that it cannot be whole.
        case incomplete
        /// Bytes that no encoder writes.
        case damaged(DamagedStream.Fault)
        /// The header of the model inside is none.
        case malformedHeader(String)
        /// A tensor that should be pruned or quantized has an element that is no number, or infinite.
        case notFinite(tensor: String)
        /// The system refused to write.
        case unwritable(reason: String)
    }

    /// The file, as it was named.
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
    public var description: String {
        let what =
            switch problem {
            case .foreign: "it is no compressed model file: it does not begin with the signature of one"
            case .compressedAlready: "it is a compressed model file already"
            case .unknownVersion(let version): "it is of version \(version) of the format; this program reads version 1"
            case .incomplete: "it ends without the directory of a complete file; get the file again"
            case .damaged(.truncated): "it is damaged: something ends there too early; get the file again"
            case .damaged(.trailingBytes): "it is damaged: bytes follow that belong to nothing; get the file again"
            case .damaged(.badEnding): "it is damaged: something does not end there as it should; get the file again"
            case .damaged(.badModel): "it is damaged: the description of a code is not one; get the file again"
            case .damaged(.badChecksum):
                "it is damaged: the checksum is not that of the bytes before; get the file again"
            case .damaged(.valueOutOfRange): "it is damaged: a value is out of range there; get the file again"
            case .malformedHeader(let reason): "the header of the model in it is damaged: \(reason)"
            case .notFinite(let tensor):
                "tensor \(String(reflecting: tensor)) holds NaN or infinity, so it can be kept but not pruned or quantized"
            case .unwritable(let reason): "it cannot be written: \(reason)"
            }
        return "\(file): byte \(offset): \(what)"
    }
}
