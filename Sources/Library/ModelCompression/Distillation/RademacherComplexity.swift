import NeuralNetworks

/// A number estimated from a sample, with the half-width of its confidence interval.
public struct Estimate: Hashable, Sendable {
    /// The mean over the sample.
    public let value: Double

    /// The true mean lies within this distance of `value`, with the confidence that the maker says.
    public let margin: Double

    /// - Precondition: a margin of at least 0.
    public init(_ value: Double, margin: Double) {
        precondition(margin >= 0, "a margin cannot be negative; got \(margin)")
        self.value = value
        self.margin = margin
    }
}

/// The empirical Rademacher complexity of the linear functions x ↦ ⟨w, x⟩ with ‖w‖₂ ≤ B: how well, on average, the best
/// of them follows random signs on a sample.
///
/// The best w is parallel to Σ σᵢ xᵢ, so that the complexity is (B / n) · E ‖Σ σᵢ xᵢ‖, estimated by drawing the signs.
public struct RademacherComplexity: Hashable, Sendable {
    /// The estimate; its margin is 1.96 standard errors, 95 % confidence for many draws.
    public let estimate: Estimate

    /// B · √(Σ ‖xᵢ‖²) / n, which it never exceeds, by Jensen's inequality.
    public let upperBound: Double

    /// Estimates the complexity for a sample.
    ///
    /// - Parameters:
    ///   - normBound: B, at least 0.
    ///   - inputs: n examples, at least one.
    ///   - draws: of all signs, at least 2.
    /// - Complexity: O(draws · scalars).
    /// - Source: Bartlett and Mendelson, "Rademacher and Gaussian Complexities", 2002.
    public init(
        ofLinearFunctionsWithNorm normBound: Double, on inputs: Tensor, draws: Int = 200,
        using generator: inout some RandomNumberGenerator
    ) {
        precondition(normBound >= 0 && inputs.rowCount > 0 && draws > 1, "a bound, examples and at least two draws")
        let count = inputs.rowCount
        let width = inputs.count / count
        var norms: [Double] = []
        for _ in 0..<draws {
            var sum = [Double](repeating: 0, count: width)
            inputs.scalars.withUnsafeBufferPointer { scalars in
                for example in 0..<count {
                    let sign = generator.next() & 1 == 0 ? 1.0 : -1.0
                    for index in 0..<width { sum[index] += sign * Double(scalars[example * width + index]) }
                }
            }
            norms.append(sum.reduce(0) { $0 + $1 * $1 }.squareRoot() * normBound / Double(count))
        }
        estimate = Estimate(meanOf: norms)
        let squares = inputs.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }
        upperBound = normBound * squares.squareRoot() / Double(count)
    }
}

extension Estimate {
    /// The mean of independent draws, with 1.96 standard errors as margin.
    init(meanOf draws: [Double]) {
        let mean = draws.reduce(0, +) / Double(draws.count)
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count - 1)
        self.init(mean, margin: 1.96 * (variance / Double(draws.count)).squareRoot())
    }
}
