/// The tree of a value that lies `depth` deep.
func encode(_ value: some Encodable, depth: Int) throws -> FrameValue {
    guard depth <= FrameValue.deepest else { throw FrameError.tooDeep }
    switch value {
    case let value as Bool: return .bool(value)
    case let value as Float: return .float(value)
    case let value as Double: return .double(value)
    case let value as String: return .string(value)
    case let value as any BinaryInteger:
        if let value = Int64(exactly: value) { return .int(value) }
        if let value = UInt64(exactly: value) { return .unsigned(value) }
        throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "more than 64 bits"))
    default:
        let encoder = FrameEncoder(depth: depth)
        try value.encode(to: encoder)
        return encoder.root.finished()
    }
}

/// What an encoder has put together so far.
private final class Node {
    var value: FrameValue = .null
    /// Parts whose own containers may still be open.
    var list: [Node]?
    var fields: [(name: String, node: Node)]?

    func finished() -> FrameValue {
        if let list { return .list(list.map { $0.finished() }) }
        if let fields { return .record(fields.map { FrameValue.Field($0.name, $0.node.finished()) }) }
        return value
    }
}

private final class FrameEncoder: Encoder {
    let root: Node
    let depth: Int
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(root: Node = Node(), depth: Int) {
        self.root = root
        self.depth = depth
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedContainer<Key>(node: root, depth: depth))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { ListContainer(node: root, depth: depth) }

    func singleValueContainer() -> any SingleValueEncodingContainer { ValueContainer(node: root, depth: depth) }
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    let depth: Int
    let codingPath: [any CodingKey] = []

    init(node: Node, depth: Int) {
        self.node = node
        self.depth = depth
        if node.fields == nil { node.fields = [] }
    }

    private func add(_ key: Key) -> Node {
        let part = Node()
        node.fields?.append((key.stringValue, part))
        return part
    }

    mutating func encodeNil(forKey key: Key) throws { _ = add(key) }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        add(key).value = try AnswerFrames.encode(value, depth: depth + 1)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        KeyedEncodingContainer(KeyedContainer<NestedKey>(node: add(key), depth: depth + 1))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        ListContainer(node: add(key), depth: depth + 1)
    }

    mutating func superEncoder() -> any Encoder {
        let part = Node()
        node.fields?.append(("super", part))
        return FrameEncoder(root: part, depth: depth + 1)
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder { FrameEncoder(root: add(key), depth: depth + 1) }
}

private struct ListContainer: UnkeyedEncodingContainer {
    let node: Node
    let depth: Int
    let codingPath: [any CodingKey] = []

    init(node: Node, depth: Int) {
        self.node = node
        self.depth = depth
        if node.list == nil { node.list = [] }
    }

    var count: Int { node.list?.count ?? 0 }

    private func add() -> Node {
        let part = Node()
        node.list?.append(part)
        return part
    }

    mutating func encodeNil() throws { _ = add() }

    mutating func encode(_ value: some Encodable) throws {
        add().value = try AnswerFrames.encode(value, depth: depth + 1)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        KeyedEncodingContainer(KeyedContainer<NestedKey>(node: add(), depth: depth + 1))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        ListContainer(node: add(), depth: depth + 1)
    }

    mutating func superEncoder() -> any Encoder { FrameEncoder(root: add(), depth: depth + 1) }
}

private struct ValueContainer: SingleValueEncodingContainer {
    let node: Node
    let depth: Int
    let codingPath: [any CodingKey] = []

    mutating func encodeNil() throws { node.value = .null }

    mutating func encode(_ value: some Encodable) throws {
        node.value = try AnswerFrames.encode(value, depth: depth + 1)
    }
}
