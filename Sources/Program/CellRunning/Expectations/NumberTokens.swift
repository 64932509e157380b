/// The numbers in a line of text: `[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`, `nan` or `inf`, touching no letter, digit,
/// underscore or point. A final point with no digit behind it is punctuation.
///
/// - Returns: the byte ranges in order.
/// - Complexity: O(n) for a line of n bytes.
package func numberTokens(in line: [UInt8]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var index = 0
    while index < line.count {
        if let end = numberEnd(in: line, at: index), !touchesLeft(line, index), !touchesRight(line, end) {
            tokens.append(index..<end)
            index = end
        } else {
            index += 1
        }
    }
    return tokens
}

/// The end of the longest number that begins at an index, whatever stands around it; nil if none does.
func numberEnd(in line: [UInt8], at start: Int) -> Int? {
    func isDigit(_ index: Int) -> Bool { index < line.count && isDigitByte(line[index]) }
    for word in ["nan", "inf"] where line[start...].starts(with: word.utf8) { return start + 3 }
    var index = start
    if line[index] == UInt8(ascii: "+") || line[index] == UInt8(ascii: "-") { index += 1 }
    guard isDigit(index) || (index < line.count && line[index] == UInt8(ascii: ".") && isDigit(index + 1)) else {
        return nil
    }
    while isDigit(index) { index += 1 }
    if index < line.count, line[index] == UInt8(ascii: "."), isDigit(index + 1) {
        index += 1
        while isDigit(index) { index += 1 }
    }
    if index < line.count, line[index] | 0x20 == UInt8(ascii: "e") {
        var digits = index + 1
        if digits < line.count, line[digits] == UInt8(ascii: "+") || line[digits] == UInt8(ascii: "-") { digits += 1 }
        if isDigit(digits) {
            while isDigit(digits) { digits += 1 }
            index = digits
        }
    }
    return index
}

private func isDigitByte(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

private func touchesLeft(_ line: [UInt8], _ start: Int) -> Bool {
    guard start > 0 else { return false }
    if line[start - 1] < 0x80 { return isWordByte(line[start - 1]) || line[start - 1] == UInt8(ascii: ".") }
    var first = start - 1
    while first > 0, line[first] & 0xC0 == 0x80 { first -= 1 }
    return startsWithLetter(line[first..<start])
}

private func touchesRight(_ line: [UInt8], _ end: Int) -> Bool {
    guard end < line.count else { return false }
    if line[end] >= 0x80 { return startsWithLetter(line[end...].prefix(4)) }
    guard line[end] == UInt8(ascii: ".") else { return isWordByte(line[end]) }
    guard end + 1 < line.count else { return false }
    let next = line[end + 1]
    return next == UInt8(ascii: ".")
        || (next < 0x80 ? isWordByte(next) : startsWithLetter(line[(end + 1)...].prefix(4)))
}

func isWordByte(_ byte: UInt8) -> Bool {
    isDigitByte(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private func startsWithLetter(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return false }
    return scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
}
