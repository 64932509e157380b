extension String {
    /// Appends what a program or its author wrote so that a reader sees every character of it: markup is escaped, and
    /// what would steer a terminal, turn the direction of text or take no room is shown by name.
    ///
    /// Control characters appear as their pictures (U+241B for ESC), direction marks and the like as `U+202E`; tabs and
    /// line ends stay, with CR LF as one line end.
    mutating func append(programText text: some StringProtocol) {
        append(visibleControlsIn: String(text).escapedForHTML)
    }

    /// Appends the same for a quoted attribute, where no markup can stand.
    mutating func append(programAttribute text: some StringProtocol) {
        append(visibleControlsIn: String(text).escapedForHTML, isMarkup: false)
    }

    /// Appends HTML whose text may hold control characters, with those made visible.
    ///
    /// - Parameter isMarkup: whether their names may be set off from the text by a span.
    mutating func append(visibleControlsIn html: String, isMarkup: Bool = true) {
        // Most text holds none: ASCII controls are below 0x20, all others need two bytes or more.
        if html.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x09 }) {
            self += html
            return
        }
        var previous: Unicode.Scalar?
        for scalar in html.unicodeScalars {
            if previous == "\r", scalar == "\n" {
                unicodeScalars.append(scalar)
            } else {
                if previous == "\r" { append(control: "\r", isMarkup: isMarkup) }
                if scalar.isInvisibleControl {
                    if scalar != "\r" { append(control: scalar, isMarkup: isMarkup) }
                } else {
                    unicodeScalars.append(scalar)
                }
            }
            previous = scalar
        }
        if previous == "\r" { append(control: "\r", isMarkup: isMarkup) }
    }

    private mutating func append(control scalar: Unicode.Scalar, isMarkup: Bool) {
        if isMarkup { self += "<span class=\"control\">" }
        switch scalar.value {
        case ..<0x20:
            // The pictures stand in the order of the characters, from U+2400 on.
            if let picture = Unicode.Scalar(0x2400 + scalar.value) { unicodeScalars.append(picture) }
        case 0x7F:
            self += "\u{2421}"
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            self += "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        if isMarkup { self += "</span>" }
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character, a direction mark, or one that takes no room and joins nothing.
    ///
    /// Joiners and variation selectors, which emoji and many scripts are written with, are left alone.
    fileprivate var isInvisibleControl: Bool {
        switch value {
        case 0x09, 0x0A: false
        case ..<0x20, 0x7F...0x9F: true
        case 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
        case 0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE0000...0xE0001: true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}
