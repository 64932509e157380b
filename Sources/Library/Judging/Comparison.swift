import AnswerFrames

/// How an answer is held against the input and the reference's answer.
public struct Comparison<Input: Codable, Answer: Codable> {
    /// Why an answer is wrong.
    struct Complaint {
        var reason: String
        /// Whether the reference's answer is the only right one.
        var namesReference: Bool
    }

    /// Whether it says something even of the reference's own answer.
    let isIndependent: Bool
    let complaint: (_ input: Input, _ answer: Answer, _ reference: Answer) throws -> Complaint?

    /// The answer must be the reference's; NaN is NaN, and −0 is 0.
    public static var exactly: Comparison { within(relative: 0, absolute: 0) }

    /// Numbers with a fraction may differ by `absolute + relative · |reference|`; all else must be the same.
    ///
    /// Shapes and counts are compared first. NaN is NaN; an infinity is itself.
    public static func within(relative: Double = 0, absolute: Double = 0) -> Comparison {
        Comparison(isIndependent: false) { _, answer, reference in
            let tolerance = Tolerance(relative: relative, absolute: absolute)
            return tolerance.difference(try FrameValue(encoding: answer), try FrameValue(encoding: reference))
                .map { Complaint(reason: $0, namesReference: true) }
        }
    }

    /// The answer must have a property, whatever the reference's answer is.
    ///
    /// - Parameters:
    ///   - sentence: what must hold, such as `exactly the asked count of weights is kept`.
    ///   - holds: whether it does; throwing means that it does not.
    public static func property(
        _ sentence: String, _ holds: @escaping (_ input: Input, _ answer: Answer) throws -> Bool
    ) -> Comparison {
        Comparison(isIndependent: true) { input, answer, _ in
            if (try? holds(input, answer)) == true { return nil }
            return Complaint(reason: "this must hold: " + sentence, namesReference: false)
        }
    }

    /// The answer must be as good as the reference's in a way that a property of both tells.
    ///
    /// - Parameter holds: whether it is; throwing means that it is not.
    public static func againstReference(
        _ sentence: String,
        _ holds: @escaping (_ input: Input, _ answer: Answer, _ reference: Answer) throws -> Bool
    ) -> Comparison {
        Comparison(isIndependent: false) { input, answer, reference in
            if (try? holds(input, answer, reference)) == true { return nil }
            return Complaint(reason: "this must hold: " + sentence, namesReference: false)
        }
    }

    /// A decoder that is trusted must restore the input's own data from the answer.
    ///
    /// - Parameters:
    ///   - original: what was to be encoded.
    ///   - decode: the decoder; throwing means that the answer cannot be decoded.
    public static func restores<Original: Equatable>(
        _ original: @escaping (Input) -> Original, by decode: @escaping (_ input: Input, Answer) throws -> Original
    ) -> Comparison {
        Comparison(isIndependent: true) { input, answer, _ in
            do {
                if try decode(input, answer) == original(input) { return nil }
                return Complaint(reason: "the decoder restores something else", namesReference: false)
            } catch {
                return Complaint(reason: "the decoder refuses it: \(error)", namesReference: false)
            }
        }
    }

    /// The same for bytes of which the first is a parameter of the code, and the others are its words.
    ///
    /// - Parameters:
    ///   - range: which parameters there are, in `0...255`; an answer with another is refused.
    ///   - decode: the decoder of the words.
    public static func restores<Original: Equatable>(
        _ original: @escaping (Input) -> Original, parameter range: ClosedRange<Int>,
        by decode: @escaping (_ input: Input, _ parameter: Int, _ words: [UInt8]) throws -> Original
    ) -> Comparison where Answer == [UInt8] {
        restores(original) { input, bytes in
            guard let first = bytes.first else { throw Refusal("there are no bytes") }
            guard range.contains(Int(first)) else {
                throw Refusal("the first byte is \(first), and no parameter in \(range)")
            }
            return try decode(input, Int(first), Array(bytes.dropFirst()))
        }
    }

    /// The answer must be a mask that keeps so many weights, those of the greatest scores; of equal ones it may keep any.
    ///
    ///     .keepsGreatest(\.count, by: { $0.weights.map(abs) })
    ///
    /// - Parameters:
    ///   - count: how many are to be kept.
    ///   - scores: what decides, for each weight; no NaN.
    public static func keepsGreatest<Score: Comparable>(
        _ count: @escaping (Input) -> Int, by scores: @escaping (Input) -> [Score]
    ) -> Comparison where Answer == [Bool] {
        Comparison(isIndependent: true) { input, mask, _ in
            func wrong(_ reason: String) -> Complaint { Complaint(reason: reason, namesReference: false) }
            let (count, scores) = (count(input), scores(input))
            guard mask.count == scores.count else {
                return wrong("there are \(mask.count) Booleans for \(scores.count) weights")
            }
            let kept = mask.indices.filter { mask[$0] }
            guard kept.count == count else { return wrong("\(kept.count) are kept, and not \(count)") }
            let pruned = mask.indices.filter { !mask[$0] }
            guard let least = kept.min(by: { scores[$0] < scores[$1] }),
                let greatest = pruned.max(by: { scores[$0] < scores[$1] }), scores[greatest] > scores[least]
            else { return nil }
            return wrong("[\(least)] is kept and [\(greatest)] is not, which is greater")
        }
    }

    /// All of several comparisons; the first that complains is told.
    public static func all(_ comparisons: Comparison...) -> Comparison {
        Comparison(isIndependent: comparisons.contains(where: \.isIndependent)) { input, answer, reference in
            for comparison in comparisons {
                if let complaint = try comparison.complaint(input, answer, reference) { return complaint }
            }
            return nil
        }
    }
}

/// Compares trees of values.
struct Tolerance {
    var relative: Double
    var absolute: Double

    /// How two values differ, in one sentence; nil if they do not.
    func difference(_ answer: FrameValue, _ reference: FrameValue, at place: String = "") -> String? {
        let here = place.isEmpty ? "" : " at \(place)"
        switch (answer, reference) {
        case (.null, .null): return nil
        case (.bool(let left), .bool(let right)): return left == right ? nil : "another truth" + here
        case (.string(let left), .string(let right)):
            return left.utf8.elementsEqual(right.utf8) ? nil : "another text" + here
        case (.int(let left), .int(let right)): return left == right ? nil : "another number" + here
        case (.unsigned(let left), .unsigned(let right)): return left == right ? nil : "another number" + here
        case (.int, .unsigned), (.unsigned, .int): return "another number" + here
        case (.float(let left), .float(let right)): return number(Double(left), Double(right), here)
        case (.double(let left), .double(let right)): return number(left, right, here)
        case (.list(let left), .list(let right)):
            if left.count != right.count { return "\(left.count) elements instead of \(right.count)" + here }
            for (index, pair) in zip(left, right).enumerated() {
                if let found = difference(pair.0, pair.1, at: place + "[\(index)]") { return found }
            }
            return nil
        case (.record(let left), .record(let right)):
            return fields(left, right, at: place)
        default: return "another kind of value" + here
        }
    }

    private func fields(_ left: [FrameValue.Field], _ right: [FrameValue.Field], at place: String) -> String? {
        let values = Dictionary(left.map { ($0.name, $0.value) }) { first, _ in first }
        guard left.count == right.count else { return "other parts" + (place.isEmpty ? "" : " at \(place)") }
        for field in right {
            let inner = place.isEmpty ? field.name : place + "." + field.name
            guard let value = values[field.name] else { return "`\(inner)` is missing" }
            if let found = difference(value, field.value, at: inner) { return found }
        }
        return nil
    }

    private func number(_ answer: Double, _ reference: Double, _ here: String) -> String? {
        if answer == reference || answer.isNaN && reference.isNaN { return nil }
        guard answer.isFinite, reference.isFinite else { return "another number" + here }
        let allowed = absolute + relative * abs(reference)
        if abs(answer - reference) <= allowed { return nil }
        return allowed == 0 ? "another number" + here : "further than \(allowed) from what is right" + here
    }
}
