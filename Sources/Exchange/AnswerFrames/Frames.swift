/// A run of frames: each is four bytes of length, little-endian, and as many bytes of one value.
public enum Frames {
    /// What the answers to one batch may have in all, in bytes.
    public static let largest = 1 << 20

    /// The frames in a run of bytes, in order.
    ///
    /// Frames that are whole come back even if the last one is not.
    ///
    /// - Parameter limit: how many there may be.
    /// - Throws: ``FrameError/tooMany(limit:)``.
    /// - Complexity: O(frames); nothing is copied.
    public static func split(
        _ bytes: [UInt8], atMost limit: Int
    ) throws(FrameError) -> (frames: [ArraySlice<UInt8>], rest: FrameError?) {
        var frames: [ArraySlice<UInt8>] = []
        var index = 0
        while index < bytes.count {
            guard bytes.count - index >= 4 else { return (frames, .truncated(at: bytes.count)) }
            let length = (0..<4).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
            guard bytes.count - index - 4 >= length else { return (frames, .truncated(at: bytes.count)) }
            guard frames.count < limit else { throw .tooMany(limit: limit) }
            frames.append(bytes[(index + 4)..<(index + 4 + length)])
            index += 4 + length
        }
        return (frames, nil)
    }

    /// One frame around bytes.
    ///
    /// - Precondition: fewer than 2³² bytes.
    public static func wrap(_ payload: [UInt8]) -> [UInt8] {
        precondition(payload.count < 1 << 32, "a frame holds fewer than 2^32 bytes")
        return (0..<4).map { UInt8(truncatingIfNeeded: payload.count >> (8 * $0)) } + payload
    }

    /// The values of a run of bytes that comes from a program of ours, all of one type.
    ///
    /// - Throws: ``FrameError`` or `DecodingError`.
    public static func values<Value: Decodable>(of type: Value.Type, in bytes: [UInt8]) throws -> [Value] {
        let (frames, rest) = try split(bytes, atMost: .max)
        if let rest { throw rest }
        return try frames.map { try FrameValue(bytes: $0).decode(type) }
    }
}
