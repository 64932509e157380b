import EntropyCoding
import Foundation

// The property that every decoder is held to, whatever bytes come: it throws `DamagedStream`, or it returns symbols that
// the same encoder turns into the same bytes. A plain and a fast decoder must agree on either. A violated property, a
// trap, an access outside memory and an allocation beyond the limit of the run all stop the fuzzer.

/// One decoder, fed with an input of which the first bytes choose the code and the count.
typealias Decoder = @Sendable (inout FuzzInput) -> Void

let decoders: [String: Decoder] = [
    "huffman": { input in
        let code = input.part { bytes in (try? HuffmanCode(serialized: bytes)).map { ($0, $0.serialized) } }
        let chosen = code ?? huffmanCodes[input.number(below: huffmanCodes.count)]
        let count = input.number(below: 1500)
        let bytes = input.rest
        let symbols = outcome { () throws(DamagedStream) in try chosen.decode(bytes, count: count, as: Int.self) }
        let plain = outcome { () throws(DamagedStream) in try chosen.decodePlainly(bytes, count: count) }
        require(symbols == plain, "the fast and the plain decoder disagree")
        if case .success(let symbols) = symbols {
            require(chosen.encode(symbols) == bytes, "a stream was accepted that no encoder writes")
            if chosen.alphabetSize <= 256 {
                let narrow = try? chosen.decode(bytes, count: count, as: UInt8.self)
                require(narrow?.map { Int($0) } == symbols, "decoders of different symbol types disagree")
            }
        }
    },
    "rans": { input in
        let model = input.part { bytes in (try? SymbolFrequencies(serialized: bytes)).map { ($0, $0.serialized) } }
        // A model of high precision costs a large table every time.
        let code =
            model.flatMap { $0.precision <= 13 ? RANSCode(frequencies: $0) : nil }
            ?? ransCodes[input.number(below: 60) == 0 ? 0 : 1 + input.number(below: ransCodes.count - 1)]
        // One state or four.
        let count = (input.number(below: 8) == 0 ? RANSCode.manyStates : 0) + input.number(below: 200)
        let bytes = input.rest
        let symbols = outcome { () throws(DamagedStream) in try code.decode(bytes, count: count, as: Int.self) }
        let plain = outcome { () throws(DamagedStream) in try code.decodePlainly(bytes, count: count) }
        require(symbols == plain, "the fast and the plain decoder disagree")
        if case .success(let symbols) = symbols {
            require(code.encode(symbols) == bytes, "a stream was accepted that no encoder writes")
        }
    },
    "range": { input in
        let frequencies = SymbolFrequencies(counts: [80, 10, 5, 5], precision: 2 + input.number(below: 19))
        let isAdaptive = input.number(below: 2) == 0
        let size = 1 + input.number(below: 40)
        let count = input.number(below: 400)
        let bytes = input.rest
        var decoder = RangeDecoder(bytes)
        var model = AdaptiveFrequencies(alphabetSize: size)
        let symbols = (0..<count).map { _ in
            isAdaptive ? decoder.decode(adapting: &model) : decoder.decode(with: frequencies)
        }
        guard (try? decoder.finish()) != nil else { return }
        var encoder = RangeEncoder()
        model = AdaptiveFrequencies(alphabetSize: size)
        for symbol in symbols {
            if isAdaptive {
                encoder.encode(symbol, adapting: &model)
            } else {
                encoder.encode(symbol, with: frequencies)
            }
        }
        require(encoder.finish() == bytes, "a stream was accepted that no encoder writes")
    },
    "weights": { input in
        let code = WeightArrayCode(columns: 1 + input.number(below: 700), rowLength: 1 + input.number(below: 60))
        let count = input.number(below: 3000)
        let bytes = input.rest
        guard let levels = try? code.decode(bytes, count: count) else { return }
        require(code.encode(levels) == bytes, "a stream was accepted that no encoder writes")
    },
    "mask": { input in
        let code = EntropyCodedMask(columns: 1 + input.number(below: 700), rowLength: 1 + input.number(below: 60))
        let length = input.number(below: 3000)
        let bytes = input.rest
        guard let positions = try? code.decode(bytes, length: length) else { return }
        require(code.encode(positions, length: length) == bytes, "a mask was accepted that no encoder writes")
    },
    "golomb": { input in
        let code = GolombCode(divisor: 1 + input.number(below: 1000))
        let (count, length) = (input.number(below: 300), input.number(below: 65_536))
        let bytes = input.rest
        guard let positions = try? code.decode(bytes, count: count, length: length) else { return }
        require(positions.allSatisfy { $0 < length }, "a position is out of range")
        require(code.encode(positions) == bytes, "positions were accepted that no encoder writes")
    },
    "relative": { input in
        let code = RelativeIndexCode(indexBits: 1 + input.number(below: 24), valueBits: 1 + input.number(below: 32))
        let (count, length) = (input.number(below: 300), input.number(below: 65_536))
        let bytes = input.rest
        guard let (positions, values) = try? code.decode(bytes, count: count, length: length) else { return }
        require(positions.allSatisfy { $0 < length }, "a position is out of range")
        require(code.encode(positions: positions, values: values) == bytes, "fields that no encoder writes")
    },
    "bitmask": { input in
        let length = input.number(below: 4000)
        let bytes = input.rest
        guard let positions = try? PositionBitmask.decode(bytes, length: length) else { return }
        require(PositionBitmask.encode(positions, length: length) == bytes, "a mask that no encoder writes")
    },
    "levelblock": { input in
        // Under a checksum that is right, so that what it guards is reached.
        guard let levels = try? LevelBlock.decode(Checksum.sealed(input.rest)) else { return }
        require(levels.count <= LevelBlock.largestCount, "a block is too large")
        // Vast blocks of zeros take few bytes, and long to encode.
        guard levels.count < 5000 else { return }
        let again = LevelBlock.encode(levels, columns: 10, rowLengths: [3])
        require((try? LevelBlock.decode(again.bytes)) == levels, "levels do not come back")
    },
    "planeblock": { input in
        guard let bytes = try? PlaneBlock.decode(Checksum.sealed(input.rest)) else { return }
        require(bytes.count <= PlaneBlock.largestCount, "a block is too large")
        guard bytes.count < 5000 else { return }
        let again = PlaneBlock.encode(bytes, elementWidth: 1)
        require((try? PlaneBlock.decode(again)) == bytes, "bytes do not come back")
    },
    "descriptions": { input in
        let bytes = input.rest
        if let code = try? HuffmanCode(serialized: bytes) {
            require(code.serialized == bytes, "lengths were accepted that no encoder writes")
        }
        if let model = try? SymbolFrequencies(serialized: bytes) {
            require(model.serialized == bytes, "frequencies were accepted that no encoder writes")
        }
    },
]

private let huffmanCodes = [
    HuffmanCode(counts: [8, 4, 2, 1, 1]), HuffmanCode(counts: (0..<30).map { 1 << $0 }), HuffmanCode(counts: [3]),
    HuffmanCode(counts: []), HuffmanCode(counts: (0..<300).map { 1 + $0 * $0 }),
]

private let ransCodes = [
    RANSCode(frequencies: SymbolFrequencies(counts: (0..<300).map { $0 + 1 }, precision: 16)),
    RANSCode(frequencies: SymbolFrequencies(counts: (0..<300).map { $0 + 1 }, precision: 12)),
    RANSCode(frequencies: SymbolFrequencies(counts: [80, 10, 5, 5], precision: 12)),
    RANSCode(frequencies: SymbolFrequencies(counts: [80, 10, 5, 5], precision: 13)),
    RANSCode(frequencies: SymbolFrequencies(counts: [3, 1], precision: 2)),
    RANSCode(frequencies: SymbolFrequencies(counts: [0, 9], precision: 3)),
    RANSCode(frequencies: SymbolFrequencies(counts: [1, 4000], precision: 12)),
]

/// The bytes of one input, taken from the front.
struct FuzzInput {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    /// What is left.
    var rest: [UInt8] { Array(bytes) }

    /// A number that two bytes choose; 0 when there are none.
    mutating func number(below limit: Int) -> Int {
        let pair = bytes.prefix(2)
        bytes = bytes.dropFirst(2)
        return pair.reduce(0) { $0 << 8 | Int($1) } % limit
    }

    /// What `parse` makes of a part whose length one byte tells, if it parses to something that is written the same way.
    mutating func part<Value>(_ parse: ([UInt8]) -> (Value, serialized: [UInt8])?) -> Value? {
        let length = Int(bytes.popFirst() ?? 0)
        let part = Array(bytes.prefix(length))
        guard let (value, serialized) = parse(part) else { return nil }
        require(serialized == part, "a description was accepted that no encoder writes")
        bytes = bytes.dropFirst(length)
        return value
    }
}

func outcome<Value>(_ body: () throws(DamagedStream) -> Value) -> Result<Value, DamagedStream> {
    do { return .success(try body()) } catch { return .failure(error) }
}

func require(_ condition: Bool, _ message: String) {
    if !condition { fatalError(message) }
}

private let chosen: Decoder = {
    let name = ProcessInfo.processInfo.environment["WINNOW_FUZZ_DECODER"] ?? ""
    guard let decoder = decoders[name] else {
        fatalError("WINNOW_FUZZ_DECODER must name one of \(decoders.keys.sorted().joined(separator: ", "))")
    }
    return decoder
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(Array(UnsafeBufferPointer(start: start, count: count)))
    chosen(&input)
    return 0
}
