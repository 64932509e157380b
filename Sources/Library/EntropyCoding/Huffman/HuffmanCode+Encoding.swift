extension HuffmanCode {
    /// The words of `symbols`, one after the other, the last byte filled with zero bits.
    ///
    /// Neither the code nor the number of symbols is part of the bytes: ``serialized`` and the count are stored beside.
    ///
    /// - Parameter symbols: shape `[N]`, each with a word in this code.
    /// - Complexity: O(N + n).
    @specialized(where Symbol == UInt8)
    @specialized(where Symbol == UInt16)
    @specialized(where Symbol == Int)
    public func encode<Symbol: FixedWidthInteger>(_ symbols: [Symbol]) -> [UInt8] {
        // A word of at most 56 bits, at the upper end, above its length: one fetch brings both.
        let entries = zip(codeWords, codeLengths).map { word, length in
            length == 0 ? 0 : word << UInt64(64 - length) | UInt64(length)
        }
        return entries.withUnsafeBufferPointer { entries in
            symbols.withUnsafeBufferPointer { symbols in
                var bitCount = 0
                for symbol in symbols {
                    let index = Int(truncatingIfNeeded: symbol)
                    precondition(
                        UInt(bitPattern: index) < UInt(entries.count) && entries[index] != 0,
                        "A symbol has no word in this code")
                    bitCount &+= Int(entries[index] & 0xFF)
                }
                let byteCount = (bitCount + 7) / 8
                // Whole registers are stored, so that up to seven bytes behind the last one are written too.
                return [UInt8](unsafeUninitializedCapacity: byteCount + 8) { bytes, initialized in
                    let start = UnsafeMutableRawPointer(bytes.baseAddress.unsafelyUnwrapped)
                    if entries.allSatisfy({ $0 & 0xFF <= 14 }) {
                        write(symbols, entries, to: start, wordsPerStore: 4)
                    } else {
                        write(symbols, entries, to: start, wordsPerStore: 1)
                    }
                    initialized = byteCount
                }
            }
        }
    }

    /// - Parameter wordsPerStore: so few that their bits, and seven more, fit a register.
    @inline(__always)
    private func write<Symbol: FixedWidthInteger>(
        _ symbols: UnsafeBufferPointer<Symbol>, _ entries: UnsafeBufferPointer<UInt64>,
        to start: UnsafeMutableRawPointer, wordsPerStore: Int
    ) {
        var out = start
        var pending: UInt64 = 0  // from the upper end
        var pendingCount: UInt64 = 0
        var index = 0
        func append() {
            let entry = entries[Int(truncatingIfNeeded: symbols[index])]
            pending |= (entry & ~0xFF) &>> pendingCount
            pendingCount &+= entry & 0xFF
            index &+= 1
        }
        func store() {
            out.storeBytes(of: pending.bigEndian, as: UInt64.self)
            out += Int(truncatingIfNeeded: pendingCount &>> 3)
            pending &<<= pendingCount & ~7
            pendingCount &= 7
        }
        while index &+ wordsPerStore <= symbols.count {
            for _ in 0..<wordsPerStore { append() }
            store()
        }
        while index < symbols.count {
            append()
            store()
        }
        out.storeBytes(of: pending.bigEndian, as: UInt64.self)
    }
}
