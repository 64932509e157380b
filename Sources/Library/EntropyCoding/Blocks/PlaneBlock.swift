// w: bytes of an element; N: number of elements.

/// Numbers of a fixed width kept exactly, in fewer bytes: the bytes of equal significance are coded together.
///
/// Of trained weights in floating point, the byte that holds the exponent has little entropy and the others nearly
/// eight bits. So each number is turned left by a bit, which brings the sign behind the mantissa and the exponent of
/// `Float` and of bfloat16 into one byte, and then the highest bytes of all numbers are coded, then the next ones, and
/// so on, each plane by ``RANSCode`` if that makes it smaller.
///
///     let block = PlaneBlock.encode(bytes, elementWidth: 4)   // the little-endian bytes of 32-bit floats
///     try PlaneBlock.decode(block) == bytes
public enum PlaneBlock {
    /// The most bytes of one block: 2²².
    public static let largestCount = 1 << 22

    /// The block of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: N numbers, least significant byte first; at most 2²² bytes.
    ///   - elementWidth: w: 1, 2, 4 or 8, a divisor of the number of bytes.
    /// - Complexity: O(N w).
    public static func encode(_ bytes: [UInt8], elementWidth: Int) -> [UInt8] {
        precondition([1, 2, 4, 8].contains(elementWidth), "An element has 1, 2, 4 or 8 bytes, not \(elementWidth)")
        precondition(bytes.count <= largestCount, "A block holds at most 2^22 bytes, not \(bytes.count)")
        precondition(bytes.count % elementWidth == 0, "\(bytes.count) bytes are not whole elements of \(elementWidth)")
        // γ(log₂ w + 1), γ(N + 1), and for each plane γ(length of the model + 1), 1 being a plane that is stored as it
        // is, and γ(length of the stream + 1).
        var header = BitWriter()
        header.writeGamma(elementWidth.trailingZeroBitCount + 1)
        header.writeGamma(bytes.count / elementWidth + 1)
        var content: [UInt8] = []
        for plane in planes(bytes, width: elementWidth) {
            let code = RANSCode(counts: counts(of: plane, alphabetSize: 256))
            let model = code.frequencies.serialized
            let stream = code.encode(plane)
            if model.count + stream.count < plane.count {
                header.writeGamma(model.count + 1)
                header.writeGamma(stream.count + 1)
                content += model + stream
            } else {
                header.writeGamma(1)
                header.writeGamma(plane.count + 1)
                content += plane
            }
        }
        return Checksum.sealed(header.finish() + content)
    }

    /// The bytes of which `block` was made.
    ///
    /// - Parameter block: from anywhere; nothing is believed of it.
    /// - Throws: ``DamagedStream`` if it is not a block. Damage to a block goes unnoticed once in 2³² times.
    /// - Complexity: O(N w + length of `block`); memory for at most 32 MiB, and three times the length of `block`.
    public static func decode(_ block: [UInt8]) throws(DamagedStream) -> [UInt8] {
        var reader = BitReader(try Checksum.opened(block))
        let width = try 1 << (reader.readGamma(upTo: 4) - 1)
        let count = try reader.readGamma(upTo: largestCount / width + 1) - 1
        var lengths: [(model: Int, stream: Int)] = []
        for _ in 0..<width {
            let model = try reader.readGamma(upTo: block.count + 1) - 1
            lengths.append((model, try reader.readGamma(upTo: block.count + 1) - 1))
        }
        let content = try reader.restOfBytes()
        let start = block.count - content.count - 4
        var planes: [[UInt8]] = []
        var next = 0
        for (modelCount, streamCount) in lengths {
            guard modelCount + streamCount <= content.count - next else {
                throw DamagedStream(.truncated, at: block.count - 4)
            }
            let model = Array(content[next..<next + modelCount])
            let stream = Array(content[next + modelCount..<next + modelCount + streamCount])
            if model.isEmpty {
                guard stream.count == count else { throw DamagedStream(.valueOutOfRange, at: start + next) }
                planes.append(stream)
            } else {
                let frequencies = try SymbolFrequencies(serialized: model)
                guard frequencies.alphabetSize == 256 else { throw DamagedStream(.badModel, at: start + next) }
                planes.append(try RANSCode(frequencies: frequencies).decode(stream, count: count))
            }
            next += modelCount + streamCount
        }
        guard next == content.count else { throw DamagedStream(.trailingBytes, at: start + next) }
        return joined(planes, count: count)
    }

    /// The bytes of the turned numbers by significance, highest first; shape `[w][N]`.
    private static func planes(_ bytes: [UInt8], width: Int) -> [[UInt8]] {
        let count = bytes.count / width
        return (0..<width).map { plane in
            let high = width - 1 - plane
            // The bit that comes in from below: the highest of the next lower byte, or for the lowest byte the sign.
            let low = (high + width - 1) % width
            return [UInt8](unsafeUninitializedCapacity: count) { plane, initialized in
                bytes.withUnsafeBufferPointer { bytes in
                    for index in 0..<count {
                        let place = index &* width
                        plane[index] = bytes[place &+ high] &<< 1 | bytes[place &+ low] &>> 7
                    }
                }
                initialized = count
            }
        }
    }

    /// The numbers of these planes, turned back.
    private static func joined(_ planes: [[UInt8]], count: Int) -> [UInt8] {
        let width = planes.count
        return [UInt8](unsafeUninitializedCapacity: count * width) { bytes, initialized in
            for (plane, values) in planes.enumerated() {
                let byte = width - 1 - plane
                // The bit that goes out at the top is the lowest of the next higher byte's plane.
                let higher = planes[(plane + width - 1) % width]
                values.withUnsafeBufferPointer { values in
                    higher.withUnsafeBufferPointer { higher in
                        for index in 0..<count {
                            bytes[index &* width &+ byte] = values[index] &>> 1 | higher[index] &<< 7
                        }
                    }
                }
            }
            initialized = count * width
        }
    }
}
