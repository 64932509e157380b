/// Makes an input of about a size, which means what the judge wants it to mean.
public typealias Generator<Input> = (_ size: Int, _ random: inout Random) -> Input

/// Inputs that are worth points together: an answer gets them if it is right on every one.
public struct Group<Input> {
    let name: String
    let points: Int
    let count: Int
    /// The generator of inputs; nil where they are given.
    let make: Generator<Input>?
    let given: [Input]
    let sizes: ClosedRange<Int>

    /// Inputs from a generator.
    ///
    ///     Group("ties", points: 2, sizes: 2...400) { size, random in random.array(count: size) { $0.int(-2...2) } }
    ///
    /// - Parameters:
    ///   - name: what students see of it, such as `small`.
    ///   - count: how many inputs there are.
    ///   - sizes: the first input has the least size, the last one the greatest, and those between grow evenly.
    ///   - make: an input of a size.
    public init(
        _ name: String, points: Int, count: Int = 100, sizes: ClosedRange<Int> = 0...100,
        make: @escaping Generator<Input>
    ) {
        precondition(count > 0 && points >= 0 && sizes.lowerBound >= 0, "a group has inputs, points, sizes from 0 up")
        self.name = name
        self.points = points
        self.count = count
        self.sizes = sizes
        self.make = make
        given = []
    }

    /// Inputs that are given.
    public init(_ name: String, points: Int, inputs: [Input]) {
        precondition(!inputs.isEmpty && points >= 0, "a group has inputs and points")
        self.name = name
        self.points = points
        count = inputs.count
        given = inputs
        sizes = 0...0
        make = nil
    }

    /// Its inputs from a seed, from the smallest to the largest.
    func inputs(seed: UInt64, count: Int) -> [Input] {
        guard let make else { return given }
        var random = Random(seed: seed)
        return (0..<count).map { number in
            // A single input has the greatest size.
            let step = count == 1 ? sizes.upperBound : sizes.lowerBound + number * (sizes.count - 1) / (count - 1)
            return make(step, &random)
        }
    }
}

/// Lets a judge list its groups one below the other, also in a loop.
@resultBuilder
public enum GroupBuilder<Input> {
    /// One group.
    public static func buildExpression(_ group: Group<Input>) -> [Group<Input>] { [group] }
    /// The groups of a list.
    public static func buildBlock(_ groups: [Group<Input>]...) -> [Group<Input>] { groups.flatMap { $0 } }
    /// The groups of a loop.
    public static func buildArray(_ groups: [[Group<Input>]]) -> [Group<Input>] { groups.flatMap { $0 } }
}
