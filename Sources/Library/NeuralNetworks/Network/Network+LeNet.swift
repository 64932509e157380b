extension Network {
    /// LeNet-300-100: 784 pixels, two hidden layers of 300 and 100 rectifiers, 10 classes; 266,610 parameters.
    ///
    /// Parameters: `fc1.weight` `[300, 784]`, `fc2.weight` `[100, 300]`, `fc3.weight` `[10, 100]`, and their biases.
    ///
    /// - Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998; with
    ///   rectifiers as in Frankle and Carbin, "The Lottery Ticket Hypothesis", 2019.
    public static func leNet300100(using generator: inout some RandomNumberGenerator) -> Network {
        Network(
            inputShape: [784],
            layers: [
                Dense("fc1", inputs: 784, outputs: 300), ReLU(),
                Dense("fc2", inputs: 300, outputs: 100), ReLU(),
                Dense("fc3", inputs: 100, outputs: 10),
            ],
            using: &generator)
    }

    /// LeNet-5 on images of 28 × 28 pixels, with rectifiers and max pooling; 61,706 parameters.
    ///
    /// Parameters: `conv1.weight` `[6, 1, 5, 5]`, `conv2.weight` `[16, 6, 5, 5]`, `fc1.weight` `[120, 400]`,
    /// `fc2.weight` `[84, 120]`, `fc3.weight` `[10, 84]`, and their biases.
    ///
    /// - Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998; the
    ///   original has scaled tangents, trained subsampling, and not every channel connected in its second convolution.
    public static func leNet5(using generator: inout some RandomNumberGenerator) -> Network {
        Network(
            inputShape: [1, 28, 28],
            layers: [
                Convolution("conv1", inputs: 1, outputs: 6, kernel: 5, padding: 2), ReLU(), MaxPooling(size: 2),
                Convolution("conv2", inputs: 6, outputs: 16, kernel: 5), ReLU(), MaxPooling(size: 2),
                Dense("fc1", inputs: 400, outputs: 120), ReLU(),
                Dense("fc2", inputs: 120, outputs: 84), ReLU(),
                Dense("fc3", inputs: 84, outputs: 10),
            ],
            using: &generator)
    }
}
