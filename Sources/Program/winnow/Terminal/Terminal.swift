import Foundation

/// What is written to the person in front of the program.
enum Terminal {
    /// Whether standard error is a terminal that shows colours.
    static let hasColours =
        isatty(STDERR_FILENO) != 0 && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// Whether someone watches standard error.
    static let isInteractive = isatty(STDERR_FILENO) != 0

    /// The few colours that are used.
    enum Colour: String {
        case red = "31", green = "32", yellow = "33", bold = "1", faint = "2"
    }

    /// A text in a colour, if colours are shown.
    static func coloured(_ text: String, _ colour: Colour) -> String {
        hasColours ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Writes a line to standard error.
    static func say(_ line: String) {
        Progress.shared.clear()
        write(line + "\n")
    }

    /// Writes to standard error as it stands. Who reads it no longer misses the rest; what was found decides all the same
    /// how the program ends.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Opens those of the three standard files that are closed, so that no file of the program's own takes their place.
    static func openStandardFiles() {
        for number in 0...STDERR_FILENO where fcntl(number, F_GETFD) == -1 { _ = open("/dev/null", O_RDWR) }
    }

    /// Writes a line that says what went wrong.
    static func complain(_ message: String) {
        say("winnow: " + message)
    }

    /// A number with its noun, as English has it.
    static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// A text that a shell takes as one word, whatever is in it.
    static func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

    /// A text from a chapter or a program without what a terminal would act on: controls become visible signs, and so
    /// do marks that change the direction of writing.
    static func harmless(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.append(scalar)
            case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: result.append("\u{2421}")
            case 0x80..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
