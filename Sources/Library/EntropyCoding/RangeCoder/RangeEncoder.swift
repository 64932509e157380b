/// Turns symbols into bytes at the cost that a model gives them: arithmetic coding with whole numbers.
///
/// The encoder holds an interval of the numbers below 1, as 64 binary digits of its lower end and of its width. Each
/// symbol narrows it to the symbol's share. When the first 32 digits can change no more, but by a carry, they go out;
/// a carry that comes later is added to what went out. The interval keeps at least 2³² of its 2⁶⁴ units, and a share of
/// it is a whole multiple of width / total, rounded down: with a total of 2¹⁶ a symbol costs at most 2.2 · 10⁻⁵ bits
/// more than the model says, and the whole message at most 8 bytes.
///
///     var encoder = RangeEncoder()
///     for symbol in message { encoder.encode(symbol, with: model) }
///     let bytes = encoder.finish()
///
/// - Source: Martin, "Range Encoding: an Algorithm for Removing Redundancy from a Digitised Message", 1979.
public struct RangeEncoder: Sendable {
    private var low: UInt64 = 0
    private var width: UInt64 = .max
    private var bytes: [UInt8] = []

    /// An encoder of the empty message.
    public init() {}

    /// Appends a symbol with this share of `total`.
    ///
    /// - Parameters:
    ///   - interval: within `0 ..< total`, with a width of at least 1.
    ///   - total: at most 2²⁴.
    public mutating func encode(_ interval: SymbolInterval, of total: UInt32) {
        precondition(interval.width > 0 && total <= 1 << 24, "A symbol needs a share of at most 2^24 numbers")
        let unit = width.divided(by: total)
        narrow(by: unit * UInt64(interval.start), to: unit * UInt64(interval.width))
    }

    /// Appends `symbol`, at a cost of log₂ (total / frequency) bits.
    public mutating func encode<Model: SymbolModel>(_ symbol: Int, with model: Model) {
        encode(model.interval(of: symbol), of: model.total)
    }

    /// Appends `symbol`, and then lets the model learn it.
    public mutating func encode<Model: AdaptiveSymbolModel>(_ symbol: Int, adapting model: inout Model) {
        encode(symbol, with: model)
        model.update(with: symbol)
    }

    /// Appends one bit that is 1 with a probability of `probabilityOfOne` / 2¹⁶.
    ///
    /// - Parameter probabilityOfOne: at least 1, so that each bit has a share.
    @inline(__always)
    public mutating func encode(bit: Bool, probabilityOfOne: UInt16) {
        let ones = (width &>> 16) &* UInt64(probabilityOfOne)
        if bit { narrow(by: 0, to: ones) } else { narrow(by: ones, to: width &- ones) }
    }

    @inline(__always)
    private mutating func narrow(by offset: UInt64, to newWidth: UInt64) {
        let (sum, carries) = low.addingReportingOverflow(offset)
        if carries { carry() }
        low = sum
        width = newWidth
        if width < 1 << 32 { sendDigits() }
    }

    @inline(never)
    private mutating func sendDigits() {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: low &>> 32).bigEndian) { bytes.append(contentsOf: $0) }
        low <<= 32
        width <<= 32
    }

    /// Adds 1 to the last digit sent. It cannot run out of digits: what they spell stays below 1.
    @inline(never)
    private mutating func carry() {
        var index = bytes.count - 1
        while bytes[index] == 255 {
            bytes[index] = 0
            index -= 1
        }
        bytes[index] += 1
    }

    /// The bytes of the whole message: so many that, with zeros behind them, they lie in the interval, and no more.
    public consuming func finish() -> [UInt8] {
        let ending = RangeEnding(low: low, width: width)
        if low.addingReportingOverflow(ending.offset).overflow { carry() }
        let last = low &+ ending.offset
        for index in 0..<ending.byteCount { bytes.append(UInt8(truncatingIfNeeded: last >> UInt64(56 - 8 * index))) }
        return bytes
    }
}

extension UInt64 {
    /// ⌊self / total⌋, without a division where the total is a power of two.
    @inline(__always)
    func divided(by total: UInt32) -> UInt64 {
        total & (total &- 1) == 0 ? self &>> UInt64(total.trailingZeroBitCount) : self / UInt64(total)
    }
}

/// How a range coder's stream ends: on the interval's first number with the fewest bytes that are not zero.
struct RangeEnding {
    /// How many bytes of the number are sent.
    let byteCount: Int
    /// How far it lies above the lower end.
    let offset: UInt64

    init(low: UInt64, width: UInt64) {
        for count in 0..<8 {
            // With all eight bytes every number can be told; with fewer, the multiples of this unit.
            let offset = count == 0 ? 0 &- low : (0 &- low) & (UInt64.max >> UInt64(8 * count))
            if offset < width {
                self.byteCount = count
                self.offset = offset
                return
            }
        }
        byteCount = 8
        offset = 0
    }
}
