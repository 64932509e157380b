/// Arithmetic coding by hand: the exact interval of the numbers in 0 ..< 1 that stands for a short message.
///
/// Each symbol narrows the interval to its share, so the width is the product of the symbols' probabilities, and any
/// number inside names the message. ``RangeEncoder`` does the same with rounding, and so for messages of any length.
///
///     var interval = MessageInterval()
///     for symbol in [0, 0, 0, 1] { interval.narrow(to: model.interval(of: symbol), of: 4) }   // P(0) = 3/4
///     interval.width                   // 27, of denominator 256
///     interval.shortestBits            // "011", which is 0.375: three bits, for 3.245 bits of information
///
/// - Source: Rissanen, "Generalized Kraft Inequality and Arithmetic Coding", 1976.
public struct MessageInterval: Hashable, Sendable {
    /// The numerator of the interval's lower end.
    public private(set) var low: Int = 0
    /// The numerator of its width.
    public private(set) var width: Int = 1
    /// The denominator of both: the product of the models' totals.
    public private(set) var denominator: Int = 1

    /// The whole of 0 ..< 1: the empty message.
    public init() {}

    /// Takes the share of one more symbol.
    ///
    /// - Parameters:
    ///   - interval: the symbol's share of `0 ..< total`.
    ///   - total: such that the denominator stays below 2⁶².
    public mutating func narrow(to interval: SymbolInterval, of total: Int) {
        let (product, overflow) = denominator.multipliedReportingOverflow(by: total)
        precondition(!overflow && product < 1 << 62, "The exact interval of so long a message has too large a fraction")
        low = low * total + width * Int(interval.start)
        width *= Int(interval.width)
        denominator = product
    }

    /// The digits after the point of the shortest binary fraction in the interval: at most ⌈log₂ (denominator / width)⌉.
    ///
    /// They name the message to somebody who knows where they end. Followed by digits of a next message they might not.
    public var shortestBits: String {
        for length in 0...62 {
            // ⌈low · 2^length / denominator⌉, exactly, with a product of two words.
            let (quotient, remainder) = denominator.dividingFullWidth(low.multipliedFullWidth(by: 1 << length))
            let digits = remainder > 0 ? quotient + 1 : quotient
            let fraction = digits.multipliedFullWidth(by: denominator)
            let end = (low + width).multipliedFullWidth(by: 1 << length)
            if (fraction.high, fraction.low) < (end.high, end.low) {
                let text = String(digits, radix: 2)
                return length == 0 ? "" : String(repeating: "0", count: length - text.count) + text
            }
        }
        preconditionFailure("A width above 2^-62 holds a binary fraction of 62 digits")
    }
}
