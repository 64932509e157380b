/// A symbol's share of the whole numbers `0 ..< total`: its frequency, and where its numbers begin.
///
/// This is all that an arithmetic coder or an ANS coder needs to know of a symbol.
public struct SymbolInterval: Hashable, Sendable {
    /// The first number of the symbol: the sum of the frequencies of all symbols before it.
    public let start: UInt32
    /// How many numbers it owns: its frequency, at least 1.
    public let width: UInt32

    /// The numbers `start ..< start + width`.
    public init(start: UInt32, width: UInt32) {
        self.start = start
        self.width = width
    }
}

/// What a coder asks of a model: which share of the numbers `0 ..< total` belongs to which symbol of `0 ..< n`.
///
/// The shares stand for probabilities, width / total. Encoder and decoder must hold equal models at every symbol.
public protocol SymbolModel {
    /// The sum of all frequencies, at most 2²⁴.
    var total: UInt32 { get }

    /// The share of `symbol`, whose frequency must not be 0.
    func interval(of symbol: Int) -> SymbolInterval

    /// The symbol that owns `number`, which is below `total`.
    func symbol(owning number: UInt32) -> Int
}

/// A model that learns: after each symbol, encoder and decoder alike tell it which symbol it was.
public protocol AdaptiveSymbolModel: SymbolModel {
    /// Learns that `symbol` came.
    mutating func update(with symbol: Int)
}
