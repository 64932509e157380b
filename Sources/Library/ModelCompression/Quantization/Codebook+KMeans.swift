import NeuralNetworks

/// Where the centroids of k-means start, for k of them.
public enum CentroidStart: Hashable, Sendable {
    /// Equally spaced from the least weight to the greatest: keeps levels for the rare large weights.
    case linear
    /// At equal shares of the sorted weights: most levels where most weights are.
    case density
    /// At k weights chosen at random, with this seed.
    case random(seed: UInt64)
}

/// A codebook that k-means found, and how it got there.
public struct KMeansResult: Hashable, Sendable {
    /// The centroids, ascending.
    public let codebook: Codebook

    /// The mean squared distance of the weights from their centroids before each update, and after the last.
    /// It never rises.
    public let meanSquaredErrors: [Double]

    /// Whether the last update moved nothing.
    public let isConverged: Bool
}

extension Codebook {
    /// The codebook of `levels` values that k-means finds for weights.
    ///
    /// Lloyd's algorithm on sorted weights: a cluster is a run of them, and prefix sums give its mean, so that an
    /// update costs k binary searches and not a pass over the weights. A centroid that loses all its weights stays
    /// where it is.
    ///
    ///     let found = Codebook.kMeans(of: [0.1, 0.2, 0.25, 0.9, 1.0, 1.1], levels: 2)
    ///     found.codebook.levels   // [0.1833…, 1.0]
    ///
    /// - Parameters:
    ///   - weights: shape `[n]`, finite, not empty; their order does not matter.
    ///   - levels: k, in `1...256`.
    ///   - limit: the greatest number of updates.
    /// - Complexity: O(n log n) once, then O(k log n) per update; 16 n bytes of memory.
    /// - Source: Lloyd, "Least squares quantization in PCM", 1982; Han, Mao, Dally, "Deep Compression", 2016.
    public static func kMeans(
        of weights: [Float], levels: Int, start: CentroidStart = .linear, limit: Int = 300
    ) -> KMeansResult {
        precondition((1...256).contains(levels), "a codebook has 1 to 256 levels; got \(levels)")
        precondition(!weights.isEmpty, "k-means of no weights")
        let sample = SortedWeights(weights)
        var centroids = sample.centroids(levels: levels, start: start)
        var errors: [Double] = []
        var isConverged = false
        repeat {
            let cuts = sample.cuts(between: centroids)
            errors.append(sample.meanSquaredError(of: centroids, cuts: cuts))
            let means = sample.means(cuts: cuts, insteadOf: centroids)
            isConverged = means == centroids
            if errors.count <= limit { centroids = means }
        } while !isConverged && errors.count <= limit
        return KMeansResult(
            codebook: Codebook(levels: centroids), meanSquaredErrors: errors, isConverged: isConverged)
    }

    /// Puts every weight at its nearest level, at the lower one where two are equally near.
    ///
    /// - Parameter weights: shape `[n]`, no NaN.
    /// - Complexity: O(n log k) for k levels.
    public func quantize(_ weights: [Float]) -> QuantizedWeights {
        let order = levels.indices.sorted { levels[$0] < levels[$1] }
        let cuts = zip(order, order.dropFirst()).map { (Double(levels[$0]) + Double(levels[$1])) / 2 }
        let codes = [UInt8](unsafeUninitializedCapacity: weights.count) { codes, filled in
            for (index, weight) in weights.enumerated() {
                let weight = Double(weight)
                codes[index] = UInt8(order[partition(0..<cuts.count) { cuts[$0] < weight }])
            }
            filled = weights.count
        }
        return QuantizedWeights(codes: codes, codebooks: [self])
    }
}

/// Weights in ascending order, with the sums of all their beginnings.
private struct SortedWeights {
    private let values: [Float]
    /// Element i is the sum of the first i values, taken from the middle of the range so that little cancels.
    private let sums: [Double]
    private let center: Double
    private let sumOfSquares: Double

    init(_ weights: [Float]) {
        values = sortedAscending(weights)
        precondition(
            values[0].isFinite && values[values.count - 1].isFinite, "k-means needs weights that are finite")
        let center = (Double(values[0]) + Double(values[values.count - 1])) / 2
        var (sum, squares) = (0.0, 0.0)
        sums = [Double](unsafeUninitializedCapacity: values.count + 1) { [values] sums, filled in
            sums[0] = 0
            for (index, value) in values.enumerated() {
                let distance = Double(value) - center
                sum += distance
                squares += distance * distance
                sums[index + 1] = sum
            }
            filled = values.count + 1
        }
        self.center = center
        sumOfSquares = squares
    }

    func centroids(levels: Int, start: CentroidStart) -> [Float] {
        let (least, greatest) = (Double(values[0]), Double(values[values.count - 1]))
        switch start {
        case .linear:
            let steps = Double(max(levels - 1, 1))
            return (0..<levels).map { Float(least + (greatest - least) * Double($0) / steps) }
        case .density:
            return (0..<levels).map { values[min((2 * $0 + 1) * values.count / (2 * levels), values.count - 1)] }
        case .random(let seed):
            var generator = Xoshiro256(seed: seed)
            return (0..<levels).map { _ in values[generator.uniformInteger(below: values.count)] }.sorted()
        }
    }

    /// Where the clusters begin and end: k + 1 positions. A weight half-way between two centroids is the lower one's.
    func cuts(between centroids: [Float]) -> [Int] {
        var cuts = [0]
        for (lower, upper) in zip(centroids, centroids.dropFirst()) {
            let middle = (Double(lower) + Double(upper)) / 2
            cuts.append(partition(cuts[cuts.count - 1]..<values.count) { Double(values[$0]) <= middle })
        }
        return cuts + [values.count]
    }

    func means(cuts: [Int], insteadOf centroids: [Float]) -> [Float] {
        centroids.indices.map { cluster in
            let (start, end) = (cuts[cluster], cuts[cluster + 1])
            guard start < end else { return centroids[cluster] }
            return Float(center + (sums[end] - sums[start]) / Double(end - start))
        }
    }

    /// Σ (x − c)² = Σ x² − 2c·Σ x + n·c² over every cluster.
    func meanSquaredError(of centroids: [Float], cuts: [Int]) -> Double {
        var total = sumOfSquares
        for (cluster, centroid) in centroids.enumerated() {
            let distance = Double(centroid) - center
            let (start, end) = (cuts[cluster], cuts[cluster + 1])
            total += distance * (Double(end - start) * distance - 2 * (sums[end] - sums[start]))
        }
        return max(total, 0) / Double(values.count)
    }
}

/// The first position in `range` for which `isBefore` is false, if it is true for all before it and false from there.
private func partition(_ range: Range<Int>, where isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
        let middle = (low + high) / 2
        if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
}

/// Radix sort of the keys in three digits: a comparison sort of a million weights would take most of the time here.
private func sortedAscending(_ weights: [Float]) -> [Float] {
    var keys = weights.map { UInt32(bitPattern: ValueOrder.key($0)) ^ 0x8000_0000 }
    var sorted = [UInt32](repeating: 0, count: keys.count)
    for (shift, bits) in [(0, 11), (11, 11), (22, 10)] as [(UInt32, UInt32)] {
        let mask: UInt32 = 1 << bits - 1
        var places = [Int](repeating: 0, count: 1 << bits)
        for key in keys { places[Int(key >> shift & mask)] += 1 }
        var position = 0
        for digit in places.indices { (places[digit], position) = (position, position + places[digit]) }
        for key in keys {
            let digit = Int(key >> shift & mask)
            sorted[places[digit]] = key
            places[digit] += 1
        }
        swap(&keys, &sorted)
    }
    return keys.map { ValueOrder.value(ofKey: Int32(bitPattern: $0 ^ 0x8000_0000)) }
}
