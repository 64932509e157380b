/// Masks of many weights in one pass over them, most of the time.
///
/// A sample at equal distances gives two keys that have the cut between them. The pass writes the bits of what lies
/// outside, and collects the few per cent between, among which the cut is then looked for. Where the sample misleads
/// (many equal numbers, numbers in a pattern) there is no answer, and `RadixSelection` must do the work.
struct SampledSelection<Order: SaliencyOrder> {
    private let bracket: Bracket<Order>
    private let candidateLimit: Int

    /// Words of the masks, one array for each layer, with the bits of candidates still clear.
    private var words: [[UInt64]] = []
    /// Layer after layer.
    private var candidates: [Candidate] = []
    /// How many candidates there are up to the end of each layer.
    private var candidateEnds: [Int] = []
    private var keptCount = 0

    private struct Candidate {
        /// Within its layer.
        let index: UInt32
        let value: Float
    }

    /// The masks that together prune `count` of all numbers, or nil if the sample does not tell.
    static func masks(pruning count: Int, of layers: [UnsafeBufferPointer<Float>]) -> [Mask]? {
        guard var selection = SampledSelection(around: count, of: layers) else { return nil }
        for layer in layers {
            guard selection.append(layer) else { return nil }
        }
        let total = layers.reduce(0) { $0 + $1.count }
        let rank = count - (total - selection.keptCount - selection.candidates.count)
        guard rank >= 0 && rank <= selection.candidates.count else { return nil }
        selection.settleCandidates(pruning: rank)
        return zip(layers, selection.words).map { Mask(count: $0.count, words: $1) }
    }

    /// The keys of the sample that lie four standard deviations of a random sample's rank to both sides of the cut.
    private init?(around count: Int, of layers: [UnsafeBufferPointer<Float>]) {
        let total = layers.reduce(0) { $0 + $1.count }
        let sampleSize = 16_384
        guard total >= 16 * sampleSize, layers.allSatisfy({ $0.count <= UInt32.max }) else { return nil }
        var sample: [Int32] = []
        let distance = total / sampleSize
        var next = distance / 2
        for layer in layers {
            while next < layer.count {
                sample.append(Order.key(layer[next]))
                next += distance
            }
            next -= layer.count
        }
        sample.sort()
        let share = Double(count) / Double(total)
        let spread = 4 * (share * (1 - share) * Double(sample.count)).squareRoot() + 2
        let middle = share * Double(sample.count)
        let (low, high) = (Int((middle - spread).rounded(.down)), Int(middle + spread))
        bracket = Bracket(
            lower: low < 0 ? .min : sample[low], upper: high >= sample.count ? .max : sample[high])
        guard bracket.lower < bracket.upper else { return nil }
        candidateLimit = total / 8
        candidates.reserveCapacity(Int(2.2 * spread / Double(sample.count) * Double(total)) + 64)
    }

    /// Writes the bits of a layer; false if too many numbers lie near the cut.
    private mutating func append(_ layer: UnsafeBufferPointer<Float>) -> Bool {
        guard let numbers = layer.baseAddress else {
            words.append([])
            candidateEnds.append(candidates.count)
            return true
        }
        let bracket = bracket
        var (kept, isWithinLimit) = (0, true)
        var highest: UInt32 = 0
        words.append(
            [UInt64](unsafeUninitializedCapacity: (layer.count + 63) / 64) { words, filled in
                while filled < (layer.count + 63) / 64 && isWithinLimit {
                    let start = filled << 6
                    let comparison =
                        start + 64 <= layer.count
                        ? bracket.compareWord(numbers + start)
                        : bracket.comparePart(numbers + start, count: layer.count - start)
                    words.initializeElement(at: filled, to: comparison.passed)
                    filled += 1
                    kept += comparison.passed.nonzeroBitCount
                    highest |= comparison.highest
                    var between = comparison.reached & ~comparison.passed
                    guard between != 0 else { continue }
                    while between != 0 {
                        let index = start + between.trailingZeroBitCount
                        candidates.append(Candidate(index: UInt32(truncatingIfNeeded: index), value: numbers[index]))
                        between &= between - 1
                    }
                    isWithinLimit = candidates.count <= candidateLimit
                }
            })
        precondition(highest >> 31 == 0, "NaN has no rank among weights")
        keptCount += kept
        candidateEnds.append(candidates.count)
        return isWithinLimit
    }

    /// Sets the bits of all candidates but the `count` least of them.
    private mutating func settleCandidates(pruning count: Int) {
        var radix = RadixSelection<Order>()
        var cut = candidates.map(\.value).withUnsafeBufferPointer { radix.cut(pruning: count, of: [$0]) }
        var start = 0
        for (layer, end) in candidateEnds.enumerated() {
            words[layer].withUnsafeMutableBufferPointer { words in
                for candidate in candidates[start..<end] where cut.keeps(Order.key(candidate.value)) {
                    words[Int(candidate.index >> 6)] |= 1 << UInt64(candidate.index & 63)
                }
            }
            start = end
        }
    }
}

/// Two keys with the cut between them.
private struct Bracket<Order: SaliencyOrder> {
    let lower: Int32
    let upper: Int32

    /// Which of 64 numbers reach the lower key, and which pass the upper one.
    @inline(__always)
    func compareWord(_ numbers: UnsafePointer<Float>) -> Comparison {
        let (first, second) = (compareHalf(numbers), compareHalf(numbers + 32))
        return Comparison(
            reached: UInt64(first.reached) | UInt64(second.reached) << 32,
            passed: UInt64(first.passed) | UInt64(second.passed) << 32,
            highest: first.highest | second.highest)
    }

    /// The same for 32 numbers, four at a time: lane i collects the bits of the numbers i, i + 4, i + 8 and so on.
    ///
    /// The loop over single numbers was vectorized or not with the slightest change around it, at a factor of five.
    @inline(__always)
    private func compareHalf(
        _ numbers: UnsafePointer<Float>
    ) -> (reached: UInt32, passed: UInt32, highest: UInt32) {
        let bytes = UnsafeRawPointer(numbers)
        let (lower, upper) = (SIMD4(repeating: lower), SIMD4(repeating: upper))
        var (reached, passed, highest) = (SIMD4<Int32>(), SIMD4<Int32>(), SIMD4<UInt32>())
        var bits = SIMD4<Int32>(1, 2, 4, 8)
        for group in 0..<8 {
            let values = bytes.loadUnaligned(fromByteOffset: 16 &* group, as: SIMD4<Float>.self)
            let keys = Order.keys(values)
            reached.replace(with: reached | bits, where: keys .>= lower)
            passed.replace(with: passed | bits, where: keys .> upper)
            highest |= (unsafeBitCast(values, to: SIMD4<UInt32>.self) & 0x7FFF_FFFF) &+ 0x007F_FFFF
            bits &<<= 4
        }
        return (combined(reached), combined(passed), highest[0] | highest[1] | highest[2] | highest[3])
    }

    @inline(__always)
    private func combined(_ lanes: SIMD4<Int32>) -> UInt32 {
        UInt32(bitPattern: lanes[0] | lanes[1] | lanes[2] | lanes[3])
    }

    /// The same for less than 64 numbers.
    func comparePart(_ numbers: UnsafePointer<Float>, count: Int) -> Comparison {
        // A NaN's pattern lies above that of infinity, and leaves the highest bit set.
        var comparison = Comparison(reached: 0, passed: 0, highest: 0)
        for offset in 0..<count {
            let key = Order.key(numbers[offset])
            comparison.reached |= (key >= lower ? 1 : 0) << UInt64(offset)
            comparison.passed |= (key > upper ? 1 : 0) << UInt64(offset)
            comparison.highest |= (numbers[offset].bitPattern & 0x7FFF_FFFF) &+ 0x007F_FFFF
        }
        return comparison
    }
}

/// A bit per number.
private struct Comparison {
    var reached: UInt64
    var passed: UInt64
    /// Its highest bit is set if one of the numbers is NaN.
    var highest: UInt32
}
