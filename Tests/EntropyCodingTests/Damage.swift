/// A change to a stream that a decoder must survive.
enum Damage: Int, CaseIterable {
    case cut, flippedBit, appendedZeros, appendedNoise, exchangedByte, noise

    /// `bytes` after damage of this kind; the same bytes if there is nothing to damage.
    func applied(to bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var result = bytes
        let some = Int.random(in: 1...9, using: &generator)
        switch self {
        case .cut: result.removeLast(min(some, bytes.count))
        case .appendedZeros: result += [UInt8](repeating: 0, count: some)
        case .appendedNoise: result += (0..<some).map { _ in UInt8.random(in: 0...255, using: &generator) }
        case .noise: result = bytes.map { _ in UInt8.random(in: 0...255, using: &generator) }
        case .flippedBit, .exchangedByte:
            guard let index = bytes.indices.randomElement(using: &generator) else { break }
            result[index] ^= self == .flippedBit ? 1 << UInt8.random(in: 0...7, using: &generator) : UInt8(some)
        }
        return result
    }
}
