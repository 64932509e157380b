import Foundation
import NeuralNetworks

/// The folder of the committed data, two folders above this one.
let dataFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Chapters/data").path

/// The bytes of a file.
func fileContent(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: path)))
}

/// `bytes` after one to four random accidents: changed, lost, doubled or foreign bytes.
func damaged(_ bytes: [UInt8], using generator: inout Xoshiro256) -> [UInt8] {
    var bytes = bytes
    for _ in 0...generator.uniformInteger(below: 4) where !bytes.isEmpty {
        // Half of the accidents happen in the first 64 bytes, where the headers are.
        let reach = generator.uniform() < 0.5 ? min(64, bytes.count) : bytes.count
        let position = generator.uniformInteger(below: reach)
        let length = min(generator.uniformInteger(below: 40), bytes.count - position)
        switch generator.uniformInteger(below: 7) {
        case 0: bytes[position] ^= 1 << UInt8(generator.uniformInteger(below: 8))
        case 1: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
        case 2: bytes.removeLast(bytes.count - position)
        case 3: bytes.removeSubrange(position..<position + length)
        case 4: bytes.insert(contentsOf: bytes[position..<position + length], at: position)
        case 5: bytes.replaceSubrange(position..<position + length, with: Array(repeating: 255, count: length))
        default: bytes.append(contentsOf: (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
        }
    }
    return bytes
}
