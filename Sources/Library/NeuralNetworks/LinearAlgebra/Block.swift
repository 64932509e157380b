/// Numbers at an address that does not move, a multiple of 64 bytes.
final class Block<Number: BitwiseCopyable> {
    let start: UnsafeMutablePointer<Number>
    let count: Int

    /// A block of `count` numbers that starts as `value` everywhere.
    init(count: Int, repeating value: Number) {
        self.count = count
        let size = max(count, 1)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size * MemoryLayout<Number>.stride, alignment: 64)
        start = memory.bindMemory(to: Number.self, capacity: size)
        start.initialize(repeating: value, count: size)
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }

    /// A copy of the numbers in `range`.
    func array(_ range: Range<Int>) -> [Number] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return Array(UnsafeBufferPointer(start: start + range.lowerBound, count: range.count))
    }
}

extension Block<Float> {
    /// A block of `count` zeros.
    convenience init(count: Int) { self.init(count: count, repeating: 0) }
}
