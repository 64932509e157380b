/// A dense array of 32-bit floats with a shape, row major: the last index varies fastest.
///
///     var weights = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
///     weights[1, 0]                 // 4
///     weights.scalars[0] = -1       // changed in place
///
/// A value: a copy is independent, and costs nothing until one of the two is changed.
public struct Tensor: Sendable, Equatable {
    /// The extent of each dimension; empty for a single number.
    public let shape: [Int]

    /// The numbers in row-major order; their count is the product of `shape` and cannot be changed.
    public var scalars: [Float] {
        get { storage }
        // Not didSet, which would copy all numbers at every change of one.
        _modify {
            yield &storage
            precondition(storage.count == count, "a tensor of shape \(shape) holds \(count) scalars")
        }
    }

    private var storage: [Float]

    /// The number of scalars: the product of `shape`.
    public let count: Int

    /// The tensor of `shape` whose numbers are `scalars`, in row-major order.
    public init(shape: [Int], scalars: [Float]) {
        self.count = Tensor.count(of: shape)
        precondition(scalars.count == count, "shape \(shape) needs \(count) scalars, not \(scalars.count)")
        self.shape = shape
        storage = scalars
    }

    /// The tensor of `shape` that holds `value` everywhere.
    public init(shape: [Int], repeating value: Float = 0) {
        self.init(shape: shape, scalars: Array(repeating: value, count: Tensor.count(of: shape)))
    }

    /// The number at one index per dimension.
    public subscript(indices: Int...) -> Float {
        get { scalars[offset(of: indices)] }
        set { scalars[offset(of: indices)] = newValue }
    }

    /// The number of rows: the extent of the first dimension, 1 for a single number.
    public var rowCount: Int { shape.first ?? 1 }

    /// The numbers of row `index` of the first dimension.
    public func row(_ index: Int) -> ArraySlice<Float> {
        precondition(0..<rowCount ~= index, "row \(index) of \(rowCount)")
        let width = count / rowCount
        return scalars[index * width..<(index + 1) * width]
    }

    /// The tensor of the rows in `range` of the first dimension.
    public func rows(_ range: Range<Int>) -> Tensor {
        precondition(
            !shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= rowCount, "rows \(range) of \(shape)")
        let width = shape.dropFirst().reduce(1, *)
        return Tensor(
            shape: [range.count] + shape.dropFirst(),
            scalars: Array(scalars[range.lowerBound * width..<range.upperBound * width]))
    }

    /// The same numbers in another shape of the same count.
    public func reshaped(to shape: [Int]) -> Tensor {
        Tensor(shape: shape, scalars: scalars)
    }

    private static func count(of shape: [Int]) -> Int {
        precondition(shape.allSatisfy { $0 >= 0 }, "negative extent in shape \(shape)")
        return shape.reduce(1, *)
    }

    private func offset(of indices: [Int]) -> Int {
        precondition(indices.count == shape.count, "\(indices.count) indices into a tensor of shape \(shape)")
        var offset = 0
        for (index, extent) in zip(indices, shape) {
            precondition(0..<extent ~= index, "index \(indices) outside of shape \(shape)")
            offset = offset * extent + index
        }
        return offset
    }
}
