/// The value of a type that a tree holds.
func decodeValue<Value: Decodable>(
    _ type: Value.Type, from value: FrameValue, path: [any CodingKey]
) throws -> Value {
    func cast<Other>(_ other: Other) throws -> Value {
        guard let result = other as? Value else { throw mismatch(type, value, path) }
        return result
    }
    switch (type, value) {
    case (is Bool.Type, .bool(let flag)): return try cast(flag)
    case (is Float.Type, .float(let number)): return try cast(number)
    case (is Double.Type, .double(let number)): return try cast(number)
    case (is String.Type, .string(let text)): return try cast(text)
    case (is Bool.Type, _), (is Float.Type, _), (is Double.Type, _), (is String.Type, _):
        throw mismatch(type, value, path)
    default: break
    }
    if let integer = type as? any (FixedWidthInteger & Decodable).Type {
        guard let result = whole(integer, value) else { throw mismatch(type, value, path) }
        return try cast(result)
    }
    return try Value(from: FrameDecoder(value: value, codingPath: path))
}

private func whole<Whole: FixedWidthInteger>(_ type: Whole.Type, _ value: FrameValue) -> (any FixedWidthInteger)? {
    switch value {
    case .int(let number): Whole(exactly: number)
    case .unsigned(let number): Whole(exactly: number)
    default: nil
    }
}

private func mismatch(_ type: Any.Type, _ value: FrameValue, _ path: [any CodingKey]) -> DecodingError {
    .typeMismatch(type, .init(codingPath: path, debugDescription: "\(value.kind) where \(type) should be"))
}

extension FrameValue {
    /// What kind of value it is, for messages.
    fileprivate var kind: String {
        switch self {
        case .null: "nothing"
        case .bool: "a Bool"
        case .int, .unsigned: "a whole number"
        case .float: "a Float"
        case .double: "a Double"
        case .string: "a text"
        case .list(let elements): "a list of \(elements.count)"
        case .record: "a record"
        }
    }
}

private struct FrameDecoder: Decoder {
    let value: FrameValue
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .record(let fields) = value else { throw mismatch(type, value, codingPath) }
        return KeyedDecodingContainer(KeyedContainer<Key>(fields, codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let elements) = value else { throw mismatch([Any].self, value, codingPath) }
        return ListContainer(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        ValueContainer(value: value, codingPath: codingPath)
    }
}

private struct KeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let values: [String: FrameValue]
    let names: [String]
    let codingPath: [any CodingKey]

    init(_ fields: [FrameValue.Field], _ path: [any CodingKey]) {
        values = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        names = fields.map(\.name)
        codingPath = path
    }

    var allKeys: [Key] { names.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }

    private func value(_ key: Key) throws -> FrameValue {
        guard let value = values[key.stringValue] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "it is not there"))
        }
        return value
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        if case .null = try value(key) { return true }
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decodeValue(type, from: try value(key), path: codingPath + [key])
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try FrameDecoder(value: try value(key), codingPath: codingPath + [key]).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try FrameDecoder(value: try value(key), codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { FrameDecoder(value: values["super"] ?? .null, codingPath: codingPath) }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        FrameDecoder(value: try value(key), codingPath: codingPath + [key])
    }
}

private struct ListContainer: UnkeyedDecodingContainer {
    let elements: [FrameValue]
    let codingPath: [any CodingKey]
    var currentIndex = 0

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    private func element() throws -> FrameValue {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Any.self, .init(codingPath: codingPath, debugDescription: "the list ends after \(elements.count)"))
        }
        return elements[currentIndex]
    }

    mutating func decodeNil() throws -> Bool {
        guard case .null = try element() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let result = try decodeValue(type, from: try element(), path: codingPath)
        currentIndex += 1
        return result
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        let result = try FrameDecoder(value: try element(), codingPath: codingPath).container(keyedBy: type)
        currentIndex += 1
        return result
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let result = try FrameDecoder(value: try element(), codingPath: codingPath).unkeyedContainer()
        currentIndex += 1
        return result
    }

    mutating func superDecoder() throws -> any Decoder {
        let result = FrameDecoder(value: try element(), codingPath: codingPath)
        currentIndex += 1
        return result
    }
}

private struct ValueContainer: SingleValueDecodingContainer {
    let value: FrameValue
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool {
        if case .null = value { return true }
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decodeValue(type, from: value, path: codingPath)
    }
}
