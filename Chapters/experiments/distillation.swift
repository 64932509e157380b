// A large network teaches small ones on MNIST, as Hinton, Vinyals and Dean did it (2015): the teacher is
// 784-1200-1200-10, trained on images that are moved by up to two pixels, anew in every epoch; the students see the
// images as they are. They learn from the labels, or, for nine tenths of the loss, from the teacher's softmax at a
// temperature. Students of a seed and size begin with the same weights and make the same steps on the same batches: all
// that differs is the target.
//
// Some students never see a 3, and those with a teacher hear no label: what they know of threes, the soft targets of
// other digits told them. The bias of the 3 is then too low; it is raised by what gives the fewest errors on 5,000
// training images.
import CellSupport
import ModelCompression

struct Point: Encodable {
    /// The widths of the hidden layers.
    var network: String
    /// `labels`, `teacher`, or `jitter` for the teacher itself, which learns from labels on moved images.
    var targets: String
    /// Of the soft targets; 1 where there are none.
    var temperature: Double
    /// Whether threes are left out of the training images.
    var withoutThrees: Bool
    /// Of the initial weights and the order of the training examples.
    var seed: UInt64
}

struct Result: Encodable {
    /// Wrong answers among the 10,000 test images.
    var testErrors: Int
    /// Wrong answers among the 1,010 threes of them.
    var threesWrong: Int
    /// The mean cross-entropy on the test images, in nats.
    var testLoss: Double
    /// The share of test images for which student and teacher say the same; of the teacher's students.
    var agreement: Double?
    /// By how much the bias of the 3 was raised, and the errors afterwards.
    var biasShift: Double = 0
    var shiftedErrors: Int
    var shiftedThreesWrong: Int
    /// Steps of the training.
    var steps: Int
}

let batchSize = 200
/// The share of the labels in the loss of a student with a teacher.
let hardShare = 0.1
let teacherEpochs = 14
/// The students' hidden layers, and how often they go through the training images.
let students = [(network: "800-800", epochs: 5), (network: "300-100", epochs: 12), (network: "30", epochs: 20)]
let seeds: ClosedRange<UInt64> = 1...3
let sizes = students.map(\.network)

// The teacher first, and then what needs no teacher, so that a second process does not train another one.
let grid =
    [Point(network: "1200-1200", targets: "jitter", temperature: 1, withoutThrees: false, seed: 1)]
    + combinations(sizes, seeds) {
        Point(network: $0, targets: "labels", temperature: 1, withoutThrees: false, seed: $1)
    }
    + seeds.map { Point(network: "300-100", targets: "labels", temperature: 1, withoutThrees: true, seed: $0) }
    + combinations(["800-800"], [4, 20], seeds) {
        Point(network: $0, targets: "teacher", temperature: $1, withoutThrees: false, seed: $2)
    }
    + combinations(["300-100", "30"], [1, 4, 20], seeds) {
        Point(network: $0, targets: "teacher", temperature: $1, withoutThrees: false, seed: $2)
    }
    + combinations([4, 20], seeds) {
        Point(network: "300-100", targets: "teacher", temperature: $0, withoutThrees: true, seed: $1)
    }

/// A network of rectifiers with hidden layers of these widths, as in `300-100`.
func makeNetwork(_ hidden: String, seed: UInt64) -> Network {
    var layers: [any Layer] = []
    var inputs = 784
    for width in hidden.split(separator: "-").compactMap({ Int($0) }) {
        layers += [Dense("fc\(layers.count / 2 + 1)", inputs: inputs, outputs: width), ReLU()]
        inputs = width
    }
    layers.append(Dense("fc\(layers.count / 2 + 1)", inputs: inputs, outputs: 10))
    var generator = Xoshiro256(seed: seed)
    return Network(inputShape: [784], layers: layers, initialization: .heNormal, using: &generator)
}

func errors(of network: Network, on data: LabeledImages) -> Int {
    let evaluation = network.evaluate(on: data)
    return evaluation.count - evaluation.correct
}

func steps(_ epochs: Int, on data: LabeledImages) -> Int { epochs * ((data.count + batchSize - 1) / batchSize) }

func threes(in data: LabeledImages, are isWanted: Bool) -> LabeledImages {
    let size = data.rows * data.columns
    let indices = data.labels.indices.filter { (data.labels[$0] == 3) == isWanted }
    return LabeledImages(
        rows: data.rows, columns: data.columns, classes: data.classes,
        pixels: indices.flatMap { data.pixels[$0 * size..<($0 + 1) * size] }, labels: indices.map { data.labels[$0] })
}

try experiment(over: grid) { point in
    let mnist = try MNIST(from: "Chapters/data")

    func trained(
        _ network: Network, on data: LabeledImages, _ loss: some Loss, epochs: Int, jitter: Int = 0, seed: UInt64
    ) -> Network {
        let training = Training(
            network, inputs: data.images, loss: loss, optimizer: .adam(),
            schedule: .cosine(steps: steps(epochs, on: data)), batchSize: batchSize, seed: seed)
        for epoch in 0..<epochs {
            if jitter > 0 {
                var generator = Xoshiro256(seed: seed, stream: UInt64(epoch))
                training.inputs = data.jittered(by: jitter, using: &generator).images
            }
            training.run(epochs: 1)
        }
        return training.network
    }

    let epochs = students.first { $0.network == point.network }?.epochs ?? teacherEpochs
    let data = point.withoutThrees ? threes(in: mnist.train, are: false) : mnist.train
    let start = makeNetwork(point.network, seed: point.seed)
    let teacher: Network?
    let network: Network
    if point.targets == "labels" {
        teacher = nil
        network = trained(start, on: data, CrossEntropy(data.labels), epochs: epochs, seed: point.seed)
    } else {
        let trainedTeacher = try checkpoint("the teacher") {
            trained(
                makeNetwork("1200-1200", seed: 1), on: mnist.train, CrossEntropy(mnist.train.labels),
                epochs: teacherEpochs, jitter: 2, seed: 1)
        }
        teacher = trainedTeacher
        if point.targets == "jitter" {
            network = trainedTeacher
        } else {
            let targets = try checkpoint(
                "its answers at temperature \(point.temperature), threes left out: \(point.withoutThrees)",
                save: { $0.file.encoded },
                load: { try SoftTargets(from: SafetensorsFile(bytes: $0, name: "answers"), name: "answers") }
            ) { SoftTargets(of: [trainedTeacher], on: data.images, temperature: point.temperature) }
            let loss = DistillationLoss(
                targets, labels: data.labels, hardShare: point.withoutThrees ? 0 : hardShare)
            network = trained(start, on: data, loss, epochs: epochs, seed: point.seed)
        }
    }

    let testThrees = threes(in: mnist.test, are: true)
    var result = Result(
        testErrors: errors(of: network, on: mnist.test), threesWrong: errors(of: network, on: testThrees),
        testLoss: network.evaluate(on: mnist.test).meanLoss,
        agreement: teacher.map { network.agreement(with: $0, on: mnist.test.images) }, shiftedErrors: 0,
        shiftedThreesWrong: 0, steps: steps(epochs, on: data))
    var shifted = network
    if point.withoutThrees {
        let bias = network.parameters.count - 1
        func raised(by shift: Double) -> Network {
            var network = network
            network.parameters[bias].value.scalars[3] += Float(shift)
            return network
        }
        let shifts = stride(from: 0.0, through: 12, by: 0.5)
        let sample = mnist.train[0..<5000]
        let sampleErrors = shifts.map { errors(of: raised(by: $0), on: sample) }
        result.biasShift = zip(shifts, sampleErrors).min { $0.1 < $1.1 }?.0 ?? 0
        shifted = raised(by: result.biasShift)
    }
    result.shiftedErrors = errors(of: shifted, on: mnist.test)
    result.shiftedThreesWrong = errors(of: shifted, on: testThrees)
    return result
}
