/// How the weights of a network are drawn before training; biases start at 0.
public enum Initialization: Sendable {
    /// Normal with variance 2 / (fan-in + fan-out): Glorot and Bengio, 2010; used for the lottery tickets of LeNet.
    case glorotNormal

    /// Uniform with variance 2 / (fan-in + fan-out): Glorot and Bengio, 2010.
    case glorotUniform

    /// Normal with variance 2 / fan-in, for rectifiers: He, Zhang, Ren and Sun, 2015.
    case heNormal

    /// Random weights for `parameter`, or zeros if it is a bias.
    func tensor(for parameter: ParameterShape, using generator: inout some RandomNumberGenerator) -> Tensor {
        guard parameter.shape.count >= 2 else { return Tensor(shape: parameter.shape) }
        let (fanIn, fanOut) = (Double(parameter.fanIn), Double(parameter.fanOut))
        var scalars: [Float] = []
        scalars.reserveCapacity(parameter.count)
        for _ in 0..<parameter.count {
            switch self {
            case .glorotNormal: scalars.append(Float(generator.normal() * (2 / (fanIn + fanOut)).squareRoot()))
            case .glorotUniform:
                scalars.append(Float((2 * generator.uniform() - 1) * (6 / (fanIn + fanOut)).squareRoot()))
            case .heNormal: scalars.append(Float(generator.normal() * (2 / fanIn).squareRoot()))
            }
        }
        return Tensor(shape: parameter.shape, scalars: scalars)
    }
}
