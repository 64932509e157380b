/// Asymmetric numeral systems by hand: a message as one number, its symbols pushed and popped like digits.
///
/// In base 10, pushing a digit multiplies by 10. Here a symbol of probability f/M multiplies by about M/f, so a rare one
/// costs more digits than a frequent one. With c the start of its share: x′ = M ⌊x/f⌋ + c + x mod f. Popping finds the
/// symbol that owns x′ mod M and undoes this. What was pushed last is popped first.
///
///     let model = SymbolFrequencies(frequencies: [3, 1])   // A, B; M = 4
///     var state = RANSState(4)
///     for symbol in [0, 1, 0, 0].reversed() { state.push(symbol, with: model) }   // 5, 6, 27, 36
///     (0..<4).map { _ in state.pop(with: model) }                                 // [0, 1, 0, 0], and the state is 4
///
/// - Source: Duda, "Asymmetric Numeral Systems: Entropy Coding Combining Speed of Huffman Coding with Compression Rate
///   of Arithmetic Coding", 2013.
public struct RANSState: Hashable, Sendable {
    /// The number.
    public var value: UInt64

    /// A state to begin with. It should be at least M: from 1, a frequent symbol can map the state to itself.
    public init(_ value: UInt64) {
        self.value = value
    }

    /// Puts a symbol on top.
    ///
    /// The new value must be below 2⁶⁴: it is at most the old one times M / f, rounded up.
    public mutating func push<Model: SymbolModel>(_ symbol: Int, with model: Model) {
        let interval = model.interval(of: symbol)
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: UInt64(interval.width))
        value = UInt64(model.total) * quotient + UInt64(interval.start) + remainder
    }

    /// Takes the symbol on top.
    public mutating func pop<Model: SymbolModel>(with model: Model) -> Int {
        let (quotient, number) = value.quotientAndRemainder(dividingBy: UInt64(model.total))
        let symbol = model.symbol(owning: UInt32(number))
        let interval = model.interval(of: symbol)
        value = UInt64(interval.width) * quotient + number - UInt64(interval.start)
        return symbol
    }
}
