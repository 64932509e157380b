/// A stylesheet as it is served: without what only its authors read.
package enum CompactStyles {
    /// The stylesheet without comments, and without blanks that separate nothing; quoted text stays as it is.
    ///
    /// A blank within a selector or a value may mean something, so that of several one stays; before a colon it does,
    /// behind one never.
    ///
    /// - Complexity: O(bytes).
    package static func of(_ styles: [UInt8]) -> [UInt8] {
        var compact: [UInt8] = []
        compact.reserveCapacity(styles.count)
        var rest = styles[...]
        var isBlankWanted = false
        while let byte = rest.first {
            if rest.starts(with: "/*".utf8) {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
                isBlankWanted = true
            } else if byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) {
                rest = rest.dropFirst()
                isBlankWanted = true
            } else {
                let needsNone = compact.last.map { "{};,:".utf8.contains($0) } ?? true
                if isBlankWanted, !needsNone, !"{};,".utf8.contains(byte) { compact.append(UInt8(ascii: " ")) }
                isBlankWanted = false
                // The last semicolon of a rule separates nothing.
                if byte == UInt8(ascii: "}"), compact.last == UInt8(ascii: ";") { compact.removeLast() }
                let length = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") ? quotedLength(rest) : 1
                compact += rest.prefix(length)
                rest = rest.dropFirst(length)
            }
        }
        return compact
    }

    /// The bytes of the quoted text that begins here, both quotes included.
    private static func quotedLength(_ text: ArraySlice<UInt8>) -> Int {
        var length = 1
        var isEscaped = false
        for byte in text.dropFirst() {
            length += 1
            if !isEscaped, byte == text.first { break }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return length
    }
}
