import NeuralNetworks

// A unit is an output of a hidden layer: a neuron of a dense layer, a filter of a convolution. Its weights are a row of
// the layer's weight, and it owns an equal, contiguous part of the inputs of the next layer that has parameters.

extension Network {
    /// How much each unit of a layer matters: the sum of the saliencies of its weights, by default their L1 norm.
    ///
    /// - Parameter layer: the name of a layer with parameters, such as `fc1`.
    /// - Returns: shape `[units]`.
    /// - Source: Li, Kadav, Durdanovic, Samet, Graf, "Pruning Filters for Efficient ConvNets", 2017.
    public func unitSaliency(of layer: String, by saliency: Saliency = .magnitude) -> [Float] {
        let name = "\(layer).weight"
        let rows = self[name].value.rowCount
        guard let index = parameters.filter(\.isWeight).firstIndex(where: { $0.name == name }) else {
            preconditionFailure("\(name) is not a weight")
        }
        let scores = saliency.scores(of: self)[index]
        let width = scores.count / rows
        return (0..<rows).map { row in
            Float(scores[row * width..<(row + 1) * width].reduce(0.0) { $0 + Double($1) })
        }
    }

    /// This network with the least salient units of some hidden layers taken out: a smaller dense network.
    ///
    /// Of each layer's u units exactly `⌊u·sparsity + ½⌋` are removed, the scores being those of the whole network.
    ///
    /// - Parameter layers: names of hidden layers, such as `["fc1", "fc2"]`.
    public func removingUnits(
        _ sparsity: Sparsity, of layers: [String], by saliency: Saliency = .magnitude
    ) -> Network {
        let removed = layers.map { layer in
            let scores = unitSaliency(of: layer, by: saliency)
            return Mask.pruning(sparsity.prunedCount(of: scores.count), leastOf: scores).inverted.keptIndices
        }
        return zip(layers, removed).reduce(self) { $0.removingUnits($1.1, of: $1.0) }
    }

    /// This network with units of a hidden layer taken out: their weights and biases, and the inputs of the next layer
    /// that came from them.
    ///
    /// The outputs are those of `maskingUnits(_:of:)`, up to the rounding of sums in another order. It takes fewer
    /// multiplications, in proportion to the weights that are left.
    ///
    /// - Parameters:
    ///   - units: some, but not all, of the layer's units.
    ///   - layer: the name of a layer with parameters, not the last one.
    /// - Precondition: what lies between this layer and the next one with parameters turns zeros into zeros.
    public func removingUnits(_ units: [Int], of layer: String) -> Network {
        let place = UnitPlace(of: layer, in: self)
        let removed = Set(units)
        precondition(
            removed.allSatisfy { (0..<place.units).contains($0) } && removed.count < place.units,
            "units \(removed.sorted()) of the \(place.units) of \(layer): some must stay")
        let kept = (0..<place.units).filter { !removed.contains($0) }
        let keptInputs = kept.flatMap { $0 * place.block..<($0 + 1) * place.block }

        var layers = self.layers
        layers[place.layer] = layers[place.layer].resized(inputs: nil, outputs: kept.count)
        layers[place.next] = layers[place.next].resized(inputs: kept.count * place.inputsPerUnit, outputs: nil)
        return Network(
            inputShape: inputShape, layers: layers,
            parameters: parameters.map { parameter in
                switch parameter.name {
                case "\(layer).weight", "\(layer).bias": parameter.keeping(rows: kept)
                case "\(layers[place.next].name).weight": parameter.keeping(columns: keptInputs)
                default: parameter
                }
            })
    }

    /// This network with units of a layer switched off: their weights and biases are masked, and stay zero in training.
    public func maskingUnits(_ units: [Int], of layer: String) -> Network {
        var network = self
        for parameter in parameters where parameter.name == "\(layer).weight" || parameter.name == "\(layer).bias" {
            var mask = parameter.mask ?? Array(repeating: true, count: parameter.value.count)
            let width = parameter.value.count / parameter.value.rowCount
            for unit in units {
                precondition((0..<parameter.value.rowCount).contains(unit), "no unit \(unit) of \(layer)")
                for index in unit * width..<(unit + 1) * width { mask[index] = false }
            }
            network[parameter.name].mask = mask
        }
        return network
    }

    /// This network without the hidden units that cannot matter: those that no input reaches, and those that no output
    /// reads.
    ///
    /// A unit whose incoming weights are all zero still gives the constant that its bias says; that constant is added
    /// to the biases of the next layer, so that the outputs stay the same up to rounding. The last unit of a layer is
    /// left, since a layer needs one.
    ///
    /// - Complexity: O(parameters) per removed layer of dead units.
    public func removingDeadUnits() -> Network {
        var network = self
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            let hidden = network.layers.filter { !$0.parameterShapes.isEmpty }.map(\.name).dropLast()
            for layer in hidden {
                let place = UnitPlace(of: layer, in: network)
                let unread = place.unreadUnits(in: network)
                let constant = place.unreachedUnits(in: network).filter { !unread.contains($0) && place.canFold }
                let dead = Array((unread + constant).sorted().prefix(place.units - 1))
                guard !dead.isEmpty else { continue }
                hasChanged = true
                network = place.folded(constant.filter { dead.contains($0) }, in: network)
                network = network.maskingUnits(dead, of: layer).removingUnits(dead, of: layer)
            }
        }
        return network
    }
}

/// A hidden layer, and the next layer with parameters, which reads its units.
private struct UnitPlace {
    let layer: Int
    let next: Int
    let units: Int
    /// Scalars of the next layer's weight row that belong to one unit.
    let block: Int
    /// Inputs of the next layer, as it counts them, that belong to one unit.
    let inputsPerUnit: Int
    /// Whether a constant unit can become part of the next biases: a padded convolution sees its edge.
    let canFold: Bool
    private let between: Network

    init(of name: String, in network: Network) {
        guard let layer = network.layers.firstIndex(where: { $0.name == name && !$0.parameterShapes.isEmpty }),
            let next = network.layers.indices.first(where: {
                $0 > layer && !network.layers[$0].parameterShapes.isEmpty
            })
        else { preconditionFailure("\(name) is not a hidden layer with parameters") }
        self.layer = layer
        self.next = next
        units = network["\(name).weight"].value.rowCount
        let nextWeight = network["\(network.layers[next].name).weight"].value
        block = nextWeight.count / nextWeight.rowCount / units
        let shape = network.layers[0...layer].reduce(network.inputShape) { $1.outputShape(for: $0) }
        between = Network(inputShape: shape, layers: Array(network.layers[layer + 1..<next]), parameters: [])
        let nextShape = between.outputShape
        inputsPerUnit = network.layers[next] is Dense ? block : 1
        canFold = network.layers[next] is Dense
        precondition(
            nextWeight.count == nextWeight.rowCount * units * block && nextShape.reduce(1, *).isMultiple(of: units),
            "\(network.layers[next].name) does not read the units of \(name) in equal parts")
        precondition(
            response(to: Array(repeating: 0, count: units)).allSatisfy { $0 == 0 },
            "a layer between \(name) and \(network.layers[next].name) turns zeros into something else")
    }

    /// What the next layer reads if every scalar of unit u is `values[u]`.
    func response(to values: [Float]) -> [Float] {
        let perUnit = between.inputShape.reduce(1, *) / units
        let input = values.flatMap { Array(repeating: $0, count: perUnit) }
        guard !between.layers.isEmpty else { return input }
        return between.outputs(for: Tensor(shape: [1] + between.inputShape, scalars: input)).scalars
    }

    func unreachedUnits(in network: Network) -> [Int] {
        let weight = network["\(network.layers[layer].name).weight"].value
        return (0..<units).filter { unit in weight.row(unit).allSatisfy { $0 == 0 } }
    }

    func unreadUnits(in network: Network) -> [Int] {
        let weight = network["\(network.layers[next].name).weight"].value
        let width = weight.count / weight.rowCount
        var isRead = [Bool](repeating: false, count: units)
        for (index, value) in weight.scalars.enumerated() where value != 0 { isRead[index % width / block] = true }
        return isRead.indices.filter { !isRead[$0] }
    }

    /// The network with what these units constantly give added to the next layer's biases.
    func folded(_ constant: [Int], in network: Network) -> Network {
        guard !constant.isEmpty else { return network }
        var network = network
        let bias = network["\(network.layers[layer].name).bias"].value.scalars
        let response = response(to: (0..<units).map { constant.contains($0) ? bias[$0] : 0 })
        let name = network.layers[next].name
        let weight = network["\(name).weight"].value
        for row in 0..<weight.rowCount {
            let change = zip(weight.row(row), response).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            guard change != 0 else { continue }
            network["\(name).bias"].mask?[row] = true
            network["\(name).bias"].value.scalars[row] += Float(change)
        }
        return network
    }
}

extension Layer {
    /// This layer with another number of inputs or outputs.
    fileprivate func resized(inputs: Int?, outputs: Int?) -> any Layer {
        switch self {
        case let dense as Dense:
            Dense(dense.name, inputs: inputs ?? dense.inputs, outputs: outputs ?? dense.outputs)
        case let convolution as Convolution:
            Convolution(
                convolution.name, inputs: inputs ?? convolution.inputs, outputs: outputs ?? convolution.outputs,
                kernel: convolution.kernel, padding: convolution.padding)
        default:
            preconditionFailure("units of layer \(name) cannot be removed")
        }
    }
}

extension Parameter {
    fileprivate func keeping(rows: [Int]) -> Parameter {
        let width = value.count / value.rowCount
        return keeping(rows.flatMap { $0 * width..<($0 + 1) * width }, shape: [rows.count] + value.shape.dropFirst())
    }

    /// Of each row, the scalars at these places; a kernel stays whole.
    fileprivate func keeping(columns: [Int]) -> Parameter {
        let width = value.count / value.rowCount
        var shape = value.shape
        shape[1] = shape[1] * columns.count / width
        return keeping((0..<value.rowCount).flatMap { row in columns.map { row * width + $0 } }, shape: shape)
    }

    private func keeping(_ indices: [Int], shape: [Int]) -> Parameter {
        Parameter(
            name: name, value: Tensor(shape: shape, scalars: indices.map { value.scalars[$0] }),
            mask: mask.map { mask in indices.map { mask[$0] } })
    }
}
