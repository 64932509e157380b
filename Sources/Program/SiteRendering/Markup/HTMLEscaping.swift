extension String {
    /// Appends text so that HTML reads it as that text, in an element or a quoted attribute.
    ///
    /// The four characters that CommonMark's reference renderer escapes, in its spelling.
    mutating func append(escaping text: some StringProtocol) {
        var rest = Substring(text)
        while let index = rest.utf8.firstIndex(where: { $0.isMarkupSignificant }) {
            append(contentsOf: rest[..<index])
            switch rest.utf8[index] {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            default: append("&quot;")
            }
            rest = rest[rest.utf8.index(after: index)...]
        }
        append(contentsOf: rest)
    }

    /// Appends a destination for a `href` or `src` attribute: bytes that no URL holds are percent-encoded, those that
    /// HTML would misread are written as entities.
    ///
    /// The same characters pass as in CommonMark's reference renderer.
    mutating func append(escapingDestination destination: String) {
        for byte in destination.utf8 {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "'"): append("&#x27;")
            case _ where byte.isDestinationSafe: append(Character(UnicodeScalar(byte)))
            default:
                append("%")
                append(Character(UnicodeScalar(Self.hexadecimal[Int(byte >> 4)])))
                append(Character(UnicodeScalar(Self.hexadecimal[Int(byte & 15)])))
            }
        }
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)

    /// The text as HTML.
    var escapedForHTML: String {
        var html = ""
        html.append(escaping: self)
        return html
    }
}

extension UInt8 {
    fileprivate var isMarkupSignificant: Bool {
        self == UInt8(ascii: "<") || self == UInt8(ascii: ">") || self == UInt8(ascii: "&")
            || self == UInt8(ascii: "\"")
    }

    fileprivate var isDestinationSafe: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            // Ten marks between letters and digits, and those that give a URL its parts.
            "!#$%()*+,-./:;=?@_~".utf8.contains(self)
        }
    }
}
