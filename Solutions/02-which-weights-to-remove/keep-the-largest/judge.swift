import Judging

func weights(_ weight: @escaping (inout Random) -> Float) -> Generator<Input> {
    { size, random in Input(weights: random.array(count: size, of: weight), count: random.int(1...size - 1)) }
}

let judge = Judge<Input, Answer>(
    compare: .keepsGreatest(\.count, by: { $0.weights.map(abs) }),
    where: { $0.weights.allSatisfy(\.isFinite) && 0...$0.weights.count ~= $0.count }
) {
    Group("positive weights", points: 1, sizes: 2...102, make: weights { Float($0.double(0.01...1)) })
    Group("both signs", points: 1, sizes: 2...102, make: weights { Float($0.normal()) })
    Group("ties", points: 2, sizes: 2...402, make: weights { $0.element(of: [-2, -1, -0.5, 0.5, 1, 2]) })
    let subnormal: [Float] = [0, 1e-44, 0, -3e-44, 2e-44], large: [Float] = [3.4e38, -3.4e38, 3e38]
    let many = (0..<10_000).map { Float($0 % 7 - 3) }
    let edges = [([], 0), ([1], 0), ([-1, 2], 2), ([0, 0, -0.0, 0], 2), (subnormal, 2), (large, 2), (many, 5000)]
    Group("edges", points: 1, inputs: edges.map { Input(weights: $0, count: $1) })
}
