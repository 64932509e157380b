/// The logistic function and its inverse as tables of whole numbers.
///
/// A probability p is worth ln(p / (1 − p)): in this domain evidence adds up, and a mixture is a weighted sum.
package struct LogisticTables: Sendable {
    /// The domain: ln(p / (1 − p)) in units of 1/256, from −2047 to 2047.
    package static let limit = 2047

    /// The probability in units of 2⁻¹⁶, in `1...65,535`, of each x in `−2047...2047`; shape `[4095]`, at x + 2047.
    package let probability: [UInt16]
    /// The x of each probability, given in units of 2⁻¹²; shape `[4096]`.
    package let logit: [Int16]

    /// The tables are made with additions, multiplications and divisions alone, which every machine rounds alike.
    package static let shared = LogisticTables()

    private init() {
        let rootOfE = 1.003913889338347573  // e^(1/256)
        var odds = [1.0]
        for _ in 0..<Self.limit { odds.append(odds[odds.count - 1] * rootOfE) }
        func rounded(_ x: Int) -> UInt16 {
            let p = x >= 0 ? odds[x] / (1 + odds[x]) : 1 / (1 + odds[-x])
            return UInt16(min(max(p * 65_536 + 0.5, 16), 65_520))
        }
        let probability = (-Self.limit...Self.limit).map(rounded)
        // The inverse: the first x whose probability is not below the middle of the 2⁻¹² that is looked up.
        var x = 0
        logit = (0..<4096).map { step in
            while x < 2 * Self.limit, Int(probability[x]) < step * 16 + 8 { x += 1 }
            return Int16(x - Self.limit)
        }
        self.probability = probability
    }
}
