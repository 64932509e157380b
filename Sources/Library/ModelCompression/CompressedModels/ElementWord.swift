import NeuralNetworks

/// The bits of an element, whatever it means: what an exact code works on.
///
/// The loops over elements are requirements, so that a call through a type that is known at run time only reaches a loop
/// that was compiled for that type.
protocol ElementWord: FixedWidthInteger, UnsignedInteger, BitwiseCopyable {
    /// Adds the patterns of all elements to a set, until there are more than `limit`; false if there are.
    static func collectPatterns(of bytes: UnsafeRawBufferPointer, in patterns: inout Set<UInt64>, limit: Int) -> Bool
    /// How many elements have no bit set but `sign`.
    static func countZeros(of bytes: UnsafeRawBufferPointer, ignoring sign: UInt64) -> Int
    /// Counts the bytes of all elements, each turned left by a bit; shape `[width][256]`, highest byte first.
    static func countPlanes(of bytes: UnsafeRawBufferPointer, in counts: inout [Int])
    /// The level of each element.
    static func levels(of bytes: UnsafeRawBufferPointer, in table: PatternTable) -> [Int32]
    /// The elements of these levels; nil if one has no pattern.
    static func bytes(of levels: [Int32], in palette: Palette) -> [UInt8]?
    /// A level per element, 0 where no bit is set and else 1, and the bytes of the others.
    static func split(_ bytes: UnsafeRawBufferPointer) -> (mask: [Int32], rest: [UInt8])
    /// The elements of which ``split(_:)`` made these; nil if they do not fit together.
    static func joined(mask: [Int32], rest: [UInt8]) -> [UInt8]?
}

extension UInt8: ElementWord {}
extension UInt16: ElementWord {}
extension UInt32: ElementWord {}
extension UInt64: ElementWord {}

extension ElementType {
    /// The word that holds an element's bits.
    var word: any ElementWord.Type {
        switch size {
        case 1: UInt8.self
        case 2: UInt16.self
        case 4: UInt32.self
        default: UInt64.self
        }
    }
}

extension ElementWord {
    static var size: Int { MemoryLayout<Self>.size }

    @inline(__always)
    static func load(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Self {
        Self(littleEndian: bytes.loadUnaligned(fromByteOffset: index &* size, as: Self.self))
    }

    static func collectPatterns(
        of bytes: UnsafeRawBufferPointer, in patterns: inout Set<UInt64>, limit: Int
    ) -> Bool {
        var last: Self?
        for index in 0..<bytes.count / size {
            let word = load(bytes, index)
            if word == last { continue }
            last = word
            if patterns.insert(UInt64(word)).inserted, patterns.count > limit { return false }
        }
        return true
    }

    static func countZeros(of bytes: UnsafeRawBufferPointer, ignoring sign: UInt64) -> Int {
        let others = ~Self(truncatingIfNeeded: sign)
        var count = 0
        for index in 0..<bytes.count / size { count &+= load(bytes, index) & others == 0 ? 1 : 0 }
        return count
    }

    static func countPlanes(of bytes: UnsafeRawBufferPointer, in counts: inout [Int]) {
        counts.withUnsafeMutableBufferPointer { counts in
            for index in 0..<bytes.count / size {
                let word = load(bytes, index)
                let turned = word &<< 1 | word &>> Self(bitWidth - 1)
                for plane in 0..<size {
                    let byte = UInt8(truncatingIfNeeded: turned &>> Self(8 * (size - 1 - plane)))
                    counts[plane &* 256 &+ Int(byte)] &+= 1
                }
            }
        }
    }

    static func levels(of bytes: UnsafeRawBufferPointer, in table: PatternTable) -> [Int32] {
        let count = bytes.count / size
        return [Int32](unsafeUninitializedCapacity: count) { levels, filled in
            for index in 0..<count { levels[index] = table.level(of: UInt64(load(bytes, index))) }
            filled = count
        }
    }

    static func bytes(of levels: [Int32], in palette: Palette) -> [UInt8]? {
        // The patterns in order of their levels, zero among them.
        let lowest = -Int32(palette.negativeCount)
        var words = palette.patterns.map { Self(truncatingIfNeeded: $0).littleEndian }
        words.insert(0, at: palette.negativeCount)
        // Without a zero level, none may occur.
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: levels.count * size) { buffer, filled in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            words.withUnsafeBufferPointer { words in
                for (index, level) in levels.enumerated() {
                    let place = Int(level) &- Int(lowest)
                    guard place >= 0, place < words.count, level != 0 || palette.hasZero else {
                        isValid = false
                        return
                    }
                    raw.storeBytes(of: words[place], toByteOffset: index &* size, as: Self.self)
                }
            }
            filled = isValid ? levels.count * size : 0
        }
        return isValid ? bytes : nil
    }

    static func split(_ bytes: UnsafeRawBufferPointer) -> (mask: [Int32], rest: [UInt8]) {
        let count = bytes.count / size
        var kept = 0
        let mask = [Int32](unsafeUninitializedCapacity: count) { mask, filled in
            for index in 0..<count {
                let isKept: Int32 = load(bytes, index) == 0 ? 0 : 1
                mask[index] = isKept
                kept &+= Int(isKept)
            }
            filled = count
        }
        let rest = [UInt8](unsafeUninitializedCapacity: kept * size) { buffer, filled in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for index in 0..<count where mask[index] != 0 {
                raw.storeBytes(of: load(bytes, index).littleEndian, toByteOffset: filled, as: Self.self)
                filled += size
            }
        }
        return (mask, rest)
    }

    static func joined(mask: [Int32], rest: [UInt8]) -> [UInt8]? {
        guard mask.allSatisfy({ $0 == 0 || $0 == 1 }), mask.count(where: { $0 == 1 }) * size == rest.count else {
            return nil
        }
        return [UInt8](unsafeUninitializedCapacity: mask.count * size) { buffer, filled in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            rest.withUnsafeBytes { rest in
                var next = 0
                for (index, level) in mask.enumerated() {
                    let word: Self = level == 0 ? 0 : rest.loadUnaligned(fromByteOffset: next, as: Self.self)
                    raw.storeBytes(of: word, toByteOffset: index &* size, as: Self.self)
                    next &+= level == 0 ? 0 : size
                }
            }
            filled = mask.count * size
        }
    }
}
