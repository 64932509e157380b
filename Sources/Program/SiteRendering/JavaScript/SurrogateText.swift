/// The encoding of the script engine's strings: UTF-8 in which a character outside the basic plane is written as its
/// two UTF-16 surrogates, three bytes each (known as CESU-8).
enum SurrogateText {
    /// A text as the engine wants it.
    ///
    /// - Complexity: O(bytes).
    static func encode(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for unit in text.utf16 { append(UInt32(unit), to: &bytes) }
        return bytes
    }

    /// A text of the engine; half a character, or bytes that are no text, become U+FFFD.
    ///
    /// - Complexity: O(bytes).
    static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        if !bytes.contains(0xED) { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let first = rest.first {
            if first == 0xED, rest.count >= 3 {
                let second = rest[rest.startIndex + 1]
                let third = rest[rest.startIndex + 2]
                if second & 0xC0 == 0x80, third & 0xC0 == 0x80 {
                    units.append(0xD000 | UInt16(second & 0x3F) << 6 | UInt16(third & 0x3F))
                    rest = rest.dropFirst(3)
                    continue
                }
            }
            let run = rest.dropFirst().prefix { $0 != 0xED }
            units.append(contentsOf: String(decoding: rest[rest.startIndex..<run.endIndex], as: UTF8.self).utf16)
            rest = rest[run.endIndex...]
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func append(_ unit: UInt32, to bytes: inout [UInt8]) {
        switch unit {
        case ..<0x80:
            bytes.append(UInt8(unit))
        case ..<0x800:
            bytes.append(0xC0 | UInt8(unit >> 6))
            bytes.append(0x80 | UInt8(unit & 0x3F))
        default:
            bytes.append(0xE0 | UInt8(unit >> 12))
            bytes.append(0x80 | UInt8(unit >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(unit & 0x3F))
        }
    }
}
