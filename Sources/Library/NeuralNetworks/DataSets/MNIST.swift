/// The MNIST database of handwritten digits: 60,000 images to train on and 10,000 to test on, 28 × 28 pixels.
///
///     let mnist = try MNIST(from: "Chapters/data")
///     mnist.train.images.shape    // [60000, 784]
///     mnist.test.labels[0]        // 7
///
/// - Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998.
public struct MNIST: Sendable {
    /// 60,000 images to train on.
    public let train: LabeledImages

    /// 10,000 images to measure accuracy on, by other writers.
    public let test: LabeledImages

    /// Reads the four IDX files in `folder`, with `.gz` behind their names or without.
    ///
    /// - Throws: `DataFileError` for a file that is absent, truncated, or another file than its name says.
    /// - Complexity: about 0.5 s; 235 MB stay in memory.
    public init(from folder: String) throws(DataFileError) {
        try self.init(from: folder, remedy: "make data")
    }

    init(from folder: String, remedy: String) throws(DataFileError) {
        train = try images(folder, prefix: "train", count: 60_000, remedy: remedy)
        test = try images(folder, prefix: "t10k", count: 10_000, remedy: remedy)
    }
}

/// Fashion-MNIST: pictures of clothes in ten classes, of the same shape and number as MNIST, and harder.
///
///     let fashion = try FashionMNIST(from: FashionMNIST.debianFolder)
///
/// - Source: Xiao, Rasul, Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
///   Algorithms", 2017.
public struct FashionMNIST: Sendable {
    /// Where Debian's package `dataset-fashion-mnist` puts the files.
    public static let debianFolder = "/usr/share/datasets/fashion-mnist"

    /// What the ten classes show.
    public static let classNames = [
        "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
    ]

    /// 60,000 images to train on.
    public let train: LabeledImages

    /// 10,000 images to measure accuracy on.
    public let test: LabeledImages

    /// Reads the four IDX files in `folder`, with `.gz` behind their names or without.
    ///
    /// - Throws: `DataFileError` for a file that is absent, truncated, or another file than its name says.
    /// - Complexity: about 0.5 s; 235 MB stay in memory.
    public init(from folder: String = debianFolder) throws(DataFileError) {
        let files = try MNIST(from: folder, remedy: "apt-get install dataset-fashion-mnist")
        train = files.train
        test = files.test
    }
}

private func images(
    _ folder: String, prefix: String, count: Int, remedy: String
) throws(DataFileError) -> LabeledImages {
    let pixels = try file("\(folder)/\(prefix)-images-idx3-ubyte", shape: [count, 28, 28], remedy: remedy)
    let labelsPath = "\(folder)/\(prefix)-labels-idx1-ubyte"
    let labels = try file(labelsPath, shape: [count], remedy: remedy)
    if let index = labels.firstIndex(where: { $0 >= 10 }) {
        throw DataFileError(
            file: labelsPath, problem: .labelOutOfRange(index: index, label: labels[index], classes: 10),
            remedy: remedy)
    }
    return LabeledImages(rows: 28, columns: 28, classes: 10, pixels: pixels, labels: labels)
}

/// The elements of `path` with `.gz`, or of `path` where there is no such file.
private func file(_ path: String, shape: [Int], remedy: String) throws(DataFileError) -> [UInt8] {
    do throws(DataFileError) {
        return try IDXFile(path: path + ".gz", shape: shape, remedy: remedy).elements
    } catch {
        guard error.problem == .absent else { throw error }
        do throws(DataFileError) {
            return try IDXFile(path: path, shape: shape, remedy: remedy).elements
        } catch let plain {
            throw plain.problem == .absent ? error : plain
        }
    }
}
