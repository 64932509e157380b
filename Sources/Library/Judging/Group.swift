/// Inputs that are worth points together: an answer gets them if it is right on every one.
public struct Group<Input> {
    let name: String
    let points: Int
    let count: Int
    /// The generator of inputs; nil where they are given.
    let make: ((_ size: Int, _ random: inout Random) -> Input)?
    let given: [Input]
    let largest: Int

    /// Inputs from a generator.
    ///
    /// - Parameters:
    ///   - name: what students see of it, such as `small`.
    ///   - count: how many inputs there are.
    ///   - largest: the size of the last one; sizes grow evenly from 0.
    ///   - make: an input of about a size, which means what the judge wants it to mean.
    public init(
        _ name: String, points: Int, count: Int = 100, upTo largest: Int = 100,
        make: @escaping (_ size: Int, _ random: inout Random) -> Input
    ) {
        precondition(count > 0 && points >= 0 && largest >= 0, "a group has inputs, points and sizes from 0 up")
        self.name = name
        self.points = points
        self.count = count
        self.largest = largest
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
        largest = 0
        make = nil
    }

    /// Its inputs from a seed, from the smallest to the largest.
    func inputs(seed: UInt64, count: Int) -> [Input] {
        guard let make else { return given }
        var random = Random(seed: seed)
        return (0..<count).map { number in
            make(count == 1 ? largest : number * largest / (count - 1), &random)
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
