import EntropyCoding
import Judging

struct NoParameter: Error, CustomStringConvertible {
    let description = "the first byte is no parameter in 0 ... 24"
}

func positions(_ input: Input) -> [Int] { input.mask.indices.filter { input.mask[$0] } }

func withFirstKept(_ count: Int, _ density: Double, _ random: inout Random) -> Input {
    // At least one weight is kept, and the first is not: what else there is stands among the edges.
    var mask = [false] + random.array(count: count) { $0.bool(density) }
    mask[random.int(1...count)] = true
    return Input(mask: mask)
}

let judge = Judge<Input, Answer>(
    compare: .all(
        .restores(positions) { input, bytes in
            guard let k = bytes.first, k <= 24 else { throw NoParameter() }
            return try GolombCode.rice(Int(k)).decode(
                Array(bytes.dropFirst()), count: positions(input).count, length: input.mask.count)
        },
        .property("from 500 weights on, there are at most 1.02 times the bytes of the best k, and 2") { input, bytes in
            let sizes = (0...24).map { 1 + GolombCode.rice($0).encode(positions(input)).count }
            return input.mask.count < 500 || Double(bytes.count) <= 1.02 * Double(sizes.min() ?? 0) + 2
        })
) {
    Group("round trip", points: 3, upTo: 300) { size, random in
        withFirstKept(size + 1, random.double(0.01...0.7), &random)
    }
    Group("size", points: 2, upTo: 3000) { size, random in
        withFirstKept(size + 500, random.element(of: [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.003]), &random)
    }
    Group(
        "edges", points: 1,
        inputs: [
            Input(mask: []), Input(mask: [false]), Input(mask: [true]), Input(mask: Array(repeating: true, count: 9)),
            Input(mask: Array(repeating: true, count: 2000)), Input(mask: Array(repeating: false, count: 2000)),
            Input(mask: (0..<20_000).map { $0 == 19_999 }), Input(mask: (0..<20_000).map { $0 == 0 }),
            Input(mask: (0..<640).map { $0 % 32 == 31 }), Input(mask: (0..<660).map { $0 % 33 == 32 }),
        ])
}
