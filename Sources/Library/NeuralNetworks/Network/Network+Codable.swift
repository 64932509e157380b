internal import FoundationEssentials

/// A network written down by any encoder: its layers, and its numbers bit for bit.
///
/// Only the layers of this module can be written down; what is read is checked before it becomes a network, so that
/// damaged data give an error and never a trap.
extension Network: Codable {
    private enum CodingKeys: String, CodingKey {
        case inputShape, layers, values, masks
    }

    /// Writes the network down.
    ///
    /// - Throws: `EncodingError` for a layer of a type that this module does not have.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(inputShape, forKey: .inputShape)
        try container.encode(
            layers.map { layer in
                guard let stored = StoredLayer(layer) else {
                    throw EncodingError.invalidValue(
                        layer,
                        .init(
                            codingPath: encoder.codingPath,
                            debugDescription: "a layer of type \(type(of: layer)) cannot be written down"))
                }
                return stored
            }, forKey: .layers)
        try container.encode(storedTensors.map { Data($0.bytes) }, forKey: .values)
        try container.encode(parameters.map { $0.mask.map { Data($0.map { $0 ? 1 : 0 }) } }, forKey: .masks)
    }

    /// Reads what `encode(to:)` wrote.
    ///
    /// - Throws: `DecodingError` if it is no network.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func check(_ holds: Bool, _ what: String) throws {
            guard holds else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: what))
            }
        }
        let inputShape = try container.decode([Int].self, forKey: .inputShape)
        let stored = try container.decode([StoredLayer].self, forKey: .layers)
        try check(inputShape.count <= 4 && inputShape.allSatisfy { 1...1 << 14 ~= $0 }, "no shape: \(inputShape)")
        try check(stored.allSatisfy(\.isSensible), "a layer without extent, or of too much")
        var shape = inputShape
        for layer in stored {
            try check(layer.takes(shape), "\(layer) cannot take \(shape)")
            shape = layer.layer.outputShape(for: shape)
        }
        let layers = stored.map(\.layer)
        let needed = layers.flatMap { layer in layer.parameterShapes.map { ("\(layer.name).\($0.name)", $0) } }
        try check(Set(needed.map(\.0)).count == needed.count, "two parameters share a name")
        let values = try container.decode([Data].self, forKey: .values)
        let masks = try container.decode([Data?].self, forKey: .masks)
        try check(values.count == needed.count && masks.count == needed.count, "not as many parameters as layers need")
        let parameters = try needed.indices.map { index in
            let (name, needed) = needed[index]
            try check(values[index].count == 4 * needed.count, "\(name) has \(needed.count) scalars")
            try check(masks[index].map { $0.count == needed.count } ?? true, "the mask of \(name) has as many flags")
            let stored = StoredTensor(
                name: name, type: .float32, shape: needed.shape, bytes: [UInt8](values[index])[...])
            return Parameter(name: name, value: stored.tensor, mask: masks[index].map { $0.map { $0 != 0 } })
        }
        self.init(inputShape: inputShape, layers: layers, parameters: parameters)
    }
}
