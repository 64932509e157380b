/// One line of an experiment's results: `{"key":"…","point":{…},"result":{…},"seconds":…}`.
///
/// Point and result stand in it as the experiment's program wrote them: flat objects with their names in order, so that
/// equal points have equal texts.
package struct ResultLine: Hashable, Sendable {
    /// The hash of all that the result depends on.
    package var key: String
    package var point: String
    package var result: String
    package var seconds: String

    package init(key: String, point: String, result: String, seconds: Double) {
        self.key = key
        self.point = point
        self.result = result
        self.seconds = String((seconds * 1000).rounded() / 1000)
    }

    /// Reads a line; nil if it is none, or only a part of one.
    package init?(_ text: Substring) {
        // Objects are flat and quotes in texts have a backslash, so that each of these marks can stand at one place only.
        var rest = text
        func take(until mark: String) -> String? {
            guard let range = rest.firstRange(of: mark) else { return nil }
            defer { rest = rest[range.upperBound...] }
            return String(rest[..<range.lowerBound])
        }
        guard take(until: "{\"key\":\"")?.isEmpty == true, let key = take(until: "\",\"point\":{"),
            let point = take(until: "},\"result\":{"), let result = take(until: "},\"seconds\":"),
            let seconds = take(until: "}"), rest.isEmpty, Double(seconds) != nil
        else { return nil }
        self.key = key
        self.point = "{\(point)}"
        self.result = "{\(result)}"
        self.seconds = seconds
    }

    /// The line, without its end.
    package var text: String { "{\"key\":\"\(key)\",\"point\":\(point),\"result\":\(result),\"seconds\":\(seconds)}" }
}
