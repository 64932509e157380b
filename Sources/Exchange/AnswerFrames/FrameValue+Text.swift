extension FrameValue {
    /// The value as a person reads it: numbers as Swift prints them, records as `name: value`, long lists cut short.
    ///
    /// - Parameter limit: elements of a list that are shown, and texts' characters in tens.
    public func text(limit: Int = 24) -> String {
        switch self {
        case .null: "nil"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .unsigned(let value): "\(value)"
        case .float(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let text): quoted(text, limit: limit * 10)
        case .list(let elements):
            "[" + elements.prefix(limit).map { $0.text(limit: max(2, limit / 2)) }.joined(separator: ", ")
                + (elements.count > limit ? ", … \(elements.count) in all]" : "]")
        case .record(let fields):
            if fields.isEmpty {
                "()"
            } else {
                fields.prefix(limit).map { field in
                    var inner = field.value.text(limit: max(2, limit / 2))
                    if case .record(let parts) = field.value, !parts.isEmpty { inner = "(\(inner))" }
                    return "\(field.name): \(inner)"
                }.joined(separator: ", ")
            }
        }
    }

    private func quoted(_ text: String, limit: Int) -> String {
        "\"" + text.prefix(limit) + (text.count > limit ? "…" : "") + "\""
    }
}
