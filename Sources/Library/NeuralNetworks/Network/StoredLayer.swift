/// A layer as it is written down.
enum StoredLayer: Codable {
    case dense(name: String, inputs: Int, outputs: Int)
    case convolution(name: String, inputs: Int, outputs: Int, kernel: Int, padding: Int)
    case maxPooling(size: Int)
    case relu
    case tanh

    init?(_ layer: any Layer) {
        switch layer {
        case let layer as Dense: self = .dense(name: layer.name, inputs: layer.inputs, outputs: layer.outputs)
        case let layer as Convolution:
            self = .convolution(
                name: layer.name, inputs: layer.inputs, outputs: layer.outputs, kernel: layer.kernel,
                padding: layer.padding)
        case let layer as MaxPooling: self = .maxPooling(size: layer.size)
        case is ReLU: self = .relu
        case is Tanh: self = .tanh
        default: return nil
        }
    }

    var layer: any Layer {
        switch self {
        case .dense(let name, let inputs, let outputs): Dense(name, inputs: inputs, outputs: outputs)
        case .convolution(let name, let inputs, let outputs, let kernel, let padding):
            Convolution(name, inputs: inputs, outputs: outputs, kernel: kernel, padding: padding)
        case .maxPooling(let size): MaxPooling(size: size)
        case .relu: ReLU()
        case .tanh: Tanh()
        }
    }

    /// Whether its numbers are above 0, and so small that no product of them is too large for an integer.
    var isSensible: Bool {
        switch self {
        case .dense(_, let inputs, let outputs): [inputs, outputs].allSatisfy { 1...1 << 28 ~= $0 }
        case .convolution(_, let inputs, let outputs, let kernel, let padding):
            [inputs, outputs, kernel].allSatisfy { 1...1 << 14 ~= $0 } && 0...1 << 14 ~= padding
        case .maxPooling(let size): 1...1 << 14 ~= size
        case .relu, .tanh: true
        }
    }

    /// Whether an input of this shape is one for it.
    func takes(_ shape: [Int]) -> Bool {
        // A convolution makes an extent larger by its padding, and many of them without bound.
        guard shape.allSatisfy({ $0 <= 1 << 28 }) else { return false }
        switch self {
        case .dense(_, let inputs, _):
            var count = 1
            for extent in shape {
                let (product, isTooLarge) = count.multipliedReportingOverflow(by: extent)
                guard !isTooLarge else { return false }
                count = product
            }
            return count == inputs
        case .convolution(_, let inputs, _, let kernel, let padding):
            return shape.count == 3 && shape[0] == inputs
                && shape.dropFirst().allSatisfy { $0 + 2 * padding - kernel + 1 > 0 }
        case .maxPooling: return shape.count == 3
        case .relu, .tanh: return true
        }
    }
}
