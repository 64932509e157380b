import Foundation
import Judging

let judge = Judge<Input, Answer>(
    compare: .within(relative: 1e-9, absolute: 1e-9), where: { $0.weights > 0 && 0...1 ~= $0.sparsity && $0.rows >= 0 },
    plainly: { i in
        let pruned = Int(i.sparsity * Double(i.weights) + 0.5), counts = [pruned, i.weights - pruned].map(Double.init)
        let ideal = counts.reduce(0) { $1 == 0 ? $0 : $0 + $1 * log2(Double(i.weights) / $1) }
        let table = Double(i.width) * counts[1] + 32 + 32 * Double(i.rows)
        return (i.bits * counts[1] + (i.layout == .ideal ? ideal : i.layout == .csr ? table : Double(i.weights))) / 8
    }
) {
    for layout in [Input.Layout.bitmask, .csr, .ideal] {
        Group(layout.rawValue, points: 1, sizes: 0...1000) { size, random in
            let (weights, sparsity) = (random.int(1...size + 1), random.element(of: [0, 1, 0.5, random.double()]))
            let (bits, rows, width) = (random.double(0...32), random.int(0...size), random.int(1...32))
            return Input(weights: weights, sparsity: sparsity, bits: bits, layout: layout, rows: rows, width: width)
        }
    }
}
