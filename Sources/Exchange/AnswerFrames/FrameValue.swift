/// A value as it travels: a tree of numbers, texts, lists and records, without the names of types.
public indirect enum FrameValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A whole number above `Int64.max`.
    case unsigned(UInt64)
    case float(Float)
    case double(Double)
    case string(String)
    case list([FrameValue])
    /// Named parts, in order.
    case record([Field])

    /// A part of a record.
    public struct Field: Sendable {
        /// Its name.
        public var name: String
        /// What it holds.
        public var value: FrameValue

        /// A part with a name.
        public init(_ name: String, _ value: FrameValue) {
            self.name = name
            self.value = value
        }
    }

    /// How deep lists and records may lie in each other.
    public static let deepest = 64

    /// The tree of a value.
    ///
    /// - Throws: ``FrameError/tooDeep``, or what the value's own `encode(to:)` throws.
    public init(encoding value: some Encodable) throws {
        self = try encode(value, depth: 0)
    }

    /// The value that the tree holds.
    ///
    /// - Throws: `DecodingError` if it holds another type.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decodeValue(type, from: self, path: [])
    }
}

/// What is wrong with bytes that should be frames.
public enum FrameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes end at an offset, within a frame or a value.
    case truncated(at: Int)
    /// No value begins with this byte.
    case unknownTag(UInt8, at: Int)
    /// A number, text or count that cannot be.
    case malformed(at: Int)
    /// More bytes follow where the value has ended.
    case trailing(at: Int)
    /// Lists and records lie deeper in each other than ``FrameValue/deepest``.
    case tooDeep
    /// More frames than were asked for.
    case tooMany(limit: Int)
    /// More bytes than a frame may have.
    case tooLarge

    /// What is wrong, in one line.
    public var description: String {
        switch self {
        case .truncated(let offset): "the answer ends at byte \(offset), in the middle of a frame"
        case .unknownTag(let tag, let offset): "no value begins with \(tag), at byte \(offset) of the frame"
        case .malformed(let offset): "a number, text or count that cannot be, at byte \(offset) of the frame"
        case .trailing(let offset): "the value ends at byte \(offset) of the frame, but the frame goes on"
        case .tooDeep: "lists lie more than \(FrameValue.deepest) deep in each other"
        case .tooMany(let limit): "more than \(limit) answers to \(limit) inputs"
        case .tooLarge: "more bytes than answers may have"
        }
    }
}
