import Judging

let judge = Judge<Input, Answer>(
    compare: .within(relative: 1e-9), where: { $0.parameters >= 0 && 0...1 ~= $0.sparsity && $0.bits >= 0 },
    plainly: { input in
        var kept = input.parameters
        while Double(input.parameters - kept) + 0.5 <= input.sparsity * Double(input.parameters) { kept -= 1 }
        return Double(kept) * input.bits / 8
    }
) {
    Group("small", points: 1, sizes: 0...1000) { size, random in
        Input(parameters: random.int(0...size), sparsity: random.double(), bits: random.double(0...32))
    }
    let odd = [(7, 0.5, 8.0), (1000, 1, 4), (266_610, 0, 32), (1, 0.25, 0.125), (1_000_001, 0.5, 1)]
    Group("edges", points: 1, inputs: odd.map { Input(parameters: $0.0, sparsity: $0.1, bits: $0.2) })
}
