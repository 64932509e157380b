// C: number of columns of the weight matrix; R: length of a row of neighbours.

/// Sparse positions as a mask in which every bit costs what its neighbours leave open: below H(density) where pruned
/// weights lie in patches.
///
///     EntropyCodedMask(columns: 784, rowLength: 28).encode(positions, length: 235_200)
///
/// It is ``WeightArrayCode`` for weights that are all 1.
public struct EntropyCodedMask: Hashable, Sendable {
    private let levels: WeightArrayCode

    /// A mask of weights of this geometry; see ``WeightArrayCode/init(columns:rowLength:)``.
    public init(columns: Int, rowLength: Int? = nil) {
        levels = WeightArrayCode(columns: columns, rowLength: rowLength)
    }

    /// The bytes of the mask.
    ///
    /// - Parameters:
    ///   - positions: strictly increasing, each in `0 ..< length`.
    ///   - length: n, the number of places.
    /// - Complexity: O(n).
    public func encode(_ positions: [Int], length: Int) -> [UInt8] {
        requirePositions(positions, length: length)
        var flags = [Int32](repeating: 0, count: length)
        for position in positions { flags[position] = 1 }
        return levels.encode(flags)
    }

    /// The positions whose mask these bytes are.
    ///
    /// - Throws: ``DamagedStream`` if there are none.
    /// - Complexity: O(n); memory as for ``WeightArrayCode/decode(_:count:)``.
    public func decode(_ bytes: [UInt8], length: Int) throws(DamagedStream) -> [Int] {
        let flags = try levels.decode(bytes, count: length)
        guard flags.allSatisfy({ $0 == 0 || $0 == 1 }) else { throw DamagedStream(.valueOutOfRange, at: 0) }
        return flags.indices.filter { flags[$0] == 1 }
    }
}
