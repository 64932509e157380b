// The stream as its description reads: any number of states, one symbol after the other. The fast coder must give the
// same bytes and the same symbols.

extension RANSCode {
    /// What ``encode(_:)`` must give.
    package func encodePlainly(_ symbols: [Int]) -> [UInt8] {
        let states = Self.stateCount(for: symbols.count)
        var state = [RANSState](repeating: RANSState(Self.lowest), count: states)
        var words: [UInt32] = []
        let turns = (symbols.count + symbolsPerTurn - 1) / symbolsPerTurn
        for turn in (0..<turns).reversed() {
            let lane = turn % states
            let pushed = symbols[turn * symbolsPerTurn..<min(symbols.count, (turn + 1) * symbolsPerTurn)].reversed()
            // From here on the state would outgrow its range.
            var bound: UInt64 = 1 << UInt64(63 - pushed.count * frequencies.precision)
            for symbol in pushed { bound *= UInt64(frequencies.interval(of: symbol).width) }
            if state[lane].value >= bound {
                words.append(UInt32(truncatingIfNeeded: state[lane].value))
                state[lane].value >>= 32
            }
            for symbol in pushed { state[lane].push(symbol, with: frequencies) }
        }
        var bytes: [UInt8] = []
        for state in state { bytes.append(littleEndian: state.value) }
        for word in words.reversed() { bytes.append(littleEndian: word) }
        return bytes
    }

    /// What ``decode(_:count:as:)`` must give.
    package func decodePlainly(_ bytes: [UInt8], count: Int) throws(DamagedStream) -> [Int] {
        guard count == 0 || frequencies.frequencies.contains(where: { $0 > 0 }) else {
            throw DamagedStream(.badModel, at: 0)
        }
        var cursor = 0
        func next<Word: FixedWidthInteger>(_: Word.Type) throws(DamagedStream) -> Word {
            guard bytes.count - cursor >= Word.bitWidth / 8 else { throw DamagedStream(.truncated, at: bytes.count) }
            var word: Word = 0
            for index in 0..<Word.bitWidth / 8 { word |= Word(bytes[cursor + index]) << Word(8 * index) }
            cursor += Word.bitWidth / 8
            return word
        }
        var state: [RANSState] = []
        for _ in 0..<Self.stateCount(for: count) {
            let place = cursor
            state.append(RANSState(try next(UInt64.self)))
            guard state[state.count - 1].value >= Self.lowest, state[state.count - 1].value >> 63 == 0 else {
                throw DamagedStream(.valueOutOfRange, at: place)
            }
        }
        var symbols: [Int] = []
        for turn in 0..<(count + symbolsPerTurn - 1) / symbolsPerTurn {
            let lane = turn % state.count
            for _ in 0..<min(symbolsPerTurn, count - turn * symbolsPerTurn) {
                symbols.append(state[lane].pop(with: frequencies))
            }
            if state[lane].value < Self.lowest {
                state[lane].value = state[lane].value << 32 | UInt64(try next(UInt32.self))
            }
        }
        guard cursor == bytes.count else { throw DamagedStream(.trailingBytes, at: cursor) }
        guard state.allSatisfy({ $0.value == Self.lowest }) else { throw DamagedStream(.badEnding, at: cursor) }
        return symbols
    }
}

extension [UInt8] {
    mutating func append<Word: FixedWidthInteger>(littleEndian word: Word) {
        Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
    }
}
