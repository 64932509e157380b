import NeuralNetworks

/// Sums over examples, and over terms of each example, of factor · (∂ℓ/∂w)², for every scalar of every weight.
///
/// ℓ is the cross-entropy of one example against the class that its term names.
package struct SquaredGradients {
    /// For each weight of the network, in order.
    package private(set) var sums: [[Double]]

    /// What is added for an example, given its number and the network's probabilities of the classes.
    package typealias Terms = (_ example: Int, _ probabilities: [Double]) -> [(label: UInt8, factor: Double)]

    /// The sums for some inputs, by the fast way where the layers allow it.
    package init(of network: Network, on inputs: Tensor, terms: Terms) {
        let isDense = network.layers.allSatisfy { $0 is Dense || $0 is ReLU || $0 is Tanh }
        self = isDense ? .dense(of: network, on: inputs, terms: terms) : .plain(of: network, on: inputs, terms: terms)
    }

    /// A forward and a backward pass for each example and term, for any layers.
    package static func plain(of network: Network, on inputs: Tensor, terms: Terms) -> SquaredGradients {
        var result = SquaredGradients(zerosFor: network)
        let outputs = network.outputs(for: inputs)
        for example in 0..<inputs.rowCount {
            let input = inputs.rows(example..<example + 1)
            for (label, factor) in terms(example, softmaxInDouble(outputs.row(example))) {
                let gradients = network.gradients(of: CrossEntropy([label]), on: input)
                for (weight, gradient) in zip(network.parameters, gradients).filter({ $0.0.isWeight }).enumerated() {
                    for (index, value) in gradient.1.scalars.enumerated() {
                        result.sums[weight][index] += factor * Double(value) * Double(value)
                    }
                }
            }
        }
        return result
    }

    /// For dense layers and activations: with the derivative δ by a layer's output, the gradient of w_oi is δ_o · x_i.
    ///
    /// The input x is the same for all terms of an example, so that only Σ factor · δ_o² is needed for it, and carrying
    /// the δ of all terms back costs far less than writing all their gradients.
    package static func dense(of network: Network, on inputs: Tensor, terms: Terms) -> SquaredGradients {
        var result = SquaredGradients(zerosFor: network)
        let activations = network.activations(for: inputs)
        for example in 0..<inputs.rowCount {
            let outputs = activations[activations.count - 1].row(example)
            let probabilities = softmaxInDouble(outputs)
            var sums: [Int: [Double]] = [:]
            for (label, factor) in terms(example, probabilities) {
                var delta = probabilities
                delta[Int(label)] -= 1
                for (index, layer) in network.layers.enumerated().reversed() {
                    switch layer {
                    case let dense as Dense:
                        let squares = delta.map { factor * $0 * $0 }
                        sums[index] = sums[index].map { zip($0, squares).map(+) } ?? squares
                        guard index > 0 else { break }
                        delta = network["\(dense.name).weight"].value.transposedProduct(with: delta)
                    case is ReLU:
                        delta = zip(delta, activations[index].row(example)).map { $1 > 0 ? $0 : 0 }
                    default:
                        delta = zip(delta, activations[index].row(example)).map { $0 * (1 - Double($1) * Double($1)) }
                    }
                }
            }
            let weighted = network.layers.indices.filter { network.layers[$0] is Dense }
            for (weight, layer) in weighted.enumerated() {
                guard let outputSums = sums[layer] else { continue }
                let input = layer == 0 ? inputs.row(example) : activations[layer - 1].row(example)
                result.add(outputSums, timesSquaresOf: input, to: weight)
            }
        }
        return result
    }

    private init(zerosFor network: Network) {
        sums = network.parameters.filter(\.isWeight).map { Array(repeating: 0, count: $0.value.count) }
    }

    private mutating func add(_ outputSums: [Double], timesSquaresOf input: ArraySlice<Float>, to weight: Int) {
        let squares = input.map { Double($0) * Double($0) }
        sums[weight].withUnsafeMutableBufferPointer { sums in
            for (output, sum) in outputSums.enumerated() where sum != 0 {
                let row = output * squares.count
                for index in squares.indices { sums[row + index] += sum * squares[index] }
            }
        }
    }

    /// factor · w² · sum, for each scalar of each weight.
    func scaledBySquaredWeights(of network: Network, factor: Double) -> [[Float]] {
        zip(network.parameters.filter(\.isWeight), sums).map { weight, sums in
            zip(weight.value.scalars, sums).map { Float(factor * Double($0) * Double($0) * $1) }
        }
    }
}

extension Tensor {
    /// Wᵀ·v for a matrix W of shape `[o, i]`.
    fileprivate func transposedProduct(with vector: [Double]) -> [Double] {
        let columns = count / rowCount
        var product = [Double](repeating: 0, count: columns)
        scalars.withUnsafeBufferPointer { scalars in
            for (row, factor) in vector.enumerated() where factor != 0 {
                for column in 0..<columns { product[column] += factor * Double(scalars[row * columns + column]) }
            }
        }
        return product
    }
}

private func softmaxInDouble(_ logits: ArraySlice<Float>) -> [Double] { softmax(Array(logits)).map { Double($0) } }
