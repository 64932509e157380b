import AnswerFrames

extension FrameValue {
    /// Values that are one step smaller: lists shorter, numbers nearer to 0 or rounder, texts shorter.
    ///
    /// Repeating with one of them ends, since every step makes a value simpler: fewer elements, or a number of smaller
    /// magnitude, or of fewer digits.
    func smaller() -> [FrameValue] {
        switch self {
        case .null: []
        case .bool(let value): value ? [.bool(false)] : []
        case .int(let value): Self.smaller(value).map { .int($0) }
        case .unsigned(let value): [.int(0), .unsigned(value / 2)].filter { _ in value > 0 }
        case .double(let value): Self.smaller(value).map { .double($0) }
        case .float(let value):
            Self.smaller(Double(value)).map { Float($0) }.filter { $0 != value }.map { .float($0) }
        case .string(let text):
            text.isEmpty
                ? [] : [.string(""), .string(String(text.prefix(text.count / 2))), .string(String(text.dropLast()))]
        case .list(let elements): Self.smaller(elements)
        case .record(let fields):
            fields.indices.flatMap { index in
                fields[index].value.smaller().map { smaller in
                    var result = fields
                    result[index].value = smaller
                    return .record(result)
                }
            }
        }
    }

    private static func smaller(_ value: Int64) -> [Int64] {
        guard value != 0 else { return [] }
        var result: [Int64] = [0]
        if (Int64.min + 1..<0).contains(value) { result.append(-value) }
        var step = value / 2
        while step != 0 {
            result.append(value - step)
            step /= 2
        }
        return result
    }

    private static func smaller(_ value: Double) -> [Double] {
        guard value != 0 else { return [] }
        guard value.isFinite else { return [0, 1] }
        var result: [Double] = [0]
        if value < 0 { result.append(-value) }
        if abs(value) > 1 { result.append(value > 0 ? 1 : -1) }
        let whole = value.rounded(.towardZero)
        if whole != value {
            result.append(whole)
            // Fewer digits: halves, tenths, hundredths.
            for unit in [2.0, 10, 100] {
                let rounder = (value * unit).rounded(.towardZero) / unit
                if rounder != value, abs(rounder) < abs(value) { result.append(rounder) }
            }
        } else if abs(value) > 2 {
            result.append((value / 2).rounded(.towardZero))
            result.append(value - (value > 0 ? 1 : -1))
        }
        return result.filter { $0 != value }
    }

    private static func smaller(_ elements: [FrameValue]) -> [FrameValue] {
        guard !elements.isEmpty else { return [] }
        var result: [FrameValue] = [.list([])]
        var length = elements.count / 2
        while length > 0 {
            // A few places of each length, so that long lists do not give more copies than they have elements.
            let starts = Array(stride(from: 0, to: elements.count - length + 1, by: length))
            for start in starts.enumerated().filter({ $0.offset % (1 + starts.count / 16) == 0 }).map(\.element) {
                result.append(.list(Array(elements[..<start] + elements[(start + length)...])))
            }
            length /= 2
        }
        // Of long lists, the elements are tried only when the list has become short.
        guard elements.count <= 16 else { return result }
        for index in elements.indices {
            for smaller in elements[index].smaller().prefix(8) {
                var copy = elements
                copy[index] = smaller
                result.append(.list(copy))
            }
        }
        return result
    }
}
