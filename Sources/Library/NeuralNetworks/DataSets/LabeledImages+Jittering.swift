extension LabeledImages {
    /// Every image moved by up to `limit` pixels along each axis, all distances equally likely; what enters is black.
    ///
    /// A digit that is moved is the same digit: images that are jittered anew for each epoch keep a network from learning
    /// by heart. Drawn from a stream of its own for each epoch, they are the same in a training that was stopped and taken
    /// up again.
    ///
    ///     for epoch in 0..<10 {
    ///         var generator = Xoshiro256(seed: 1, stream: UInt64(epoch))
    ///         training.inputs = mnist.train.jittered(by: 2, using: &generator).images
    ///         training.run(epochs: 1)
    ///     }
    ///
    /// - Parameter limit: below the height and the width.
    /// - Complexity: O(pixels).
    public func jittered(by limit: Int, using generator: inout some RandomNumberGenerator) -> LabeledImages {
        precondition(0..<min(rows, columns) ~= limit, "\(limit) pixels of \(rows) × \(columns)")
        var moved = [UInt8](repeating: 0, count: pixels.count)
        for image in 0..<count {
            let down = generator.uniformInteger(below: 2 * limit + 1) - limit
            let right = generator.uniformInteger(below: 2 * limit + 1) - limit
            let start = image * rows * columns
            let width = columns - abs(right)
            for row in max(down, 0)..<min(rows + down, rows) {
                let target = start + row * columns + max(right, 0)
                let source = start + (row - down) * columns + max(-right, 0)
                for column in 0..<width { moved[target + column] = pixels[source + column] }
            }
        }
        return LabeledImages(rows: rows, columns: columns, classes: classes, pixels: moved, labels: labels)
    }
}
