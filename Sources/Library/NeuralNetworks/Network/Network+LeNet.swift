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
}
