import CourseModel

/// The words after a fence or in the first line of a comment, with the place of each.
struct InfoString {
    /// The words in order; a quoted value keeps its quotes.
    let words: [Cell.Word]
    /// The words whose quote is never closed.
    let unclosedQuotes: [Cell.Word]

    /// Splits at spaces and tabs; `name="a value"` is one word.
    ///
    /// - Parameters:
    ///   - bytes: the text, without the line's end.
    ///   - start: where its first byte stands.
    init<Bytes: Collection<UInt8>>(_ bytes: Bytes, at start: SourcePosition) {
        var words: [Cell.Word] = []
        var unclosed: [Cell.Word] = []
        var text: [UInt8] = []
        var column = start.column
        var isQuoted = false

        func endWord() {
            guard !text.isEmpty else { return }
            let word = Cell.Word(
                text: String(decoding: text, as: UTF8.self),
                position: SourcePosition(line: start.line, column: column - text.count))
            words.append(word)
            if isQuoted { unclosed.append(word) }
            text = []
        }

        for byte in bytes {
            if !isQuoted, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                endWord()
            } else {
                if byte == UInt8(ascii: "\""), isQuoted || text.last == UInt8(ascii: "=") { isQuoted.toggle() }
                text.append(byte)
            }
            column += 1
        }
        endWord()
        self.words = words
        unclosedQuotes = unclosed
    }

    /// The words after the first.
    var arguments: ArraySlice<Cell.Word> { words.dropFirst() }
}

extension Cell.Word {
    /// The part before `=`, and the unquoted part behind it if there is one.
    var parts: (name: String, value: String?) {
        guard let equals = text.firstIndex(of: "=") else { return (text, nil) }
        var value = text[text.index(after: equals)...]
        if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
        return (String(text[..<equals]), String(value))
    }
}
