import Judging
import ModelCompression

let judge = Judge<Input, Answer>(
    compare: .all(
        .restores({ Mask($0.mask).keptIndices }, parameter: 0...24) { input, k, words in
            try GolombCode.rice(k).decode(words, count: Mask(input.mask).keptCount, length: input.mask.count)
        },
        .property("from 500 weights on, there are at most 1.02 times the bytes of the best k, and 2") { input, bytes in
            let sizes = (0...24).lazy.map { 1 + GolombCode.rice($0).encode(Mask(input.mask).keptIndices).count }
            return input.mask.count < 500 || Double(bytes.count) <= 1.02 * Double(sizes.min() ?? 0) + 2
        })
) {
    Group("round trip", points: 3, sizes: 1...300) { Input(mask: [false] + $1.mask(count: $0)) }
    Group("size", points: 2, sizes: 500...2000) { size, random in
        Input(mask: [false] + random.mask(count: size, keeping: size / random.element(of: [2, 4, 10, 50, 300])))
    }
    // Every n-th weight is kept: all, none, one far away, and gaps on both sides of a power of two.
    let edges = [(0, 1), (9, 1), (2000, 1), (2000, 2001), (20_000, 20_000), (20_000, 11_000), (640, 32), (660, 33)]
    Group("edges", points: 1, inputs: edges.map { count, n in Input(mask: (0..<count).map { $0 % n == n - 1 }) })
}
