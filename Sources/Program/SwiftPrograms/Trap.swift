/// What a program that was stopped said on standard error: the trap's own words and the frames of its backtrace.
public struct Trap: Hashable, Sendable {
    /// A place in the source that the program was in.
    public struct Frame: Hashable, Sendable {
        /// The file as `#sourceLocation` names it.
        public let file: String
        /// The line, starting at 1.
        public let line: Int
        /// The column in UTF-8 bytes, starting at 1.
        public let column: Int
    }

    /// All that was said, without positions, a line each.
    public let messages: [String]
    /// The line that says why the program stopped; nil if the system does not tell.
    public let headline: String?
    /// The frames whose place is known, innermost first.
    public let frames: [Frame]

    /// Reads standard error.
    public init(errors: String) {
        var messages: [String] = []
        var frames: [Frame] = []
        var crash: String?
        var isInBacktrace = false
        for line in errors.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("*** Signal ") {
                isInBacktrace = true
            } else if isInBacktrace {
                if let summary = Self.summary(line) {
                    crash = crash ?? summary
                    if messages.isEmpty || !summary.hasPrefix("Program crashed") { messages.append(summary) }
                }
                if let frame = Self.frame(line) { frames.append(frame) }
            } else if !line.isEmpty, !line.hasPrefix(Self.backtracer) {
                messages.append(Self.withoutPosition(line))
                if let frame = Self.position(line) { frames.append(frame) }
            }
        }
        self.messages = messages
        // What the program wrote to standard error before it stopped is not the reason.
        headline = messages.last { message in Self.marks.contains { message.hasPrefix($0) } } ?? crash
        self.frames = frames
    }

    /// How complaints of the backtracer itself begin: on a busy machine it cannot always stop every thread.
    private static let backtracer = "swift-runtime: "

    /// How the words of Swift's own traps begin.
    private static let marks = ["Fatal error", "Precondition failed", "Assertion failed"]

    /// The words between the stars, such as `Swift runtime failure: arithmetic overflow`, without addresses.
    private static func summary(_ line: Substring) -> String? {
        guard line.hasPrefix("*** "), line.hasSuffix(" ***") else { return nil }
        let words = line.dropFirst(4).dropLast(4)
        return String(words[..<(words.range(of: " at 0x")?.lowerBound ?? words.endIndex)])
    }

    /// A frame such as `1 [ra] 0x0000 main + 112 in m at Chapters/01.md:21:13`.
    private static func frame(_ line: Substring) -> Frame? {
        guard line.first?.isWhitespace == true || line.first?.isNumber == true,
            let place = line.range(of: " at ", options: .backwards)
        else { return nil }
        let fields = line[place.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count >= 3, let line = Int(fields[fields.count - 2]), let column = Int(fields[fields.count - 1])
        else { return nil }
        return Frame(file: fields.dropLast(2).joined(separator: ":"), line: line, column: column)
    }

    /// `main/03.md:6: Fatal error: …` without its place.
    private static func withoutPosition(_ line: Substring) -> String {
        for mark in marks {
            if let range = line.range(of: ": \(mark)"),
                line[..<range.lowerBound].split(separator: ":").last.flatMap({ Int($0) }) != nil
            {
                return String(line[line.index(range.lowerBound, offsetBy: 2)...])
            }
        }
        return String(line)
    }

    /// The place in a line such as `main/03.md:6: Fatal error: …`; its file lacks the folder.
    private static func position(_ line: Substring) -> Frame? {
        for mark in marks {
            guard let range = line.range(of: ": \(mark)") else { continue }
            let fields = line[..<range.lowerBound].split(separator: ":")
            guard fields.count >= 2, let number = Int(fields[fields.count - 1]),
                let name = fields[fields.count - 2].split(separator: "/").last
            else { continue }
            return Frame(file: String(name), line: number, column: 1)
        }
        return nil
    }
}
