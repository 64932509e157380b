/// Reads the symbols that ``RangeEncoder`` wrote, given the same models in the same order.
///
/// Reading a symbol never fails: behind the end of the bytes there are zeros. Whether the bytes were those of the
/// message is told by ``finish()``, once its last symbol is read, and until then by ``isExhausted``.
///
///     var decoder = RangeDecoder(bytes)
///     for _ in 0..<count { message.append(decoder.decode(with: model)) }
///     try decoder.finish()
public struct RangeDecoder: Sendable {
    private let bytes: [UInt8]
    /// How many bytes went into `digits`, the zeros behind the end included.
    private var position = 8
    /// The 64 digits of the message's number at the interval's place.
    private var digits: UInt64
    /// How far that number lies above the interval's lower end; less than `width`.
    private var offset: UInt64
    private var width: UInt64 = .max
    /// Whether the number lies in the part that rounding leaves over at an interval's end: only damage leads there.
    private var isOutside: Bool

    /// A decoder at the first symbol.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var first: UInt64 = 0
        for index in 0..<8 { first = first << 8 | UInt64(index < bytes.count ? bytes[index] : 0) }
        digits = first
        offset = first
        isOutside = first == .max
    }

    /// Whether more was read than a message of these bytes can hold: what comes now is made of zeros alone.
    @inline(__always)
    public var isExhausted: Bool { position > bytes.count + 8 }

    /// Reads one symbol.
    public mutating func decode<Model: SymbolModel>(with model: Model) -> Int {
        let total = model.total
        let unit = width.divided(by: total)
        let number = offset / unit
        if number >= UInt64(total) { isOutside = true }
        let symbol = model.symbol(owning: UInt32(min(number, UInt64(total) - 1)))
        let interval = model.interval(of: symbol)
        narrow(by: unit * UInt64(interval.start), to: unit * UInt64(interval.width))
        return symbol
    }

    /// Reads one symbol, and then lets the model learn it.
    public mutating func decode<Model: AdaptiveSymbolModel>(adapting model: inout Model) -> Int {
        let symbol = decode(with: model)
        model.update(with: symbol)
        return symbol
    }

    /// Reads one bit that is 1 with a probability of `probabilityOfOne` / 2¹⁶.
    @inline(__always)
    public mutating func decodeBit(probabilityOfOne: UInt16) -> Bool {
        let ones = (width &>> 16) &* UInt64(probabilityOfOne)
        let bit = offset < ones
        if bit { narrow(by: 0, to: ones) } else { narrow(by: ones, to: width &- ones) }
        return bit
    }

    @inline(__always)
    private mutating func narrow(by start: UInt64, to newWidth: UInt64) {
        offset &-= start
        width = newWidth
        if width < 1 << 32 { takeDigits() }
    }

    @inline(never)
    private mutating func takeDigits() {
        var next: UInt64 = 0
        for index in position..<position + 4 { next = next << 8 | UInt64(index < bytes.count ? bytes[index] : 0) }
        position += 4
        digits = digits << 32 | next
        offset = offset << 32 | next
        width <<= 32
    }

    /// Checks that the symbols read are the whole message: the bytes end as the encoder ends them.
    ///
    /// - Throws: ``DamagedStream`` if they do not: too few bytes, too many, or an ending that no encoder chooses.
    public func finish() throws(DamagedStream) {
        let sent = position - 8
        guard sent <= bytes.count else { throw DamagedStream(.truncated, at: bytes.count) }
        let ending = RangeEnding(low: digits &- offset, width: width)
        guard bytes.count <= sent + ending.byteCount else {
            throw DamagedStream(.trailingBytes, at: sent + ending.byteCount)
        }
        guard bytes.count == sent + ending.byteCount else { throw DamagedStream(.truncated, at: bytes.count) }
        guard offset == ending.offset, !isOutside else { throw DamagedStream(.badEnding, at: sent) }
    }
}
