internal import COpenBLAS

/// Four square roots, correctly rounded, in one instruction where the machine has one.
@inline(__always)
func squareRoots(_ numbers: SIMD4<Float>) -> SIMD4<Float> { openblas_four_square_roots(numbers) }
