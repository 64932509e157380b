import NeuralNetworks

/// What a teacher says about every example of a data set: a distribution over the classes at a temperature.
///
/// Rows belong to the examples of the data set by number, so that shuffled batches find the right ones.
///
///     let targets = SoftTargets(of: [teacher], on: data.images, temperature: 4)
///     let training = Training(
///         student, inputs: data.images, loss: DistillationLoss(targets, labels: data.labels, hardShare: 0.1),
///         optimizer: .adam(), seed: 1)
public struct SoftTargets: Sendable, Equatable {
    /// The temperature of the softmax that made the probabilities.
    public let temperature: Double

    /// Shape `[n, classes]`; each row sums to 1.
    public let probabilities: Tensor

    /// Targets that were made elsewhere.
    ///
    /// - Precondition: rows of probabilities, each with sum 1 up to 10⁻³.
    public init(temperature: Double, probabilities: Tensor) {
        precondition(temperature > 0, "a temperature is above 0; got \(temperature)")
        precondition(probabilities.shape.count == 2, "soft targets have shape [n, classes], not \(probabilities.shape)")
        precondition(SoftTargets.areDistributions(probabilities), "a row of the soft targets is not a distribution")
        self.temperature = temperature
        self.probabilities = probabilities
    }

    /// The mean of what several teachers say; of one, what it says.
    ///
    /// - Parameters:
    ///   - teachers: not empty, with the same number of outputs.
    ///   - inputs: n examples.
    /// - Complexity: a forward pass of each teacher over `inputs`.
    /// - Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", 2015.
    public init(of teachers: [Network], on inputs: Tensor, temperature: Double) {
        guard let first = teachers.first else { preconditionFailure("soft targets need a teacher") }
        let classes = first.outputShape.reduce(1, *)
        var sums = [Double](repeating: 0, count: inputs.rowCount * classes)
        for teacher in teachers {
            let outputs = teacher.outputs(for: inputs)
            precondition(outputs.count == sums.count, "teachers with other numbers of outputs")
            for row in 0..<outputs.rowCount {
                for (index, value) in softmax(Array(outputs.row(row)), temperature: temperature).enumerated() {
                    sums[row * classes + index] += Double(value)
                }
            }
        }
        self.init(
            temperature: temperature,
            probabilities: Tensor(
                shape: [inputs.rowCount, classes], scalars: sums.map { Float($0 / Double(teachers.count)) }))
    }

    /// The targets as a safetensors file: the probabilities, and a note of the temperature.
    ///
    ///     try targets.file.write(to: "targets.safetensors")
    public var file: SafetensorsFile {
        SafetensorsFile(
            tensors: [StoredTensor(name: Stored.probabilities, probabilities)],
            metadata: [.init(key: Stored.temperature, value: "\(temperature)")])
    }

    /// Takes targets from a file that `file` made.
    ///
    /// - Parameter name: stands for the file in errors.
    /// - Throws: `SafetensorsError` if the probabilities or the temperature are not there or are none.
    public init(from file: SafetensorsFile, name: String) throws(SafetensorsError) {
        guard let note = file.metadata.first(where: { $0.key == Stored.temperature }),
            let temperature = Double(note.value), temperature > 0, temperature.isFinite
        else { throw SafetensorsError(file: name, offset: 0, problem: .missingNote(key: Stored.temperature)) }
        guard let stored = file[Stored.probabilities], stored.shape.count == 2,
            SoftTargets.areDistributions(stored.tensor)
        else {
            throw SafetensorsError(
                file: name, offset: 0,
                problem: .missingTensor(name: Stored.probabilities, shape: file[Stored.probabilities]?.shape ?? []))
        }
        self.init(temperature: temperature, probabilities: stored.tensor)
    }

    private enum Stored {
        static let probabilities = "soft_targets"
        static let temperature = "temperature"
    }

    /// Whether every row has no negative number and sums to 1 up to 10⁻³.
    private static func areDistributions(_ rows: Tensor) -> Bool {
        (0..<rows.rowCount).allSatisfy { row in
            let values = rows.row(row)
            return values.allSatisfy { $0 >= 0 } && abs(values.reduce(0, +) - 1) < 1e-3
        }
    }

    /// The number of examples.
    public var count: Int { probabilities.rowCount }

    /// The number of classes.
    public var classes: Int { probabilities.shape[1] }

    /// The distribution of example `index`.
    public subscript(index: Int) -> ArraySlice<Float> { probabilities.row(index) }
}
