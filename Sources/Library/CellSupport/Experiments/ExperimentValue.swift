/// A setting of an experiment's point, or a part of its result: a number, a text or a truth value.
public enum ExperimentValue: Hashable, Sendable {
    case number(Double)
    case text(String)
    case flag(Bool)

    /// The number; nil if it is none.
    public var number: Double? {
        if case .number(let number) = self { return number }
        return nil
    }
}

extension ExperimentValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    /// A whole number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension ExperimentValue: Decodable {
    /// Reads a number, a text or a truth value; `nan`, `inf` and `-inf` are numbers, for which JSON has only texts.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            let text = try container.decode(String.self)
            self = ["nan", "inf", "-inf"].contains(text) ? .number(Double(text) ?? .nan) : .text(text)
        }
    }
}
