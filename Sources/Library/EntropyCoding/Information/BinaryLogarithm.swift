/// The base-2 logarithm of `x`, to within four units in the last place.
///
/// The module imports nothing, and a series of its own gives the same bits on every machine, which a C library's does
/// not promise. With `m` the significand brought into `√½...√2` and `s = (m − 1)/(m + 1)`, so that `|s| < 0.172`:
/// `ln m = 2 (s + s³/3 + s⁵/5 + …)`. The first term left out is below 2⁻⁶¹ of the sum.
///
/// - Returns: `-infinity` for 0, NaN for a negative number.
package func binaryLogarithm(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 {
        significand /= 2
        exponent += 1
    }
    let s = (significand - 1) / (significand + 1)
    let square = s * s
    var series = 0.0
    for odd in stride(from: 23.0, through: 3.0, by: -2.0) {
        series = (series + 1 / odd) * square
    }
    let twoOverLn2 = 2.8853900817779268
    return exponent + (s + s * series) * twoOverLn2
}
