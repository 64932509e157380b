import BigInt

/// A number exactly as its decimal digits say.
package struct DecimalNumber {
    /// Longer texts and larger exponents are compared as text only, so that no input asks for huge powers of ten.
    private static let mostDigits = 1_000

    /// The value is `significand · 10^exponent`.
    private let significand: BigInt
    /// The place of the last written digit.
    private let exponent: Int
    /// Whether it is written with a point or an exponent.
    let isWrittenAsDecimal: Bool

    /// Reads a number token; nil for `nan`, `inf`, and what is too long to compute with.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.mostDigits else { return nil }
        let parts = text.lowercased().split(separator: "e", maxSplits: 1)
        guard let mantissa = parts.first else { return nil }
        let halves = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = halves.count == 2 ? halves[1] : ""
        let digits = (halves[0] + fraction).filter { $0 != "+" }
        guard let significand = BigInt(String(digits)) else { return nil }
        var exponent = -fraction.utf8.count
        if parts.count == 2 {
            guard let written = Int(parts[1]), abs(written) <= Self.mostDigits else { return nil }
            exponent += written
        }
        self.significand = significand
        self.exponent = exponent
        isWrittenAsDecimal = halves.count == 2 || parts.count == 2
    }

    private init(significand: BigInt, exponent: Int) {
        self.significand = significand
        self.exponent = exponent
        isWrittenAsDecimal = true
    }

    /// Half a unit of the last written digit.
    var halfUnit: DecimalNumber { DecimalNumber(significand: 5, exponent: exponent - 1) }

    var magnitude: DecimalNumber { DecimalNumber(significand: abs(significand), exponent: exponent) }

    static func - (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let exponent = min(left.exponent, right.exponent)
        return DecimalNumber(significand: left.scaled(to: exponent) - right.scaled(to: exponent), exponent: exponent)
    }

    static func + (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let exponent = min(left.exponent, right.exponent)
        return DecimalNumber(significand: left.scaled(to: exponent) + right.scaled(to: exponent), exponent: exponent)
    }

    static func * (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        DecimalNumber(significand: left.significand * right.significand, exponent: left.exponent + right.exponent)
    }

    private func scaled(to smaller: Int) -> BigInt {
        significand * BigInt(10).power(exponent - smaller)
    }
}

extension DecimalNumber: Comparable {
    package static func == (left: DecimalNumber, right: DecimalNumber) -> Bool { (left - right).significand == 0 }
    package static func < (left: DecimalNumber, right: DecimalNumber) -> Bool { (left - right).significand < 0 }
}

/// How far a printed number may be from the expected one.
package struct Tolerance {
    private let absolute: DecimalNumber?
    private let relative: DecimalNumber?

    /// Tolerances as written on the fence; without either, the precision of the expected number rules.
    package init(absolute: String?, relative: String?) {
        self.absolute = absolute.flatMap { DecimalNumber($0) }
        self.relative = relative.flatMap { DecimalNumber($0) }
    }

    /// Whether a printed number token is what was expected.
    package func admits(_ actual: String, for expected: String) -> Bool {
        if actual == expected { return true }
        guard let value = DecimalNumber(actual), let wanted = DecimalNumber(expected) else { return false }
        let difference = (value - wanted).magnitude
        if absolute != nil || relative != nil {
            var limit = absolute ?? (wanted - wanted)
            if let relative { limit = limit + relative * wanted.magnitude }
            return difference <= limit
        }
        return wanted.isWrittenAsDecimal ? difference <= wanted.halfUnit : value == wanted
    }
}
