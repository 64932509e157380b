/// What training makes small: a number per example, from the network's outputs and the targets that the loss holds.
///
/// A loss holds the targets of a whole data set, one row per example, and is asked for the examples of a batch by
/// their numbers. It may be called from several threads at once.
public protocol Loss: Sendable {
    /// The number of examples that it has targets for.
    var exampleCount: Int { get }

    /// The sum of the losses of `examples`; writes the derivative of that sum by each output.
    ///
    /// - Parameters:
    ///   - outputs: the network's outputs, shape `[b, o]`, row major.
    ///   - examples: the numbers of the b examples among all targets.
    ///   - gradient: written, shape `[b, o]`.
    func evaluate(outputs: Span<Float>, examples: Span<Int>, gradient: inout MutableSpan<Float>) -> Double
}
