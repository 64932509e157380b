/// Compressed bytes that no encoder of this module writes: what is wrong, and at which byte.
///
/// Every decoder either throws this or returns symbols that the same encoder turns into the same bytes. Bytes that were
/// changed so that they are another message's code cannot be told from it: so blocks have a checksum.
public struct DamagedStream: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Fault: Hashable, Sendable {
        /// The bytes end before the message does.
        case truncated
        /// Bytes follow after the end of the message.
        case trailingBytes
        /// The bits that fill the last byte, or the state that ends the stream, are not those that an encoder leaves.
        case badEnding
        /// A description of a code or of a model that describes none.
        case badModel
        /// A value outside the range that its place allows.
        case valueOutOfRange
        /// Bytes that are not those that their checksum was made of.
        case badChecksum
    }

    /// What is wrong.
    public let fault: Fault
    /// The byte at which it was noticed, counted from 0; the length of the stream if that is where it should go on.
    public let byteOffset: Int

    /// Damage of this kind at this byte.
    public init(_ fault: Fault, at byteOffset: Int) {
        self.fault = fault
        self.byteOffset = byteOffset
    }
}

extension DamagedStream: CustomStringConvertible {
    /// One line that names the place, what is wrong, and what to try.
    public var description: String {
        let place = "compressed data is damaged at byte \(byteOffset)"
        return switch fault {
        case .truncated: "\(place): it ends there, before the last symbol; is the file complete?"
        case .trailingBytes: "\(place): the last symbol ends there, but bytes follow; was the right count asked for?"
        case .badEnding: "\(place): it does not end as its encoder ends it; decode the bytes that were encoded"
        case .badModel: "\(place): the description of its code is not one; decode the bytes that were encoded"
        case .badChecksum: "\(place): the bytes before it are not those that were written; get the file again"
        case .valueOutOfRange: "\(place): a value is out of range there; decode the bytes that were encoded"
        }
    }
}
