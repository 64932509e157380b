import EntropyCoding

/// The fraction of a model's weights that is zero, in `0...1`.
///
///     let sparsity: Sparsity = 0.9
///     sparsity.prunedCount(of: 266_200)   // 239580
public struct Sparsity: Hashable, Comparable, Sendable {
    /// Zeros per weight.
    public let fraction: Double

    /// Non-zeros per weight: `1 - fraction`.
    public var density: Double { 1 - fraction }

    /// Bits per weight that any code for the positions needs on average, if every weight is zero independently of the
    /// others: the entropy of a choice between zero and not.
    public var patternEntropy: Double { binaryEntropy(fraction) }

    /// - Precondition: `fraction` lies in `0...1`.
    public init(_ fraction: Double) {
        precondition(
            (0...1).contains(fraction),
            "a sparsity is a fraction of the weights, in 0...1; got \(fraction) (90 % is written 0.9)")
        self.fraction = fraction
    }

    /// The sparsity that leaves `kept` of `count` weights.
    ///
    /// - Precondition: `0 <= kept <= count`; of no weights, none is pruned.
    public init(kept: Int, of count: Int) {
        precondition(kept >= 0 && kept <= count, "\(kept) of \(count) weights cannot be kept")
        self.init(count == 0 ? 0 : Double(count - kept) / Double(count))
    }

    /// The number of weights to prune of `count`: exactly `⌊count·fraction + ½⌋`.
    ///
    /// The fraction is read as the decimal number it prints as. A product of binary numbers would be a hair too small
    /// at some halves: `0.7 * 45` is 31.499999999999996, although 70 % of 45 is 31.5 and rounds to 32.
    ///
    /// - Parameter count: at least 0.
    /// - Complexity: O(1).
    public func prunedCount(of count: Int) -> Int {
        precondition(count >= 0, "a count of weights cannot be negative; got \(count)")
        guard let decimal = DecimalFraction(fraction) else { return 0 }
        let scaled = 2 * UInt128(decimal.digits) * UInt128(count) + decimal.denominator
        return Int(scaled / (2 * decimal.denominator))
    }

    /// Whether `left` leaves more weights than `right`.
    public static func < (left: Sparsity, right: Sparsity) -> Bool { left.fraction < right.fraction }
}

extension Sparsity: ExpressibleByFloatLiteral {
    /// A fraction in `0...1`.
    public init(floatLiteral fraction: Double) { self.init(fraction) }
}

extension Sparsity: ExpressibleByIntegerLiteral {
    /// 0 for a dense model, 1 for one without weights.
    public init(integerLiteral fraction: Int) { self.init(Double(fraction)) }
}

extension Sparsity: CustomStringConvertible {
    /// The fraction, as in `0.9`.
    public var description: String { "\(fraction)" }
}

/// A number in `0...1` as `digits / denominator`, the denominator a power of ten.
private struct DecimalFraction {
    let digits: UInt64
    let denominator: UInt128

    /// Nil where the number is so small that its product with any `Int` is less than one half.
    init?(_ value: Double) {
        // The shortest decimal that reads back as `value` has at most 17 digits, perhaps with an exponent.
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let places = mantissa.count > 1 ? mantissa[1].count : 0
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let power = places - exponent
        // 17 digits over 10^37 are below 10^-20, and 2^63 of that is below one half.
        guard power <= 37, let digits = UInt64(mantissa.joined()) else { return nil }
        self.digits = digits
        denominator = (0..<power).reduce(1) { product, _ in product * 10 }
    }
}
