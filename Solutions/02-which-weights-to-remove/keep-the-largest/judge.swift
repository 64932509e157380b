import Judging

func magnitudes(_ weights: [Float]) -> [Float] { weights.map(abs).sorted(by: >) }

let judge = Judge<Input, Answer>(
    compare: .all(
        .property("there is a Boolean for each weight, and exactly `count` are true") { input, mask in
            mask.count == input.weights.count && mask.count { $0 } == input.count
        },
        .property("no other choice of `count` weights has a greater sum of magnitudes") { input, mask in
            let kept = zip(input.weights, mask).filter(\.1).map(\.0)
            return magnitudes(kept) == Array(magnitudes(input.weights).prefix(input.count))
        }),
    where: { $0.weights.allSatisfy(\.isFinite) && (0...$0.weights.count).contains($0.count) }
) {
    Group("positive weights", points: 1) { size, random in
        Input(
            weights: random.array(count: size + 2) { Float($0.double(0.01...1)) }, count: random.int(1...(size + 1)))
    }
    Group("both signs", points: 1) { size, random in
        Input(weights: random.array(count: size + 2) { Float($0.normal()) }, count: random.int(1...(size + 1)))
    }
    Group("ties", points: 2, upTo: 400) { size, random in
        Input(
            weights: random.array(count: size + 2) { $0.element(of: [-2, -1, -0.5, 0.5, 1, 2]) },
            count: random.int(1...(size + 1)))
    }
    Group(
        "edges", points: 1,
        inputs: [
            Input(weights: [], count: 0), Input(weights: [1], count: 0), Input(weights: [-1, 2], count: 2),
            Input(weights: [0, 0, -0.0, 0], count: 2), Input(weights: [0, 1e-44, 0, -3e-44, 2e-44], count: 2),
            Input(weights: [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 3e38], count: 2),
            Input(weights: (0..<10_000).map { Float($0 % 7 - 3) }, count: 5000),
        ])
}
