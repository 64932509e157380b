import EntropyCoding
import NeuralNetworks

extension BlockEncoder {
    /// With more elements than this a tensor's layout is chosen by entropies, with fewer by coding it in each layout.
    private static let trialLimit = 1 << 16

    /// The encoder that keeps every bit of a tensor in the fewest bytes.
    ///
    /// - Complexity: O(n), besides the coding of up to 2¹⁶ elements in three layouts.
    init(exactly entry: SafetensorsHeader.Entry, bytes: [UInt8]) {
        let type = entry.type
        var patterns: Set<UInt64> = []
        let areFew = bytes.withUnsafeBytes {
            type.word.collectPatterns(of: $0, in: &patterns, limit: Palette.largestCount)
        }
        let zeros = bytes.withUnsafeBytes { type.word.countZeros(of: $0, ignoring: 0) }
        func encoder(_ layout: TensorRecord.Layout) -> BlockEncoder {
            guard layout == .levels else { return BlockEncoder(entry, bytes: bytes, layout: layout, levels: .none) }
            let palette = Palette(of: patterns, type: type)
            return BlockEncoder(entry, bytes: bytes, layout: .levels, levels: .exact(palette, palette.table))
        }
        if entry.count == 0 {
            self = encoder(.planes)
        } else if entry.count <= Self.trialLimit {
            var layouts: [TensorRecord.Layout] = [.planes]
            if zeros > 0 { layouts.append(.sparsePlanes) }
            if areFew { layouts.append(.levels) }
            let trials = layouts.map { layout in
                let trial = encoder(layout)
                let sideBytes = layout == .levels ? patterns.count * type.size : 0
                return (trial, trial.encode(0).byteCount + sideBytes)
            }
            self = trials.min { $0.1 < $1.1 }?.0 ?? encoder(.planes)
        } else if areFew {
            // Numbers have no more entropy than their bytes apart.
            self = encoder(.levels)
        } else {
            self = encoder(Self.arePlanesSparse(bytes, type, zeros: zeros) ? .sparsePlanes : .planes)
        }
    }

    /// Whether a mask of zeros and the planes of the others have less entropy, by a hundredth, than the planes of all.
    private static func arePlanesSparse(_ bytes: [UInt8], _ type: ElementType, zeros: Int) -> Bool {
        guard zeros > 0 else { return false }
        var counts = [Int](repeating: 0, count: 256 * type.size)
        bytes.withUnsafeBytes { type.word.countPlanes(of: $0, in: &counts) }
        let dense = entropyOfPlanes(counts)
        // A zero has a zero in every plane.
        for plane in 0..<type.size { counts[256 * plane] -= zeros }
        let count = bytes.count / type.size
        let mask = Double(count) * entropy(ofCounts: [zeros, count - zeros])
        return mask + entropyOfPlanes(counts) < 0.99 * dense
    }

    /// The entropy of all planes in bits, each by itself; counts of shape `[width · 256]`.
    static func entropyOfPlanes(_ counts: [Int]) -> Double {
        stride(from: 0, to: counts.count, by: 256).reduce(0) { sum, start in
            let plane = Array(counts[start..<start + 256])
            return sum + Double(plane.reduce(0, +)) * entropy(ofCounts: plane)
        }
    }
}
