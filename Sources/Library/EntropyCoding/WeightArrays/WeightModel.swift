// N: number of weights; C: number of columns of the weight matrix; R: length of a row of neighbours.

/// What an array of pruned and quantized weights is expected to look like, learned while it is coded.
///
/// A level is told in up to three parts: whether it is zero, its sign, its magnitude. Pruned weights lie in patches, and
/// signs agree with their neighbours', so both are predicted from the levels around, in two dimensions; a zero flag also
/// from its column, since whole inputs of a layer go unused. Magnitudes hardly depend on anything.
struct WeightModel: ~Copyable {
    private let columns: Int
    private let rowLength: Int
    private let cells: UnsafeMutablePointer<AdaptiveBit>
    private let cellCount: Int
    private let mixers: UnsafeMutablePointer<MixedBit>

    // Where the cells of each kind begin.
    private static let flagsByNeighbours = 0
    private static let flagsByDensity = flagsByNeighbours + 128
    private static let signsByTwo = flagsByDensity + 16 * 8
    private static let signsByFour = signsByTwo + 9
    private static let signsBySix = signsByFour + 81
    private static let magnitudes = signsBySix + 729
    private static let flagsByColumn = magnitudes + 8 * magnitudeCells

    /// One for each length of a magnitude, and 16 for the digits after its first.
    private static let magnitudeCells = 32 + 32 * 16
    private static let mixerCount = 5

    /// A model that has seen nothing.
    init(columns: Int, rowLength: Int) {
        self.columns = columns
        self.rowLength = rowLength
        cellCount = Self.flagsByColumn + columns
        cells = .allocate(capacity: cellCount)
        cells.initialize(repeating: AdaptiveBit(), count: cellCount)
        // Most weights are zero.
        let likelyZero = AdaptiveBit(guess: 1 << 14)
        (cells + Self.flagsByNeighbours).update(repeating: likelyZero, count: Self.signsByTwo)
        (cells + Self.flagsByColumn).update(repeating: likelyZero, count: columns)
        mixers = .allocate(capacity: Self.mixerCount)
        mixers.initialize(repeating: MixedBit(), count: Self.mixerCount)
    }

    deinit {
        cells.deallocate()
        mixers.deallocate()
    }

    /// Passes `levels` through `coder`, which may replace them.
    ///
    /// - Parameter levels: shape `[N]`, none with a magnitude of 2³¹.
    func code<Coder: BitCoder>(_ levels: UnsafeMutableBufferPointer<Int32>, with coder: inout Coder) {
        ModelTables.withTables { tables in
            var rows = NeighbourRows(length: rowLength)
            var x = 0
            var column = 0
            // How many of about the last 32 weights are not zero, in units of 2⁻¹¹.
            var density = 1 << 14
            for index in levels.indices {
                let level = level(levels[index], rows, column: column, density: density, tables, with: &coder)
                levels[index] = level
                rows.append(level)
                density &+= ((level == 0 ? 0 : 1 &<< 16) &- density) &>> 5
                column &+= 1
                if column == columns { column = 0 }
                x &+= 1
                if x == rowLength {
                    if coder.isExhausted { return }
                    rows.endRow(length: rowLength)
                    x = 0
                }
            }
        }
    }

    @inline(__always)
    private func level<Coder: BitCoder>(
        _ level: Int32, _ rows: borrowing NeighbourRows, column: Int, density: Int, _ tables: ModelTables,
        with coder: inout Coder
    ) -> Int32 {
        // Fifteen classes of density: fine below one in sixteen, and coarse above.
        let densityClass = density &>> 12 == 0 ? density &>> 9 : 7 &+ density &>> 13
        let isPresent = mixers[rows.nearFlags & 3].code(
            level != 0, cells + Self.flagsByNeighbours + rows.flags,
            cells + Self.flagsByDensity + (densityClass &* 8 &+ rows.nearFlags),
            cells + Self.flagsByColumn + column, tables, with: &coder)
        guard isPresent else { return 0 }

        let isNegative = mixers[4].code(
            level < 0, cells + Self.signsByTwo + rows.nearSigns, cells + Self.signsByFour + rows.adjacentSigns,
            cells + Self.signsBySix + rows.signs, tables, with: &coder)
        let kind = rows.magnitudeClass &* 2 &+ (isNegative ? 1 : 0)
        let magnitude = magnitude(
            level.magnitude, cells + (Self.magnitudes &+ kind &* Self.magnitudeCells), tables, with: &coder)
        return isNegative ? 0 &- magnitude : magnitude
    }

    /// Passes a magnitude of `1 ..< 2³¹` through: the number of its binary digits in unary, then the digits after the
    /// first, the upper four of them in the context of those before.
    @inline(__always)
    private func magnitude<Coder: BitCoder>(
        _ magnitude: UInt32, _ cells: UnsafeMutablePointer<AdaptiveBit>, _ tables: ModelTables,
        with coder: inout Coder
    ) -> Int32 {
        @inline(__always)
        func pass(_ bit: Bool, _ cell: UnsafeMutablePointer<AdaptiveBit>) -> Bool {
            let bit = coder.code(bit, probabilityOfOne: cell.pointee.probabilityOfOne)
            cell.pointee.update(bit, tables)
            return bit
        }
        let lastDigit = 31 &- magnitude.leadingZeroBitCount
        var digits = 0
        while digits < 30, pass(lastDigit > digits, cells + digits) { digits &+= 1 }
        var value: UInt32 = 1
        var digit = digits
        while digit > 0 {
            digit &-= 1
            // Digits below the upper four are nearly noise: all share one cell.
            let node = digits &- digit <= 4 ? Int(truncatingIfNeeded: value) : 0
            let isOne = pass(
                magnitude &>> UInt32(truncatingIfNeeded: digit) & 1 == 1, cells + (32 &+ digits &* 16 &+ node))
            value = value &<< 1 | (isOne ? 1 : 0)
        }
        return Int32(truncatingIfNeeded: value)
    }
}
