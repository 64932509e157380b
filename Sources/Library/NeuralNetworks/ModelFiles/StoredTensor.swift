/// A tensor as a model file holds it: a name, a type, a shape, and little-endian bytes.
public struct StoredTensor: Sendable, Equatable {
    /// The name in the file, as in `fc1.weight`.
    public let name: String

    /// The type of the elements.
    public let type: ElementType

    /// The extents; empty for a single number.
    public let shape: [Int]

    /// The elements, row major, little-endian: their count times `type.size` bytes.
    public let bytes: ArraySlice<UInt8>

    /// The tensor with these bytes.
    public init(name: String, type: ElementType, shape: [Int], bytes: ArraySlice<UInt8>) {
        precondition(
            shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) * type.size == bytes.count,
            "\(bytes.count) bytes for \(type.rawValue) of shape \(shape)")
        self.name = name
        self.type = type
        self.shape = shape
        self.bytes = bytes
    }

    /// The tensor stored as single-precision floats, which keeps every bit.
    public init(name: String, _ tensor: Tensor) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tensor.count * 4)
        for scalar in tensor.scalars {
            withUnsafeBytes(of: scalar.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        self.init(name: name, type: .float32, shape: tensor.shape, bytes: bytes[...])
    }

    /// The number of elements.
    public var count: Int { bytes.count / type.size }

    /// The elements as single-precision floats, rounded to nearest where they do not fit.
    public var tensor: Tensor {
        Tensor(shape: shape, scalars: floats)
    }

    private var floats: [Float] {
        switch type {
        case .float32: words(UInt32.self).map { Float(bitPattern: $0) }
        case .float64: words(UInt64.self).map { Float(Double(bitPattern: $0)) }
        case .float16: words(UInt16.self).map { single(half: $0) }
        case .bfloat16: words(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
        case .int64: words(Int64.self).map { Float($0) }
        case .int32: words(Int32.self).map { Float($0) }
        case .int16: words(Int16.self).map { Float($0) }
        case .int8: words(Int8.self).map { Float($0) }
        case .uint64: words(UInt64.self).map { Float($0) }
        case .uint32: words(UInt32.self).map { Float($0) }
        case .uint16: words(UInt16.self).map { Float($0) }
        case .uint8, .boolean: bytes.map { Float($0) }
        }
    }

    private func words<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type) -> [Word] {
        bytes.withUnsafeBytes { bytes in
            (0..<count).map {
                Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Word>.size, as: Word.self))
            }
        }
    }
}

/// The single-precision float equal to the half-precision float of these bits.
private func single(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let (exponent, fraction) = (UInt32(bits >> 10 & 31), UInt32(bits & 1023))
    switch exponent {
    case 0:
        let magnitude = Float(fraction) * 0x1p-24
        return sign == 0 ? magnitude : -magnitude
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
}
