/// A tag in raw HTML with those of its attributes that a course is checked for.
package struct RawTag: Hashable {
    /// Its name in lower case.
    package var name: String
    /// Its attributes, by name in lower case; one without value is empty.
    package var attributes: [String: String]
    /// How many line ends stand before it.
    package var line: Int

    /// The opening tags of a piece of HTML; what stands in comments is left out.
    ///
    /// - Complexity: O(bytes).
    package static func tags(in html: String) -> [RawTag] {
        var reader = RawTagReader(rest: Array(html.utf8)[...])
        return reader.read()
    }
}

private struct RawTagReader {
    var rest: ArraySlice<UInt8>
    private var line = 0

    init(rest: ArraySlice<UInt8>) {
        self.rest = rest
    }

    mutating func read() -> [RawTag] {
        var tags: [RawTag] = []
        while !rest.isEmpty {
            skip { $0 != UInt8(ascii: "<") }
            if rest.starts(with: "<!--".utf8) {
                while !rest.isEmpty, !rest.starts(with: "-->".utf8) { advance() }
            } else if let next = rest.dropFirst().first, Self.isNameByte(next) {
                advance()
                let start = line
                let name = take(while: Self.isNameByte).lowercased()
                tags.append(RawTag(name: name, attributes: attributes(), line: start))
            } else {
                advance()
            }
        }
        return tags
    }

    private mutating func attributes() -> [String: String] {
        var attributes: [String: String] = [:]
        while true {
            skip { Self.isBlank($0) || $0 == UInt8(ascii: "/") }
            guard let byte = rest.first, byte != UInt8(ascii: ">") else { break }
            let name = take { !Self.isBlank($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") }.lowercased()
            skip(while: Self.isBlank)
            var value = ""
            if rest.first == UInt8(ascii: "=") {
                advance()
                skip(while: Self.isBlank)
                if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                    advance()
                    value = take { $0 != quote }
                    advance()
                } else {
                    value = take { !Self.isBlank($0) && $0 != UInt8(ascii: ">") }
                }
            } else if name.isEmpty {
                advance()
            }
            if !name.isEmpty { attributes[name] = value.replacing("&amp;", with: "&") }
        }
        return attributes
    }

    private mutating func advance() {
        if rest.popFirst() == UInt8(ascii: "\n") { line += 1 }
    }

    private mutating func skip(while predicate: (UInt8) -> Bool) {
        while let byte = rest.first, predicate(byte) { advance() }
    }

    private mutating func take(while predicate: (UInt8) -> Bool) -> String {
        let start = rest.startIndex
        let whole = rest
        skip(while: predicate)
        return String(decoding: whole[start..<rest.startIndex], as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
