import AnswerFrames

/// The judge of an exercise: which inputs there are, what they are worth, and which answers are right.
public struct Judge<Input: Codable, Answer: Codable> {
    let groups: [Group<Input>]
    let comparison: Comparison<Input, Answer>
    let plainly: ((Input) throws -> Answer)?
    let isValid: (Input) -> Bool

    /// A judge.
    ///
    /// - Parameters:
    ///   - comparison: how an answer is held against the input and the reference's answer.
    ///   - isValid: which inputs there may be; smaller failing inputs are looked for among these.
    ///   - plainly: a second way to the answer, written unlike the solution, however slow: by it the solution itself is
    ///     checked. Without it, a property in `comparison` must do so.
    ///   - groups: worth the exercise's points together.
    public init(
        compare comparison: Comparison<Input, Answer>, where isValid: @escaping (Input) -> Bool = { _ in true },
        plainly: ((Input) throws -> Answer)? = nil, @GroupBuilder<Input> groups: () -> [Group<Input>]
    ) {
        self.groups = groups()
        self.comparison = comparison
        self.isValid = isValid
        self.plainly = plainly
        precondition(Set(self.groups.map(\.name)).count == self.groups.count, "two groups have one name")
    }

    /// What it says of itself.
    package var description: JudgeDescription {
        JudgeDescription(
            groups: groups.map {
                GroupDescription(name: $0.name, points: $0.points, count: $0.count, isRandom: $0.make != nil)
            }, isIndependent: comparison.isIndependent || plainly != nil)
    }

    /// The frames of a group's inputs.
    package func inputs(ofGroup number: Int, seed: UInt64, count: Int? = nil) throws -> [UInt8] {
        let group = groups[number]
        let seed = seed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03
        return try group.inputs(seed: seed, count: count ?? group.count).flatMap {
            try FrameValue(encoding: $0).frame()
        }
    }

    /// What is to be said of an answer.
    ///
    /// - Throws: what the reference or the input's decoding throws: never because of the answer.
    package func judgement(
        input: FrameValue, answer bytes: ArraySlice<UInt8>, reference: (Input) throws -> Answer
    ) throws -> Judgement {
        let value = try input.decode(Input.self)
        let tree: FrameValue
        let answer: Answer
        do {
            tree = try FrameValue(bytes: bytes)
            answer = try tree.decode(Answer.self)
        } catch {
            return Judgement(.malformed, reason: "it is no answer: \(error)", input: input.text())
        }
        let right = try reference(value)
        guard let complaint = try comparison.complaint(value, answer, right) else { return Judgement(.right) }
        let expected = complaint.namesReference ? try FrameValue(encoding: right).text() : ""
        return Judgement(.wrong, reason: complaint.reason, input: input.text(), expected: expected, got: tree.text())
    }

    /// Holds the reference's own answer to an input against the property and the plain second way.
    package func selfJudgement(input value: Input, reference: (Input) throws -> Answer) throws -> Judgement {
        let input = try FrameValue(encoding: value)
        let answer = try reference(value)
        let tree = try FrameValue(encoding: answer)
        if let complaint = try comparison.complaint(value, answer, answer) {
            return Judgement(.wrong, reason: complaint.reason, input: input.text(), got: tree.text())
        }
        if let plain = try plainly?(value), let complaint = try comparison.complaint(value, answer, plain) {
            let expected = try FrameValue(encoding: plain).text()
            return Judgement(
                .wrong, reason: complaint.reason, input: input.text(), expected: expected, got: tree.text())
        }
        return Judgement(.right)
    }

    /// Smaller inputs than one, likely ones first, that are valid and not longer than it.
    package func smaller(than input: FrameValue, atMost limit: Int) -> [FrameValue] {
        var result: [FrameValue] = []
        for candidate in input.smaller() {
            guard result.count < limit else { break }
            guard let value = try? candidate.decode(Input.self), isValid(value) else { continue }
            result.append(candidate)
        }
        return result
    }
}
