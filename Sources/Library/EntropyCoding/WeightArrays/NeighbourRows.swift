// R: length of a row. The weight at x of its row has these neighbours, all coded before it:
//
//                                2 above
//                 above left,    above,    above right,    2 right of above
//     2 left,     left,          x

/// The rows that neighbours come from, and a place that moves along the last of them.
///
/// Beyond the borders all levels are 0. Most weights are pruned, and of most neighbours all that is asked is whether
/// they are zero: so this is kept in two windows that move by a shift, and levels are looked at only where a weight is
/// not zero.
struct NeighbourRows: ~Copyable {
    private let levels: UnsafeMutablePointer<Int32>
    /// The next weight's place in the current row, and the places over it.
    private var current: UnsafeMutablePointer<Int32>
    private var above: UnsafeMutablePointer<Int32>
    private var above2: UnsafeMutablePointer<Int32>
    /// Whether left is not zero, in bit 0, and 2 left, in bit 1.
    private var leftFlags = 0
    /// Whether above left is not zero, in bit 0, and the three to its right, in bits 1 to 3.
    private var aboveFlags = 0

    /// Beside a row: room for the neighbours of its first and of its last weights.
    private static let border = 3

    /// Rows of R levels, all zero.
    init(length: Int) {
        let stride = length + 2 * Self.border
        levels = .allocate(capacity: 3 * stride)
        levels.initialize(repeating: 0, count: 3 * stride)
        current = levels + Self.border
        above = current + stride
        above2 = above + stride
    }

    deinit { levels.deallocate() }

    /// Puts `level` at the place and moves on.
    @inline(__always)
    mutating func append(_ level: Int32) {
        current.pointee = level
        leftFlags = leftFlags &<< 1 & 2 | flag(level)
        aboveFlags = aboveFlags &>> 1 | flag(above[3]) &<< 3
        current += 1
        above += 1
        above2 += 1
    }

    /// Goes to the beginning of the next row, after R levels.
    mutating func endRow(length: Int) {
        // What the row two above held is overwritten from the left, and not looked at before.
        (above2, above, current) = (above - length, current - length, above2 - length)
        leftFlags = 0
        aboveFlags = flag(above[0]) << 1 | flag(above[1]) << 2 | flag(above[2]) << 3
    }

    /// Whether left, above and above right are not zero: a number below 8.
    @inline(__always)
    var nearFlags: Int { leftFlags & 1 | aboveFlags & 6 }

    /// Whether each of the seven is not zero: a number below 128.
    @inline(__always)
    var flags: Int { aboveFlags | leftFlags &<< 4 | flag(above2.pointee) &<< 6 }

    /// The signs of left and above: a number below 9.
    @inline(__always)
    var nearSigns: Int { sign(current[-1]) + 3 * sign(above[0]) }

    /// The signs of left and of the three above: a number below 81.
    @inline(__always)
    var adjacentSigns: Int { nearSigns + 9 * sign(above[-1]) + 27 * sign(above[1]) }

    /// The signs of six: a number below 729.
    @inline(__always)
    var signs: Int { adjacentSigns + 81 * sign(current[-2]) + 243 * sign(above2[0]) }

    /// How large left or above is, whichever is larger: 0 to 3.
    @inline(__always)
    var magnitudeClass: Int {
        Int(truncatingIfNeeded: min(3, (max(current[-1].magnitude, above[0].magnitude) &+ 2) / 3))
    }

    @inline(__always)
    private func flag(_ level: Int32) -> Int { level == 0 ? 0 : 1 }

    @inline(__always)
    private func sign(_ level: Int32) -> Int { level == 0 ? 0 : level > 0 ? 1 : 2 }
}
