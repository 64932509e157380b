/// The values that an axis shows, and where its ticks stand.
public struct Scale: Hashable, Sendable {
    /// The least and the greatest value that are shown.
    public let domain: ClosedRange<Double>
    /// Whether equal distances are equal factors.
    public let isLogarithmic: Bool

    /// The scale of an axis over data: its own range, else one that begins and ends at round numbers around the data.
    ///
    /// - Parameters:
    ///   - values: those to show; ones that are not finite, or not above 0 on a logarithmic axis, do not count.
    ///   - includesZero: whether a linear scale that follows its data must hold 0.
    /// - Complexity: O(values).
    public init(_ axis: Axis, over values: some Sequence<Double>, includesZero: Bool = false) {
        isLogarithmic = axis.isLogarithmic
        if let range = axis.range, range.lowerBound < range.upperBound,
            Self.shows(range.lowerBound, isLogarithmic: axis.isLogarithmic),
            Self.shows(range.upperBound, isLogarithmic: axis.isLogarithmic)
        {
            domain = range
            return
        }
        var least = Double.infinity
        var greatest = -Double.infinity
        for value in values where Self.shows(value, isLogarithmic: axis.isLogarithmic) {
            least = min(least, value)
            greatest = max(greatest, value)
        }
        if includesZero, !axis.isLogarithmic {
            least = min(least, 0)
            greatest = max(greatest, 0)
        }
        guard least <= greatest else {
            domain = axis.isLogarithmic ? 1...10 : 0...1
            return
        }
        if axis.isLogarithmic {
            let low = Self.roundFactor(atMost: least)
            let high = Self.step(for: greatest)
            domain = low < high ? low...high : low...(low * 10)
        } else {
            let span = greatest > least ? greatest - least : max(abs(least), 1)
            let step = Self.step(for: span / 5)
            let low = (least / step + 1e-9).rounded(.down) * step
            let high = (greatest / step - 1e-9).rounded(.up) * step
            domain = low < high ? low...high : low...(low + step)
        }
    }

    /// Whether a value can be shown on this scale at all.
    public func shows(_ value: Double) -> Bool {
        Self.shows(value, isLogarithmic: isLogarithmic)
    }

    /// Finite, with room for the steps around it, and above 0 where distances are factors.
    private static func shows(_ value: Double, isLogarithmic: Bool) -> Bool {
        abs(value) <= 1e300 && (!isLogarithmic || value >= 1e-300)
    }

    /// Where a value that can be shown lies between the ends of the scale: 0...1, or beyond if it lies beyond them.
    public func fraction(of value: Double) -> Double {
        if isLogarithmic {
            return Self.log2(value / domain.lowerBound) / Self.log2(domain.upperBound / domain.lowerBound)
        }
        return (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    }

    /// The logarithm of a value above 0, to about 12 digits: more than a drawing needs.
    ///
    /// The exponent gives the whole part; the significand m, in 1..<2, gives ln(m/√2) = 2 artanh t with
    /// t = (m − √2) / (m + √2), whose series needs few terms since |t| < 0.172.
    private static func log2(_ value: Double) -> Double {
        let root = 2.0.squareRoot()
        let t = (value.significand - root) / (value.significand + root)
        var sum = 0.0
        for k in stride(from: 15, through: 1, by: -2) { sum = sum * t * t + 1 / Double(k) }
        return Double(value.exponent) + 0.5 + 2 * t * sum / 0.693_147_180_559_945_3
    }

    /// Round values within the domain, each with its label, in rising order.
    ///
    /// - Parameter count: about how many are wanted.
    /// - Complexity: O(ticks).
    public func ticks(about count: Int) -> [(value: Double, label: String)] {
        isLogarithmic ? logarithmicTicks(about: count) : linearTicks(about: count)
    }

    private func linearTicks(about count: Int) -> [(value: Double, label: String)] {
        let step = Self.step(for: (domain.upperBound - domain.lowerBound) / Double(max(1, count)))
        let places = Self.decimals(of: step)
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        guard last >= first, last - first < 1000 else { return [] }
        return stride(from: first, through: last, by: 1).map { index in
            let value = index * step
            return (value, Self.label(value, places: places))
        }
    }

    private func logarithmicTicks(about count: Int) -> [(value: Double, label: String)] {
        var powers: [Double] = []
        var power = Self.powerOfTen(atMost: domain.lowerBound)
        while power <= domain.upperBound * 1.000_001, powers.count < 700 {
            powers.append(power)
            power *= 10
        }
        // Few decades leave room for values between them; many leave room only for every second or third.
        let factors: [Double] = powers.filter { $0 >= domain.lowerBound * 0.999_999 }.count <= 2 ? [1, 2, 5] : [1]
        let skip = max(1, (powers.count + count - 1) / max(1, count))
        var ticks: [(value: Double, label: String)] = []
        for (index, power) in powers.enumerated() where index % skip == 0 {
            for factor in factors {
                let value = power * factor
                if value >= domain.lowerBound * 0.999_999, value <= domain.upperBound * 1.000_001 {
                    ticks.append((value, Self.label(value, places: Self.decimals(of: value))))
                }
            }
        }
        return ticks
    }

    /// The greatest power of ten that is not above a value above 0.
    private static func powerOfTen(atMost value: Double) -> Double {
        precondition(value.isFinite, "there is no power of ten next to \(value)")
        var power = 1.0
        while power * 10 <= value * (1 + 1e-12) { power *= 10 }
        while power > value * (1 + 1e-12), power > 1e-300 { power /= 10 }
        return power
    }

    /// The greatest of 1, 2 and 5 times a power of ten that is not above a value above 0.
    private static func roundFactor(atMost value: Double) -> Double {
        let power = powerOfTen(atMost: value)
        for factor in [5.0, 2] where power * factor <= value * (1 + 1e-9) { return power * factor }
        return power
    }

    /// The least of 1, 2 and 5 times a power of ten that is not below a distance.
    private static func step(for distance: Double) -> Double {
        guard distance > 0, distance.isFinite else { return 1 }
        let power = powerOfTen(atMost: distance)
        for factor in [1.0, 2, 5] where power * factor >= distance * (1 - 1e-9) { return power * factor }
        return power * 10
    }

    /// How many decimals a number of few digits needs.
    private static func decimals(of step: Double) -> Int {
        var places = 0
        var scaled = step
        while places < 12, abs(scaled - scaled.rounded()) > 1e-6 * max(1, abs(scaled)) || scaled.rounded() == 0 {
            scaled *= 10
            places += 1
        }
        return places
    }

    /// A number as a tick shows it: with so many decimals, groups of three digits, and powers of ten where digits fail.
    public static func label(_ value: Double, places: Int) -> String {
        let size = abs(value)
        guard size.isFinite else { return "\(value)" }
        guard size < 1e15, places <= 6 else {
            let power = powerOfTen(atMost: max(size, 1e-300))
            var exponent = 0
            var rest = power
            while rest > 5 { (rest, exponent) = (rest / 10, exponent + 1) }
            while rest < 0.5 { (rest, exponent) = (rest * 10, exponent - 1) }
            // Three decimals tell neighbouring ticks apart; those that are 0 say nothing.
            var digits = Self.label(value / power, places: 3)
            while digits.hasSuffix("0") { digits.removeLast() }
            if digits.hasSuffix(".") { digits.removeLast() }
            return (digits == "1" ? "" : digits + "·") + "10" + superscript(exponent)
        }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        var digits = Array(String(Int((size * scale).rounded())))
        while digits.count <= places { digits.insert("0", at: 0) }
        let whole = digits.dropLast(places)
        var text = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        if places > 0 { text += "." + String(digits.suffix(places)) }
        return (value < 0 && digits.contains { $0 != "0" } ? "−" : "") + text
    }

    private static func superscript(_ exponent: Int) -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        let text = String(abs(exponent)).compactMap { $0.wholeNumberValue.map { digits[$0] } }
        return (exponent < 0 ? "⁻" : "") + String(text)
    }
}
