import NeuralNetworks
import Testing

@Suite struct TensorTests {
    @Test func indexesInRowMajorOrder() {
        let tensor = Tensor(shape: [2, 3, 4], scalars: (0..<24).map(Float.init))
        for i in 0..<2 {
            for j in 0..<3 {
                for k in 0..<4 { #expect(tensor[i, j, k] == Float(12 * i + 4 * j + k)) }
            }
        }
        #expect(Array(tensor.row(1)) == (12..<24).map(Float.init))
        #expect(tensor.rows(1..<2) == Tensor(shape: [1, 3, 4], scalars: (12..<24).map(Float.init)))
        #expect(tensor.reshaped(to: [6, 4])[5, 3] == 23)
    }

    @Test func holdsSingleNumbersAndEmptyShapes() {
        #expect(Tensor(shape: [], scalars: [5])[] == 5)
        #expect(Tensor(shape: [0, 3]).count == 0)
        #expect(Tensor(shape: [2, 2], repeating: 1).scalars == [1, 1, 1, 1])
    }

    @Test func copiesAreIndependent() {
        let first = Tensor(shape: [2], scalars: [1, 2])
        var second = first
        second[1] = 5
        second.scalars[0] = 4
        #expect(first.scalars == [1, 2])
        #expect(second.scalars == [4, 5])
    }
}
