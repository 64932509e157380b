/// Why something cannot be decoded or used, in a sentence; for what a judge throws.
public struct Refusal: Error, Hashable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// A refusal with its reason.
    public init(_ reason: String) { description = reason }
}
