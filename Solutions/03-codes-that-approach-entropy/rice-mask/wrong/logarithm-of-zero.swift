// fails: edges
// The logarithm of a mean gap of zero is minus infinity, and no whole number: the program stops.
import Foundation

/// Bytes from bits, the last one filled up with zeros.
func bytes(of bits: [Bool]) -> [UInt8] {
    stride(from: 0, to: bits.count, by: 8).map { start in
        (0..<8).reduce(0) { byte, place in
            byte << 1 | (start + place < bits.count && bits[start + place] ? 1 : 0)
        }
    }
}

func encoded(_ mask: [Bool]) -> [UInt8] {
    var gaps: [Int] = []
    var gap = 0
    for isKept in mask {
        if isKept {
            gaps.append(gap)
            gap = 0
        } else {
            gap += 1
        }
    }

    let mean = Double(gaps.reduce(0, +)) / Double(max(1, gaps.count))
    let k = max(0, Int(log2(0.7 * mean).rounded()))

    var bits: [Bool] = []
    for gap in gaps {
        bits += Array(repeating: true, count: gap >> k)
        bits.append(false)
        for place in (0..<k).reversed() { bits.append(gap >> place & 1 == 1) }
    }
    return [UInt8(k)] + bytes(of: bits)
}
