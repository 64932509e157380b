// A value is a tag and what follows it. Whole numbers are variable-length, seven bits a byte, low bits first; signed ones
// zigzag first. A list whose elements are all whole numbers, all bytes, all `Float` or all `Double` is packed: its tag,
// its count and the bare numbers.

private enum Tag: UInt8 {
    case null, no, yes, int, unsigned, float, double, string, list, record
    case packedInts, packedBytes, packedFloats, packedDoubles
}

extension FrameValue {
    /// The value in a frame of its own.
    public func frame() -> [UInt8] { Frames.wrap(bytes) }

    /// The value as bytes.
    ///
    /// - Complexity: O(nodes).
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        append(to: &result)
        return result
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(Tag.null.rawValue)
        case .bool(let value): bytes.append((value ? Tag.yes : .no).rawValue)
        case .int(let value):
            bytes.append(Tag.int.rawValue)
            bytes.appendVariable(zigzag(value))
        case .unsigned(let value):
            bytes.append(Tag.unsigned.rawValue)
            bytes.appendVariable(value)
        case .float(let value):
            bytes.append(Tag.float.rawValue)
            bytes.appendFixed(UInt64(value.bitPattern), count: 4)
        case .double(let value):
            bytes.append(Tag.double.rawValue)
            bytes.appendFixed(value.bitPattern, count: 8)
        case .string(let text):
            bytes.append(Tag.string.rawValue)
            bytes.appendText(text)
        case .list(let elements): Self.append(elements, to: &bytes)
        case .record(let fields):
            bytes.append(Tag.record.rawValue)
            bytes.appendVariable(UInt64(fields.count))
            for field in fields {
                bytes.appendText(field.name)
                field.value.append(to: &bytes)
            }
        }
    }

    private static func append(_ elements: [FrameValue], to bytes: inout [UInt8]) {
        let tag = packing(of: elements)
        bytes.append(tag.rawValue)
        bytes.appendVariable(UInt64(elements.count))
        for element in elements {
            switch (tag, element) {
            case (.packedBytes, .int(let value)): bytes.append(UInt8(truncatingIfNeeded: value))
            case (.packedInts, .int(let value)): bytes.appendVariable(zigzag(value))
            case (.packedFloats, .float(let value)): bytes.appendFixed(UInt64(value.bitPattern), count: 4)
            case (.packedDoubles, .double(let value)): bytes.appendFixed(value.bitPattern, count: 8)
            default: element.append(to: &bytes)
            }
        }
    }

    private static func packing(of elements: [FrameValue]) -> Tag {
        var isBytes = !elements.isEmpty
        var isInts = isBytes
        var isFloats = isBytes
        var isDoubles = isBytes
        for element in elements {
            if case .int(let value) = element { isBytes = isBytes && 0...255 ~= value } else { isBytes = false }
            if case .int = element {} else { isInts = false }
            if case .float = element {} else { isFloats = false }
            if case .double = element {} else { isDoubles = false }
        }
        return isBytes
            ? .packedBytes : isInts ? .packedInts : isFloats ? .packedFloats : isDoubles ? .packedDoubles : .list
    }

    /// The value in the bytes of one frame.
    ///
    /// - Throws: ``FrameError``; offsets count from the start of the frame.
    /// - Complexity: O(bytes); at most 64 bytes of memory for each byte.
    public init(bytes: ArraySlice<UInt8>) throws(FrameError) {
        var reader = ByteReader(bytes)
        self = try reader.value(depth: 0)
        if !reader.isAtEnd { throw .trailing(at: reader.offset) }
    }
}

private func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }

extension [UInt8] {
    fileprivate mutating func appendVariable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    fileprivate mutating func appendFixed(_ bits: UInt64, count: Int) {
        for byte in 0..<count { append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte))) }
    }

    fileprivate mutating func appendText(_ text: String) {
        appendVariable(UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}

/// Reads values from bytes that anybody may have written.
private struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }
    var offset: Int { index - bytes.startIndex }

    mutating func value(depth: Int) throws(FrameError) -> FrameValue {
        guard depth <= FrameValue.deepest else { throw .tooDeep }
        let start = offset
        let byte = try next()
        guard let tag = Tag(rawValue: byte) else { throw .unknownTag(byte, at: start) }
        switch tag {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .int: return .int(try signed())
        case .unsigned: return .unsigned(try variable())
        case .float: return .float(try float())
        case .double: return .double(try double())
        case .string: return .string(try text())
        case .list: return .list(try elements(1) { r throws(FrameError) in try r.value(depth: depth + 1) })
        case .packedInts: return .list(try elements(1) { r throws(FrameError) in .int(try r.signed()) })
        case .packedBytes: return .list(try elements(1) { r throws(FrameError) in .int(Int64(try r.next())) })
        case .packedFloats: return .list(try elements(4) { r throws(FrameError) in .float(try r.float()) })
        case .packedDoubles: return .list(try elements(8) { r throws(FrameError) in .double(try r.double()) })
        case .record:
            let count = try count(ofSize: 2)
            var fields: [FrameValue.Field] = []
            for _ in 0..<count {
                let name = try text()
                fields.append(FrameValue.Field(name, try value(depth: depth + 1)))
            }
            return .record(fields)
        }
    }

    /// The elements of a list, each of at least `size` bytes.
    private mutating func elements(
        _ size: Int, _ element: (inout ByteReader) throws(FrameError) -> FrameValue
    ) throws(FrameError) -> [FrameValue] {
        let count = try count(ofSize: size)
        var result: [FrameValue] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(try element(&self)) }
        return result
    }

    /// A count of things that each take at least `size` bytes, so that it cannot promise more than there is.
    private mutating func count(ofSize size: Int) throws(FrameError) -> Int {
        let start = offset
        let count = try variable()
        guard count <= UInt64(bytes.endIndex - index) / UInt64(size) else { throw .malformed(at: start) }
        return Int(count)
    }

    private mutating func next() throws(FrameError) -> UInt8 {
        guard index < bytes.endIndex else { throw .truncated(at: offset) }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func variable() throws(FrameError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let byte = try next()
            let bits = UInt64(byte & 0x7F)
            if shift == 63, bits > 1 { throw .malformed(at: start) }
            value |= bits << shift
            if byte < 0x80 { return value }
        }
        throw .malformed(at: start)
    }

    private mutating func signed() throws(FrameError) -> Int64 {
        let bits = try variable()
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }

    private mutating func fixed(_ count: Int) throws(FrameError) -> UInt64 {
        var bits: UInt64 = 0
        for byte in 0..<count { bits |= UInt64(try next()) << UInt64(8 * byte) }
        return bits
    }

    private mutating func float() throws(FrameError) -> Float { Float(bitPattern: UInt32(try fixed(4))) }

    private mutating func double() throws(FrameError) -> Double { Double(bitPattern: try fixed(8)) }

    private mutating func text() throws(FrameError) -> String {
        let count = try count(ofSize: 1)
        let start = offset
        guard let text = String(validating: bytes[index..<(index + count)], as: UTF8.self) else {
            throw .malformed(at: start)
        }
        index += count
        return text
    }
}
