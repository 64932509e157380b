// R: length of a row. The weight at x of its row has these neighbours, all coded before it:
//
//                       2 above
//            above left, above, above right, 2 right of above
//     2 left,      left,     x

/// The levels around the weight that comes next; 0 beyond the borders.
struct Neighbourhood {
    let left: Int32
    let left2: Int32
    let above: Int32
    let aboveLeft: Int32
    let aboveRight: Int32
    let aboveRight2: Int32
    let above2: Int32

    /// Whether the nearest three are not zero: a number below 8.
    @inline(__always)
    var nearFlags: Int { flag(left) | flag(above) << 1 | flag(aboveRight) << 2 }

    /// Whether each of the seven is not zero: a number below 128.
    @inline(__always)
    var flags: Int {
        nearFlags | flag(aboveLeft) << 3 | flag(left2) << 4 | flag(above2) << 5 | flag(aboveRight2) << 6
    }

    /// The signs of left and above: a number below 9.
    @inline(__always)
    var nearSigns: Int { sign(left) + 3 * sign(above) }

    /// The signs of left and of the three above: a number below 81.
    @inline(__always)
    var adjacentSigns: Int { nearSigns + 9 * sign(aboveLeft) + 27 * sign(aboveRight) }

    /// The signs of six: a number below 729.
    @inline(__always)
    var signs: Int { adjacentSigns + 81 * sign(left2) + 243 * sign(above2) }

    /// How large left or above is, whichever is larger: 0 to 3.
    @inline(__always)
    var magnitudeClass: Int {
        Int(truncatingIfNeeded: min(3, (max(left.magnitude, above.magnitude) &+ 2) / 3))
    }

    @inline(__always)
    private func flag(_ level: Int32) -> Int { level == 0 ? 0 : 1 }

    @inline(__always)
    private func sign(_ level: Int32) -> Int { level == 0 ? 0 : level > 0 ? 1 : 2 }
}

/// The last two rows and the one that is being coded, with borders of zeros.
struct NeighbourRows: ~Copyable {
    private let levels: UnsafeMutablePointer<Int32>
    private var current: UnsafeMutablePointer<Int32>
    private var above: UnsafeMutablePointer<Int32>
    private var above2: UnsafeMutablePointer<Int32>

    /// Rows of R levels, all zero.
    init(length: Int) {
        let stride = length + 4
        levels = .allocate(capacity: 3 * stride)
        levels.initialize(repeating: 0, count: 3 * stride)
        current = levels + 2
        above = current + stride
        above2 = above + stride
    }

    deinit { levels.deallocate() }

    /// What is around `x`, in `0 ..< R`.
    @inline(__always)
    func around(_ x: Int) -> Neighbourhood {
        Neighbourhood(
            left: current[x &- 1], left2: current[x &- 2], above: above[x], aboveLeft: above[x &- 1],
            aboveRight: above[x &+ 1], aboveRight2: above[x &+ 2], above2: above2[x])
    }

    /// Puts `level` at `x`.
    @inline(__always)
    mutating func set(_ level: Int32, at x: Int) { current[x] = level }

    /// Begins the next row. What the row two above held is overwritten from the left, and not looked at before.
    mutating func endRow() {
        (above2, above, current) = (above, current, above2)
    }
}
