extension RANSCode {
    /// The stream of `symbols`.
    ///
    /// Neither the model nor the number of symbols is part of the bytes: ``SymbolFrequencies/serialized`` and the count
    /// are stored beside.
    ///
    /// - Parameter symbols: shape `[N]`, each with a frequency above 0 in the model.
    /// - Complexity: O(N + n); memory for 4 N bytes beside the result.
    @specialized(where Symbol == UInt8)
    @specialized(where Symbol == UInt16)
    @specialized(where Symbol == Int)
    public func encode<Symbol: FixedWidthInteger>(_ symbols: [Symbol]) -> [UInt8] {
        // One step for each value of a byte at least: then a byte needs no check that it is in the alphabet.
        let steps = (0..<max(256, frequencies.alphabetSize)).map { symbol in
            let occurs = symbol < frequencies.alphabetSize && frequencies.frequencies[symbol] > 0
            return PushStep(occurs ? frequencies.interval(of: symbol) : nil, in: frequencies)
        }
        return steps.withUnsafeBufferPointer { steps in
            symbols.withUnsafeBufferPointer { symbols in
                var encoder = BackwardEncoder(code: self, steps: steps, symbolCount: symbols.count)
                defer { encoder.words.deallocate() }
                encoder.encode(symbols)
                return encoder.stream(stateCount: Self.stateCount(for: symbols.count))
            }
        }
    }
}

/// ``RANSState/push(_:with:)`` of one symbol without a division.
///
/// With q = ⌊x/f⌋ a push is x′ = M q + c + (x − q f) = x + c + q (M − f), and q comes from a product: for 2ˢ⁻¹ < f ≤ 2ˢ
/// and r = ⌈2^(s+63) / f⌉ it is ⌊x r / 2^(s+63)⌋. For r = (2^(s+63) + e) / f with e < f, so the product exceeds x/f by
/// x e / (f 2^(s+63)), which is less than 1/f because x < 2⁶³ and e < 2ˢ. That cannot reach the next whole number.
/// For f = 1, r would need 65 bits: 2⁶⁴ − 1 gives q = x − 1, and `addend` makes good what that lacks.
struct PushStep {
    let reciprocal: UInt64
    /// M − f.
    let complement: UInt32
    /// c, or for f = 1 c + M − 1.
    let addend: UInt32
    let shift: UInt32
    let frequency: UInt32

    init(_ interval: SymbolInterval?, in model: SymbolFrequencies) {
        frequency = interval?.width ?? 0
        let f = UInt64(frequency)
        let start = interval?.start ?? 0
        complement = model.total - frequency
        if f <= 1 {
            reciprocal = .max
            shift = 0
            addend = start + model.total - 1
        } else {
            let s = UInt64.bitWidth - (f - 1).leadingZeroBitCount
            let (quotient, remainder) = f.dividingFullWidth((1 << UInt64(s - 1), 0))
            reciprocal = quotient + (remainder > 0 ? 1 : 0)
            shift = UInt32(s - 1)
            addend = start
        }
    }

    @inline(__always)
    func push(on state: UInt64) -> UInt64 {
        let quotient = state.multipliedFullWidth(by: reciprocal).high &>> UInt64(shift)
        return state &+ UInt64(addend) &+ quotient &* UInt64(complement)
    }
}

/// Four states that are filled from the end of the message, and the words they send, from the end of the stream.
private struct BackwardEncoder {
    let words: UnsafeMutablePointer<UInt32>
    private let capacity: Int
    private var first: Int
    private let bits: UInt64
    private let symbolsPerTurn: Int
    private let steps: UnsafeBufferPointer<PushStep>
    private var states = FourStates()

    init(code: RANSCode, steps: UnsafeBufferPointer<PushStep>, symbolCount: Int) {
        self.steps = steps
        // A turn sends one word at most, whatever its symbols are.
        capacity = symbolCount / code.symbolsPerTurn + 8
        words = .allocate(capacity: capacity)
        first = capacity
        bits = UInt64(code.frequencies.precision)
        symbolsPerTurn = code.symbolsPerTurn
    }

    @inline(__always)
    mutating func encode<Symbol: FixedWidthInteger>(_ symbols: UnsafeBufferPointer<Symbol>) {
        let count = symbols.count
        let stateCount = RANSCode.stateCount(for: count)
        let perTurn = symbolsPerTurn
        var x = states
        var out = words + first
        let turns = (count + perTurn - 1) / perTurn
        var turn = turns
        // Turns one by one, until the rest is whole rounds of four states with all their symbols.
        let wholeRounds = stateCount == 4 ? count / (4 * perTurn) : 0
        while turn > wholeRounds * 4 {
            turn -= 1
            let start = turn &* perTurn
            let lane = stateCount == 1 ? 0 : turn & 3
            var state = x[lane]
            if perTurn == 2, start &+ 1 < count {
                state = pair(state, symbols[start], symbols[start &+ 1], &out)
            } else {
                state = single(state, symbols[start], &out)
            }
            x[lane] = state
        }
        if perTurn == 2 {
            var start = wholeRounds &* 8
            while start > 0 {
                start &-= 8
                x.d = pair(x.d, symbols[start &+ 6], symbols[start &+ 7], &out)
                x.c = pair(x.c, symbols[start &+ 4], symbols[start &+ 5], &out)
                x.b = pair(x.b, symbols[start &+ 2], symbols[start &+ 3], &out)
                x.a = pair(x.a, symbols[start], symbols[start &+ 1], &out)
            }
        } else {
            var start = wholeRounds &* 4
            while start > 0 {
                start &-= 4
                x.d = single(x.d, symbols[start &+ 3], &out)
                x.c = single(x.c, symbols[start &+ 2], &out)
                x.b = single(x.b, symbols[start &+ 1], &out)
                x.a = single(x.a, symbols[start], &out)
            }
        }
        first = out - words
        states = x
    }

    /// Pushes a turn of two symbols, the first one last.
    @inline(__always)
    private func pair<Symbol: FixedWidthInteger>(
        _ state: UInt64, _ first: Symbol, _ second: Symbol, _ out: inout UnsafeMutablePointer<UInt32>
    ) -> UInt64 {
        let first = step(of: first)
        let second = step(of: second)
        let share = UInt64(first.pointee.frequency) &* UInt64(second.pointee.frequency)
        precondition(share != 0, "A symbol has no probability in this model")
        let small = send(state, bound: share &<< (63 &- 2 &* bits), &out)
        return first.pointee.push(on: second.pointee.push(on: small))
    }

    /// Pushes a turn of one symbol.
    @inline(__always)
    private func single<Symbol: FixedWidthInteger>(
        _ state: UInt64, _ symbol: Symbol, _ out: inout UnsafeMutablePointer<UInt32>
    ) -> UInt64 {
        let step = step(of: symbol)
        precondition(step.pointee.frequency != 0, "A symbol has no probability in this model")
        return step.pointee.push(on: send(state, bound: UInt64(step.pointee.frequency) &<< (63 &- bits), &out))
    }

    @inline(__always)
    private func step<Symbol: FixedWidthInteger>(of symbol: Symbol) -> UnsafePointer<PushStep> {
        let index = Int(truncatingIfNeeded: symbol)
        if Symbol.self != UInt8.self {
            precondition(UInt(bitPattern: index) < UInt(steps.count), "A symbol is not in the alphabet of this model")
        }
        return steps.baseAddress.unsafelyUnwrapped + index
    }

    /// Sends a word if the state has reached the bound. The word is written in any case, which costs less than a jump
    /// that nobody can predict.
    @inline(__always)
    private func send(_ state: UInt64, bound: UInt64, _ out: inout UnsafeMutablePointer<UInt32>) -> UInt64 {
        let next = out - 1
        next.pointee = UInt32(truncatingIfNeeded: state).littleEndian
        let sends = state >= bound
        out = sends ? next : out
        return sends ? state &>> 32 : state
    }

    /// The states, and the words in the order in which a decoder reads them.
    func stream(stateCount: Int) -> [UInt8] {
        let wordBytes = (capacity - first) * 4
        return [UInt8](unsafeUninitializedCapacity: stateCount * 8 + wordBytes) { bytes, count in
            let raw = UnsafeMutableRawBufferPointer(bytes)
            for lane in 0..<stateCount {
                raw.storeBytes(of: states[lane].littleEndian, toByteOffset: lane * 8, as: UInt64.self)
            }
            UnsafeMutableRawBufferPointer(rebasing: raw[(stateCount * 8)...])
                .copyMemory(from: UnsafeRawBufferPointer(start: words + first, count: wordBytes))
            count = stateCount * 8 + wordBytes
        }
    }
}
