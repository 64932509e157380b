// fails: size
// One parameter for all masks: good at a density of 10 %, and at no other.
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

    let k = 3

    var bits: [Bool] = []
    for gap in gaps {
        bits += Array(repeating: true, count: gap >> k)
        bits.append(false)
        for place in (0..<k).reversed() { bits.append(gap >> place & 1 == 1) }
    }
    return [UInt8(k)] + bytes(of: bits)
}
