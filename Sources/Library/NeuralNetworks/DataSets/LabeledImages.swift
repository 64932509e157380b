/// Grey images of equal size with the class of each.
public struct LabeledImages: Sendable {
    /// The height of an image in pixels.
    public let rows: Int

    /// The width of an image in pixels.
    public let columns: Int

    /// The number of classes; every label is below it.
    public let classes: Int

    /// The images as they were stored, 0 black to 255 white, image after image, row after row.
    public let pixels: [UInt8]

    /// The class of each image.
    public let labels: [UInt8]

    /// The images scaled to `0...1`, shape `[n, rows · columns]`.
    public let images: Tensor

    /// The images in `pixels`, with a label below `classes` for each.
    public init(rows: Int, columns: Int, classes: Int, pixels: [UInt8], labels: [UInt8]) {
        precondition(pixels.count == labels.count * rows * columns, "\(pixels.count) pixels, \(labels.count) labels")
        precondition(labels.allSatisfy { Int($0) < classes }, "a label outside of \(classes) classes")
        self.rows = rows
        self.columns = columns
        self.classes = classes
        self.pixels = pixels
        self.labels = labels
        let scaled = (0...255).map { Float($0) / 255 }
        images = Tensor(shape: [labels.count, rows * columns], scalars: pixels.map { scaled[Int($0)] })
    }

    /// The number of images.
    public var count: Int { labels.count }

    /// The images in `range`, in the same order.
    public subscript(range: Range<Int>) -> LabeledImages {
        let size = rows * columns
        return LabeledImages(
            rows: rows, columns: columns, classes: classes,
            pixels: Array(pixels[range.lowerBound * size..<range.upperBound * size]), labels: Array(labels[range]))
    }
}
