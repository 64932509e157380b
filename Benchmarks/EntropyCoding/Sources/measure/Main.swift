import EntropyCoding
import Foundation

// measure make DIR      writes the synthetic streams
// measure DIR           codes every stream in DIR and prints a line of JSON for each coder

/// The median of five runs' CPU time on this thread, in seconds, and what the last one gave.
func median<Result>(_ body: () throws -> Result) rethrows -> (seconds: Double, result: Result) {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    var times: [Double] = []
    while true {
        let start = now()
        let result = try body()
        times.append(now() - start)
        if times.count == 5 { return (times.sorted()[2], result) }
    }
}

func report(_ stream: String, _ coder: String, symbols: Int, bytes: Int, encode: Double, decode: Double) {
    print(
        #"{"stream": "\#(stream)", "coder": "\#(coder)", "symbols": \#(symbols), "bytes": \#(bytes), "#
            + #""encode": \#(encode), "decode": \#(decode)}"#)
}

/// Codes, decodes, compares and reports; the description of the code counts among its bytes.
func measure<Symbol: Equatable>(
    _ stream: String, _ coder: String, _ symbols: [Symbol], description: Int,
    encode: ([Symbol]) -> [UInt8], decode: ([UInt8]) throws -> [Symbol]
) rethrows {
    let encoded = median { encode(symbols) }
    let decoded = try median { try decode(encoded.result) }
    precondition(decoded.result == symbols, "\(coder) did not bring \(stream) back")
    report(
        stream, coder, symbols: symbols.count, bytes: encoded.result.count + description, encode: encoded.seconds,
        decode: decoded.seconds)
}

@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "make", let folder = arguments.last {
            for name in ["p80", "g4", "g8"] {
                try Data(synthetic(name)).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
            }
            return
        }
        guard let folder = arguments.first else { return print("usage: measure [make] DIR") }
        for stream in streams {
            let file = URL(fileURLWithPath: folder).appendingPathComponent(stream.name)
            let symbols = [UInt8](try Data(contentsOf: file))
            let message = counts(of: symbols)
            let bound = entropy(ofCounts: message) * Double(symbols.count) / 8
            report(stream.name, "entropy", symbols: symbols.count, bytes: Int(bound.rounded(.up)), encode: 0, decode: 0)

            let huffman = HuffmanCode(counts: message)
            try measure(
                stream.name, "Huffman", symbols, description: huffman.serialized.count, encode: huffman.encode,
                decode: { try huffman.decode($0, count: symbols.count) })

            let rans = RANSCode(counts: message)
            try measure(
                stream.name, "rANS", symbols, description: rans.frequencies.serialized.count, encode: rans.encode,
                decode: { try rans.decode($0, count: symbols.count) })

            let model = rans.frequencies
            try measure(
                stream.name, "range", symbols, description: model.serialized.count,
                encode: { symbols in
                    var encoder = RangeEncoder()
                    for symbol in symbols { encoder.encode(Int(symbol), with: model) }
                    return encoder.finish()
                },
                decode: { bytes in
                    var decoder = RangeDecoder(bytes)
                    let result = (0..<symbols.count).map { _ in UInt8(decoder.decode(with: model)) }
                    try decoder.finish()
                    return result
                })

            let levels = symbols.map { Int32($0) - Int32(stream.offset) }
            let weights = WeightArrayCode(columns: stream.columns, rowLength: stream.rowLength)
            try measure(
                stream.name, "weights", levels, description: 0, encode: weights.encode,
                decode: { try weights.decode($0, count: levels.count) })
        }
    }
}
