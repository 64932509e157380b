extension RANSCode {
    /// The message of `count` symbols whose stream is `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: from anywhere; nothing is believed of them.
    ///   - count: N, how many symbols were encoded. Since a symbol may cost next to nothing, `bytes` sets no limit to it:
    ///     who reads a count from outside bounds it first.
    ///   - type: the type of the symbols, wide enough for n − 1. Of a code that came from outside, look at
    ///     ``SymbolFrequencies/alphabetSize`` first.
    /// - Throws: ``DamagedStream`` if `bytes` is not the stream of any `count` symbols.
    /// - Complexity: O(N + M); memory for N symbols and a table of at most 8 M bytes, M ≤ 2²⁰.
    @specialized(where Symbol == UInt8)
    @specialized(where Symbol == UInt16)
    @specialized(where Symbol == Int)
    public func decode<Symbol: FixedWidthInteger>(
        _ bytes: [UInt8], count: Int, as type: Symbol.Type = Symbol.self
    ) throws(DamagedStream) -> [Symbol] {
        requireRoom(for: count, symbolsOf: frequencies.alphabetSize, in: type)
        guard count == 0 || frequencies.frequencies.contains(where: { $0 > 0 }) else {
            throw DamagedStream(.badModel, at: 0)
        }
        // A table of 16 KB stays in the fastest cache beside everything else.
        if frequencies.precision <= 12, frequencies.alphabetSize <= 256, !frequencies.frequencies.contains(1 << 12) {
            return try decode(bytes, count: count, with: NarrowSlots(frequencies), as: type)
        }
        return try decode(bytes, count: count, with: WideSlots(frequencies), as: type)
    }

    @inline(__always)
    private func decode<Symbol: FixedWidthInteger, Slots: SlotTable>(
        _ bytes: [UInt8], count: Int, with slots: Slots, as type: Symbol.Type
    ) throws(DamagedStream) -> [Symbol] {
        var damage: DamagedStream?
        let symbols = [Symbol](unsafeUninitializedCapacity: count) { symbols, initialized in
            slots.entries.withUnsafeBufferPointer { entries in
                bytes.withUnsafeBytes { bytes in
                    var decoder = ForwardDecoder<Slots>(bytes: bytes, entries: entries, code: self)
                    damage = decoder.decode(into: symbols, count: count)
                }
            }
            initialized = damage == nil ? count : 0
        }
        if let damage { throw damage }
        return symbols
    }
}

/// For each number of `0 ..< M`: its symbol, the symbol's frequency, and how far into the symbol's share it lies.
private protocol SlotTable {
    associatedtype Entry: FixedWidthInteger & UnsignedInteger
    var entries: [Entry] { get }
    static func symbol(_ entry: Entry) -> Int
    static func frequency(_ entry: Entry) -> UInt64
    static func rank(_ entry: Entry) -> UInt64
}

extension SlotTable {
    static func table(
        of model: SymbolFrequencies, entry: (_ symbol: Int, _ frequency: Int, _ rank: Int) -> Entry
    ) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(1 << model.precision)
        for (symbol, frequency) in model.frequencies.enumerated() {
            for rank in 0..<frequency { entries.append(entry(symbol, frequency, rank)) }
        }
        return entries
    }
}

/// Symbols below 256 with frequencies below 4096.
private struct NarrowSlots: SlotTable {
    let entries: [UInt32]

    init(_ model: SymbolFrequencies) {
        entries = Self.table(of: model) { UInt32($0 | $2 << 8 | $1 << 20) }
    }

    @inline(__always) static func symbol(_ entry: UInt32) -> Int { Int(entry & 0xFF) }
    @inline(__always) static func frequency(_ entry: UInt32) -> UInt64 { UInt64(entry &>> 20) }
    @inline(__always) static func rank(_ entry: UInt32) -> UInt64 { UInt64(entry &>> 8 & 0xFFF) }
}

/// Any model.
private struct WideSlots: SlotTable {
    let entries: [UInt64]

    init(_ model: SymbolFrequencies) {
        entries = Self.table(of: model) { UInt64($0 | $2 << 16 | $1 << 40) }
    }

    @inline(__always) static func symbol(_ entry: UInt64) -> Int { Int(entry & 0xFFFF) }
    @inline(__always) static func frequency(_ entry: UInt64) -> UInt64 { entry &>> 40 }
    @inline(__always) static func rank(_ entry: UInt64) -> UInt64 { entry &>> 16 & 0xFF_FFFF }
}

private struct ForwardDecoder<Slots: SlotTable> {
    let bytes: UnsafeRawBufferPointer
    let entries: UnsafeBufferPointer<Slots.Entry>
    let bits: UInt64
    let symbolsPerTurn: Int
    var cursor = 0

    init(bytes: UnsafeRawBufferPointer, entries: UnsafeBufferPointer<Slots.Entry>, code: RANSCode) {
        self.bytes = bytes
        self.entries = entries
        bits = UInt64(code.frequencies.precision)
        symbolsPerTurn = code.symbolsPerTurn
    }

    /// Fills `symbols`.
    ///
    /// - Returns: what is wrong with the bytes, if anything is.
    @inline(__always)
    mutating func decode<Symbol: FixedWidthInteger>(
        into symbols: UnsafeMutableBufferPointer<Symbol>, count: Int
    ) -> DamagedStream? {
        let stateCount = RANSCode.stateCount(for: count)
        var x = FourStates()
        for lane in 0..<stateCount {
            guard bytes.count - cursor >= 8 else { return DamagedStream(.truncated, at: bytes.count) }
            let state = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: cursor, as: UInt64.self))
            guard state >= RANSCode.lowest, state >> 63 == 0 else { return DamagedStream(.valueOutOfRange, at: cursor) }
            cursor += 8
            x[lane] = state
        }

        var done = 0
        if stateCount == 4, let out = symbols.baseAddress, let start = bytes.baseAddress {
            var word = start + cursor
            // A round reads four words at most.
            let lastStart = start + bytes.count - 16
            if symbolsPerTurn == 2 {
                while done &+ 8 <= count, word <= lastStart {
                    x.a = pair(x.a, out + done, &word)
                    x.b = pair(x.b, out + (done &+ 2), &word)
                    x.c = pair(x.c, out + (done &+ 4), &word)
                    x.d = pair(x.d, out + (done &+ 6), &word)
                    done &+= 8
                }
            } else {
                while done &+ 4 <= count, word <= lastStart {
                    x.a = refill(pop(x.a, out + done), &word)
                    x.b = refill(pop(x.b, out + (done &+ 1)), &word)
                    x.c = refill(pop(x.c, out + (done &+ 2)), &word)
                    x.d = refill(pop(x.d, out + (done &+ 3)), &word)
                    done &+= 4
                }
            }
            cursor = word - start
        }

        // The rest turn by turn, with the end of the bytes in view.
        while done < count, let out = symbols.baseAddress {
            let lane = stateCount == 1 ? 0 : done / symbolsPerTurn & 3
            var state = x[lane]
            for _ in 0..<min(symbolsPerTurn, count - done) {
                state = pop(state, out + done)
                done += 1
            }
            if state < RANSCode.lowest {
                guard bytes.count - cursor >= 4 else { return DamagedStream(.truncated, at: bytes.count) }
                let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: cursor, as: UInt32.self))
                state = state << 32 | UInt64(word)
                cursor += 4
            }
            x[lane] = state
        }
        guard cursor == bytes.count else { return DamagedStream(.trailingBytes, at: cursor) }
        return x == FourStates() ? nil : DamagedStream(.badEnding, at: cursor)
    }

    @inline(__always)
    private func pop<Symbol: FixedWidthInteger>(_ state: UInt64, _ out: UnsafeMutablePointer<Symbol>) -> UInt64 {
        let slot = Int(truncatingIfNeeded: state & (1 &<< bits &- 1))
        let entry = entries[slot]
        out.initialize(to: Symbol(truncatingIfNeeded: Slots.symbol(entry)))
        return Slots.frequency(entry) &* (state &>> bits) &+ Slots.rank(entry)
    }

    @inline(__always)
    private func pair<Symbol: FixedWidthInteger>(
        _ state: UInt64, _ out: UnsafeMutablePointer<Symbol>, _ word: inout UnsafeRawPointer
    ) -> UInt64 {
        refill(pop(pop(state, out), out + 1), &word)
    }

    /// Reads a word if the state has sunk too low. The word is fetched in any case, which costs less than a jump that
    /// nobody can predict.
    @inline(__always)
    private func refill(_ state: UInt64, _ word: inout UnsafeRawPointer) -> UInt64 {
        let next = UInt64(UInt32(littleEndian: word.loadUnaligned(as: UInt32.self)))
        let sunk = state < RANSCode.lowest
        word = sunk ? word + 4 : word
        return sunk ? state &<< 32 | next : state
    }
}
