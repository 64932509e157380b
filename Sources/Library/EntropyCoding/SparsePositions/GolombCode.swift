// m: the divisor; the gap of a position is the number of places left out since the one before.

/// Golomb's code of whole numbers: the quotient by m in unary, the remainder in binary.
///
/// If weights are pruned independently of each other, the gaps between those that are left follow a geometric
/// distribution, and for that no code with a word for each gap is shorter. With m a power of two it is Rice's code.
///
///     let code = GolombCode(density: 0.1)   // m = 7
///     code.codeWord(of: 9)                  // "10011": quotient 1, remainder 2
///
/// - Source: Golomb, "Run-Length Encodings", 1966; Gallager, Van Voorhis, "Optimal Source Codes for Geometrically
///   Distributed Integer Alphabets", 1975.
public struct GolombCode: Hashable, Sendable {
    /// m.
    public let divisor: Int
    /// The bits of the longest remainders, ⌈log₂ m⌉.
    private let remainderBits: Int
    /// How many remainders, the smallest, do with a bit less.
    private let shortRemainders: Int

    /// The code with this divisor.
    ///
    /// - Parameter divisor: m, in `1...2³²`.
    public init(divisor: Int) {
        precondition((1...1 << 32).contains(divisor), "A divisor is in 1...2^32, not \(divisor)")
        self.divisor = divisor
        remainderBits = Int.bitWidth - (divisor - 1).leadingZeroBitCount
        shortRemainders = 1 << remainderBits - divisor
    }

    /// Rice's code with 2^k for a divisor.
    ///
    /// - Parameter k: in `0...32`.
    public static func rice(_ k: Int) -> GolombCode { GolombCode(divisor: 1 << k) }

    /// The best code for the gaps of positions of this density: with p = 1 − density, the least m with
    /// pᵐ + pᵐ⁺¹ ≤ 1.
    ///
    /// - Parameter density: the share of places that have a weight, in `0...1`; below 2⁻³² it counts as that.
    public init(density: Double) {
        precondition((0...1).contains(density), "A density is in 0...1, not \(density)")
        let zeros = 1 - max(density, 0x1p-32)
        let ratio = zeros == 0 ? 1 : binaryLogarithm(1 + zeros) / -binaryLogarithm(zeros)
        self.init(divisor: max(1, min(1 << 32, Int(ratio.rounded(.up)))))
    }

    /// How many bits the word of `number` has.
    ///
    /// - Parameter number: not negative.
    public func bitCount(of number: Int) -> Int {
        number / divisor + 1 + remainderBits - (number % divisor < shortRemainders ? 1 : 0)
    }

    /// The word of `number` as text of zeros and ones.
    ///
    /// - Parameter number: not negative.
    public func codeWord(of number: Int) -> String {
        let remainder = remainderField(of: number)
        let digits = remainder.bits == 0 ? "" : String(remainder.value, radix: 2)
        return String(repeating: "1", count: number / divisor) + "0"
            + String(repeating: "0", count: remainder.bits - digits.count) + digits
    }

    /// The remainder in truncated binary: the smallest remainders take a bit less than the others, whose numbers are
    /// moved up so that no word is the beginning of another.
    private func remainderField(of number: Int) -> (value: UInt64, bits: Int) {
        let remainder = number % divisor
        return remainder < shortRemainders
            ? (UInt64(remainder), remainderBits - 1) : (UInt64(remainder + shortRemainders), remainderBits)
    }

    /// Appends the word of `number`, which is not negative.
    public func write(_ number: Int, to writer: inout BitWriter) {
        var quotient = number / divisor
        while quotient >= 32 {
            writer.write(0xFFFF_FFFF, bits: 32)
            quotient -= 32
        }
        writer.write((1 << UInt64(quotient) - 1) << 1, bits: quotient + 1)
        let remainder = remainderField(of: number)
        writer.write(remainder.value, bits: remainder.bits)
    }

    /// Reads the number whose word comes next.
    ///
    /// - Parameter limit: the largest number that makes sense here.
    /// - Throws: ``DamagedStream`` if the stream ends first or the number is larger than `limit`.
    public func read(from reader: inout BitReader, upTo limit: Int) throws(DamagedStream) -> Int {
        let place = reader.byteOffset
        var quotient = 0
        while try reader.readBit() == 1 {
            quotient += 1
            guard quotient <= limit / divisor else { throw DamagedStream(.valueOutOfRange, at: place) }
        }
        var remainder = 0
        // With m = 1 there is one remainder, and no bit tells it.
        if divisor > 1 {
            remainder = Int(try reader.read(bits: remainderBits - 1))
            if remainder >= shortRemainders {
                remainder = try remainder << 1 + Int(reader.readBit()) - shortRemainders
            }
        }
        let number = quotient * divisor + remainder
        guard number <= limit else { throw DamagedStream(.valueOutOfRange, at: place) }
        return number
    }

    /// The words of the gaps of `positions`, the last byte filled with zero bits.
    ///
    /// - Parameter positions: strictly increasing, none negative.
    /// - Complexity: O(output bits).
    public func encode(_ positions: [Int]) -> [UInt8] {
        var writer = BitWriter()
        var next = 0
        for position in positions {
            precondition(position >= next, "Positions must be strictly increasing and not negative")
            write(position - next, to: &writer)
            next = position + 1
        }
        return writer.finish()
    }

    /// The positions whose words are `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: from anywhere; nothing is believed of them.
    ///   - count: how many positions there are.
    ///   - length: the number of places; every position is below.
    /// - Throws: ``DamagedStream`` if `bytes` are not the words of any `count` positions.
    /// - Complexity: O(bits of `bytes`); memory for no more positions than that.
    public func decode(_ bytes: [UInt8], count: Int, length: Int) throws(DamagedStream) -> [Int] {
        var reader = BitReader(bytes)
        var positions: [Int] = []
        var next = 0
        while positions.count < count {
            guard next < length else { throw DamagedStream(.valueOutOfRange, at: reader.byteOffset) }
            let position = try next + read(from: &reader, upTo: length - 1 - next)
            positions.append(position)
            next = position + 1
        }
        try reader.finish()
        return positions
    }
}
