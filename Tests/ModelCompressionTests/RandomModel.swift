import Foundation
import NeuralNetworks

/// A safetensors file of a few tensors of any type and shape, whose header and data may be in different orders.
struct RandomModel {
    let bytes: [UInt8]

    /// - Parameters:
    ///   - isFinite: whether no floating-point number is NaN or infinite.
    ///   - isSmall: whether tensors have at most some ten elements.
    init(seed: UInt64, isFinite: Bool = false, isSmall: Bool = false) {
        var generator = Xoshiro256(seed: seed)
        let names = ["weight", "bias.k", "é \u{1F600}", "a\nb\t\"\\", "", "layer.0.weight", "x" + "\u{1}"].shuffled(
            using: &generator)
        let count = Int.random(in: 0...names.count, using: &generator)
        let tensors = names.prefix(count).map { name in
            let type = ElementType.allCases.randomElement(using: &generator) ?? .float32
            let dimensions = Int.random(in: 0...4, using: &generator)
            let shape = (0..<dimensions).map { _ in Int.random(in: isSmall ? 0...3 : 0...13, using: &generator) }
            return (name, type, shape, Self.elements(type, shape.reduce(1, *), isFinite, &generator))
        }
        // Where the data lie is another order than that of the header.
        var offset = 0
        var ranges: [Int: Range<Int>] = [:]
        var data: [UInt8] = []
        for index in tensors.indices.shuffled(using: &generator) {
            ranges[index] = offset..<offset + tensors[index].3.count
            offset += tensors[index].3.count
            data += tensors[index].3
        }
        var parts = tensors.enumerated().map { index, tensor in
            let range = ranges[index] ?? 0..<0
            return "\(Self.json(tensor.0)): {\"shape\":\(tensor.2),\"dtype\":\"\(tensor.1.rawValue)\","
                + "\"data_offsets\":[\(range.lowerBound), \(range.upperBound)]}"
        }
        if Bool.random(using: &generator) { parts.append("\"__metadata__\":{\"format\":\"pt\",\"ü\":\"\\u0000\"}") }
        let header =
            Array("{\(parts.joined(separator: " ,\n"))}".utf8)
            + Array(repeating: 0x20, count: Int.random(in: 0...9, using: &generator))
        bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
    }

    private static func json(_ text: String) -> String {
        String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
    }

    /// Elements with zeros of both signs, denormals, equal ones, or any bits at all.
    private static func elements(
        _ type: ElementType, _ count: Int, _ isFinite: Bool, _ generator: inout Xoshiro256
    ) -> [UInt8] {
        let kind = Int.random(in: 0..<5, using: &generator)
        var bytes: [UInt8] = []
        for _ in 0..<count {
            var word = generator.next()
            switch kind {
            case 0: word = 0
            case 1: word = [0, 1 << UInt64(8 * type.size - 1), 1, 2, 0x3C00].randomElement(using: &generator) ?? 0
            case 2 where word % 3 > 0: word = 0
            case 3: word = 0x3F80_3C00_3F80_3C00
            default: break
            }
            if isFinite, type.isFloatingPoint {
                // Without the highest bit of the exponent, none is infinite.
                word &= ~(1 << UInt64(8 * type.size - 2))
            }
            bytes += withUnsafeBytes(of: word.littleEndian) { Array($0.prefix(type.size)) }
        }
        return bytes
    }
}

extension StoredTensor {
    /// The elements as doubles, which hold all floating-point types exactly.
    var doubles: [Double] {
        guard type == .float64 else { return tensor.scalars.map { Double($0) } }
        return bytes.withUnsafeBytes { bytes in
            (0..<count).map { Double(bitPattern: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)) }
        }
    }
}

/// A folder that is gone with the last reference to it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "winnow-models-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }
}
