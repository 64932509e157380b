/// A number of bytes that says which units it is written in.
///
///     ByteCount(1_066_440).formatted()          // "1.066 MB"
///     ByteCount(1_066_440).formatted(.binary)   // "1.017 MiB"
public struct ByteCount: Hashable, Comparable, Sendable {
    /// The two families of units.
    public enum Units: Hashable, Sendable {
        /// Powers of 1000: kB, MB (10⁶ bytes), GB.
        case decimal
        /// Powers of 1024: KiB, MiB (2²⁰ bytes), GiB.
        case binary
    }

    /// Whole bytes.
    public let bytes: Int

    /// - Precondition: at least 0.
    public init(_ bytes: Int) {
        precondition(bytes >= 0, "a number of bytes cannot be negative; got \(bytes)")
        self.bytes = bytes
    }

    /// The bytes that hold `bits` bits, the last one perhaps in part.
    ///
    /// - Precondition: finite, at least 0.
    public init(bits: Double) {
        precondition(bits >= 0 && bits.isFinite, "a number of bits must be finite and not negative; got \(bits)")
        self.init(Int((bits / 8).rounded(.up)))
    }

    /// In units of 10⁶ bytes.
    public var megabytes: Double { Double(bytes) / 1e6 }

    /// In units of 2²⁰ bytes.
    public var mebibytes: Double { Double(bytes) / 1_048_576 }

    /// The number in the largest unit that leaves at least one, for example `1.875 MB`.
    ///
    /// - Parameter significantDigits: at least 3 (so that 999 needs no rounding to tens); trailing zeros after the
    ///   decimal point are left out.
    public func formatted(_ units: Units = .decimal, significantDigits: Int = 4) -> String {
        precondition((3...15).contains(significantDigits), "3 to 15 significant digits; got \(significantDigits)")
        let (base, names) =
            switch units {
            case .decimal: (1000.0, ["kB", "MB", "GB", "TB", "PB", "EB"])
            case .binary: (1024.0, ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
            }
        guard Double(bytes) >= base else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var scaled = Double(bytes) / base
        var unit = 0
        // A number that would be rounded up to the base itself belongs to the next unit: 999,999 bytes are 1 MB.
        while unit + 1 < names.count, rounded(scaled, to: significantDigits) >= base {
            scaled /= base
            unit += 1
        }
        let text = decimalText(rounded(scaled, to: significantDigits), significantDigits: significantDigits)
        return "\(text) \(names[unit])"
    }

    /// Whether `left` is fewer bytes than `right`.
    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    /// The bytes of both.
    public static func + (left: ByteCount, right: ByteCount) -> ByteCount { ByteCount(left.bytes + right.bytes) }

    /// How many times `right` fits into `left`.
    public static func / (left: ByteCount, right: ByteCount) -> Double { Double(left.bytes) / Double(right.bytes) }
}

extension ByteCount: CustomStringConvertible {
    /// In decimal units, with four significant digits.
    public var description: String { formatted() }
}

/// Digits before the decimal point of a number of at least 1.
private func integerDigits(_ value: Double) -> Int {
    var digits = 1
    var bound = 10.0
    while value >= bound {
        digits += 1
        bound *= 10
    }
    return digits
}

private func powerOfTen(_ exponent: Int) -> Double { (0..<max(exponent, 0)).reduce(1.0) { power, _ in power * 10 } }

private func rounded(_ value: Double, to significantDigits: Int) -> Double {
    let scale = powerOfTen(significantDigits - integerDigits(value))
    return (value * scale).rounded() / scale
}

/// A rounded number of at least 1 without an exponent and without zeros at the end.
private func decimalText(_ value: Double, significantDigits: Int) -> String {
    let places = max(significantDigits - integerDigits(value), 0)
    let digits = String(Int((value * powerOfTen(places)).rounded()))
    guard places > 0 else { return digits }
    var fraction = digits.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = digits.dropLast(places)
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
}
