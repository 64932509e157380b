/// What a judge says of a group of inputs that it makes.
public struct GroupDescription: Codable, Hashable, Sendable {
    /// Its name, such as `small`.
    public var name: String
    /// What it is worth.
    public var points: Int
    /// How many inputs it has.
    public var count: Int
    /// Whether its inputs depend on a seed.
    public var isRandom: Bool

    /// A description with all its parts.
    public init(name: String, points: Int, count: Int, isRandom: Bool) {
        self.name = name
        self.points = points
        self.count = count
        self.isRandom = isRandom
    }
}

/// What a judge says of itself.
public struct JudgeDescription: Codable, Hashable, Sendable {
    /// Its groups, in order.
    public var groups: [GroupDescription]
    /// Whether something other than the reference says which answers are right: a plain computation or a property.
    public var isIndependent: Bool

    /// A description with all its parts.
    public init(groups: [GroupDescription], isIndependent: Bool) {
        self.groups = groups
        self.isIndependent = isIndependent
    }
}

/// What a judge says of one answer.
public struct Judgement: Codable, Hashable, Sendable {
    /// Why an answer counts as it does.
    public enum Kind: String, Codable, Sendable { case right, wrong, malformed }

    /// Whether it is right.
    public var kind: Kind
    /// Why it is not, in one sentence; empty if it is right.
    public var reason = ""
    /// The input, as a person reads it; empty if the answer is right.
    public var input = ""
    /// What was expected; empty if the answer is right, or if many answers would be.
    public var expected = ""
    /// What the answer was.
    public var got = ""

    /// A judgement of a kind.
    public init(_ kind: Kind, reason: String = "", input: String = "", expected: String = "", got: String = "") {
        self.kind = kind
        self.reason = reason
        self.input = input
        self.expected = expected
        self.got = got
    }
}
