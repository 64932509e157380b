import NeuralNetworks

/// A floating-point format of stored weights, and the loops over weights that need their values.
protocol WeightFormat {
    associatedtype Word: ElementWord
    /// The number of these bits, exactly.
    static func value(_ word: Word) -> Double
    /// The bits of the number nearest to `value`.
    static func word(nearest value: Double) -> Word

    /// What can be said about all weights before they are changed.
    static func survey(_ bytes: UnsafeRawBufferPointer) -> WeightSurvey
    /// Counts a digit of the magnitude of every weight whose higher digits are `prefix`.
    static func countDigits(
        of bytes: UnsafeRawBufferPointer, digit: MagnitudeCut.Digit, prefix: UInt64, in counts: inout [Int])
    /// Makes the weights below the cut +0.
    static func prune(_ bytes: UnsafeMutableRawBufferPointer, below cut: inout MagnitudeCut)
    /// Every `stride`-th of the weights that are not zero, beginning in the middle of the first stride, times `scale`.
    static func sample(_ bytes: UnsafeRawBufferPointer, stride: Int, scale: Double) -> [Float]
    /// The level of each weight.
    static func levels(of bytes: UnsafeRawBufferPointer, in quantization: WeightQuantization) -> [Int32]
    /// `value` as the format can say it, and its bits.
    static func rounded(_ value: Double) -> (value: Double, pattern: UInt64)
}

/// What can be said about weights at a glance.
struct WeightSurvey {
    /// How many are zero, of either sign.
    var zeros = 0
    /// The greatest magnitude.
    var greatest = 0.0
    /// The sum of all magnitudes.
    var sumOfMagnitudes = 0.0
    /// The first that is NaN or infinite.
    var firstNotFinite: Int?
}

enum DoubleFormat: WeightFormat {
    static func value(_ word: UInt64) -> Double { Double(bitPattern: word) }
    static func word(nearest value: Double) -> UInt64 { value.bitPattern }
}

enum SingleFormat: WeightFormat {
    static func value(_ word: UInt32) -> Double { Double(Float(bitPattern: word)) }
    static func word(nearest value: Double) -> UInt32 { Float(value).bitPattern }
}

enum HalfFormat: WeightFormat {
    static func value(_ word: UInt16) -> Double { Double(Float16(bitPattern: word)) }
    static func word(nearest value: Double) -> UInt16 { Float16(value).bitPattern }
}

/// The upper half of a single-precision float.
enum BrainFormat: WeightFormat {
    static func value(_ word: UInt16) -> Double { Double(Float(bitPattern: UInt32(word) << 16)) }
    static func word(nearest value: Double) -> UInt16 {
        let single = Float(value).bitPattern
        // Half of the last place, less one where that place is even, carries exactly if the rest is more than half.
        return UInt16(truncatingIfNeeded: (single + 0x7FFF + (single >> 16 & 1)) >> 16)
    }
}

extension ElementType {
    /// The format of the elements, if they are floating-point numbers.
    var weightFormat: (any WeightFormat.Type)? {
        switch self {
        case .float64: DoubleFormat.self
        case .float32: SingleFormat.self
        case .float16: HalfFormat.self
        case .bfloat16: BrainFormat.self
        default: nil
        }
    }
}

extension WeightFormat {
    @inline(__always)
    private static func value(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Double {
        value(Word.load(bytes, index))
    }

    static func survey(_ bytes: UnsafeRawBufferPointer) -> WeightSurvey {
        var survey = WeightSurvey()
        for index in 0..<bytes.count / Word.size {
            let magnitude = value(bytes, index).magnitude
            guard magnitude.isFinite else {
                survey.firstNotFinite = index
                return survey
            }
            survey.zeros &+= magnitude == 0 ? 1 : 0
            survey.greatest = magnitude > survey.greatest ? magnitude : survey.greatest
            survey.sumOfMagnitudes += magnitude
        }
        return survey
    }

    static func countDigits(
        of bytes: UnsafeRawBufferPointer, digit: MagnitudeCut.Digit, prefix: UInt64, in counts: inout [Int]
    ) {
        counts.withUnsafeMutableBufferPointer { counts in
            for index in 0..<bytes.count / Word.size {
                let key = MagnitudeCut.key(of: value(bytes, index))
                if digit.higherDigits(of: key) == prefix { counts[digit.value(in: key)] &+= 1 }
            }
        }
    }

    static func prune(_ bytes: UnsafeMutableRawBufferPointer, below cut: inout MagnitudeCut) {
        let weights = UnsafeRawBufferPointer(bytes)
        for index in 0..<bytes.count / Word.size where !cut.keeps(MagnitudeCut.key(of: value(weights, index))) {
            bytes.storeBytes(of: 0, toByteOffset: index &* Word.size, as: Word.self)
        }
    }

    static func sample(_ bytes: UnsafeRawBufferPointer, stride: Int, scale: Double) -> [Float] {
        var sample: [Float] = []
        var untilNext = stride / 2
        for index in 0..<bytes.count / Word.size {
            let weight = value(bytes, index)
            if weight == 0 { continue }
            if untilNext == 0 {
                sample.append(Float(weight * scale))
                untilNext = stride
            }
            untilNext &-= 1
        }
        return sample
    }

    static func levels(of bytes: UnsafeRawBufferPointer, in quantization: WeightQuantization) -> [Int32] {
        let count = bytes.count / Word.size
        let hasZeroLevel = quantization.palette.hasZero
        return [Int32](unsafeUninitializedCapacity: count) { levels, filled in
            quantization.cuts.withUnsafeBufferPointer { cuts in
                quantization.levels.withUnsafeBufferPointer { values in
                    for index in 0..<count {
                        let weight = value(bytes, index)
                        if weight == 0, hasZeroLevel {
                            levels[index] = 0
                            continue
                        }
                        // The first value of which the upper cut is not below the weight.
                        var (low, high) = (0, cuts.count)
                        while low < high {
                            let middle = (low &+ high) &>> 1
                            if cuts[middle] < weight { low = middle &+ 1 } else { high = middle }
                        }
                        levels[index] = values[low]
                    }
                }
            }
            filled = count
        }
    }

    static func rounded(_ value: Double) -> (value: Double, pattern: UInt64) {
        let word = word(nearest: value)
        // −0 is written as +0, which is the zero of pruned weights.
        return Self.value(word) == 0 ? (0, 0) : (Self.value(word), UInt64(word))
    }
}
