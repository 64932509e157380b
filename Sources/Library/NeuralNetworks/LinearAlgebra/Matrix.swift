internal import COpenBLAS

/// A matrix somewhere in memory, row major, read as it lies or transposed.
struct Matrix {
    let start: UnsafePointer<Float>
    let rows: Int
    let columns: Int
    let stride: Int
    let isTransposed: Bool

    /// The matrix whose rows begin every `stride` floats from `start`; default: one directly after another.
    init(_ start: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        self.init(start: start, rows: rows, columns: columns, stride: stride ?? columns, isTransposed: false)
    }

    private init(start: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int, isTransposed: Bool) {
        self.start = start
        self.rows = rows
        self.columns = columns
        self.stride = stride
        self.isTransposed = isTransposed
    }

    /// The transpose, over the same memory.
    var transposed: Matrix {
        Matrix(start: start, rows: columns, columns: rows, stride: stride, isTransposed: !isTransposed)
    }
}

/// Writes a·b to `product`, row major without gaps.
func setProduct(_ a: Matrix, _ b: Matrix, in product: UnsafeMutablePointer<Float>) {
    multiply(a, b, scale: 0, into: product)
}

/// Adds a·b to `sum`, row major without gaps.
func addProduct(_ a: Matrix, _ b: Matrix, to sum: UnsafeMutablePointer<Float>) {
    multiply(a, b, scale: 1, into: sum)
}

/// result ← a·b + scale·result.
private func multiply(_ a: Matrix, _ b: Matrix, scale: Float, into result: UnsafeMutablePointer<Float>) {
    precondition(a.columns == b.rows)
    oneThread
    cblas_sgemm(
        CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
        blasint(a.rows), blasint(b.columns), blasint(a.columns),
        1, a.start, blasint(a.stride), b.start, blasint(b.stride),
        scale, result, blasint(b.columns))
}

/// OpenBLAS's own threads spin while they wait, and may divide sums differently from run to run: none are used.
private let oneThread: Void = openblas_set_num_threads(1)
