/// A block of floats at an address that does not move, a multiple of 64 bytes; starts as zeros.
final class Floats {
    let start: UnsafeMutablePointer<Float>
    let count: Int

    init(count: Int) {
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        start = memory.bindMemory(to: Float.self, capacity: max(count, 1))
        start.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }

    /// A copy of the floats in `range`.
    func array(_ range: Range<Int>) -> [Float] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return Array(UnsafeBufferPointer(start: start + range.lowerBound, count: range.count))
    }

    /// A copy of all floats.
    var array: [Float] { array(0..<count) }
}
