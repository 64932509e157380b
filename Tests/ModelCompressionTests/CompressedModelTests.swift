import ModelCompression
import NeuralNetworks
import Testing

@Suite("Compressed model files")
struct CompressedModelTests {
    @Test("without options a file comes back byte for byte", arguments: 0..<60)
    func lossless(seed: UInt64) throws {
        let original = RandomModel(seed: seed).bytes
        for threads in [1, 2, 3] {
            let encoded = try CompressedModel.encode(reader(original), options: CompressionOptions(threads: threads))
            let again = try CompressedModel.encode(reader(original), options: CompressionOptions(threads: 1))
            #expect(encoded == again, "seed \(seed): \(threads) threads give other bytes")
            #expect(try restored(encoded, threads: threads) == original, "seed \(seed)")
        }
    }

    @Test(
        "what is kept is kept, what is quantized has few values, and as many are pruned as asked for",
        arguments: 0..<120)
    func lossy(seed: UInt64) throws {
        var generator = Xoshiro256(seed: seed)
        let model = RandomModel(seed: seed, isFinite: true)
        let original = try SafetensorsFile(bytes: model.bytes, name: "original")
        let sparsity = [nil, 0, 0.1, 0.5, 0.9, 0.97, 1].randomElement(using: &generator) ?? nil
        let bits = [nil, 1, 2, 3, 4, 5, 8].randomElement(using: &generator) ?? nil
        let options = CompressionOptions(
            sparsity: sparsity.map { Sparsity($0) }, bits: bits,
            codebook: Bool.random(using: &generator) ? .uniform : .kMeans, keeps: { $0.hasSuffix("k") })
        let encoded = try CompressedModel.encode(reader(model.bytes), options: options)
        let file = try SafetensorsFile(bytes: restored(encoded), name: "restored")
        let summary = try CompressedModel(bytes: encoded, name: "encoded").summary()
        #expect(file.tensors.map(\.name) == original.tensors.map(\.name))
        #expect(file.metadata == original.metadata)
        #expect(summary.bytes == encoded.count && summary.originalBytes == model.bytes.count)
        for ((before, after), row) in zip(zip(original.tensors, file.tensors), summary.tensors) {
            #expect(before.shape == after.shape && before.type == after.type)
            #expect(row.name == before.name && row.weights == before.count)
            let values = after.doubles
            #expect(row.zeros == values.count { $0 == 0 }, "seed \(seed), \(row)")
            guard before.shape.count >= 2, before.type.isFloatingPoint, !before.name.hasSuffix("k"),
                sparsity != nil || bits != nil
            else {
                #expect(before.bytes == after.bytes, "seed \(seed): \(before.name) is not kept")
                continue
            }
            if let bits { #expect(Set(values).count <= 1 << bits, "seed \(seed), \(row)") }
            let expected = before.doubles
            if let sparsity {
                let pruned = prunedByPlainSorting(expected, Sparsity(sparsity).prunedCount(of: expected.count))
                #expect(pruned.allSatisfy { values[$0] == 0 }, "seed \(seed), \(row)")
                let others = Set(expected.indices).subtracting(pruned)
                if bits == nil {
                    #expect(others.allSatisfy { values[$0] == expected[$0] }, "seed \(seed), \(row)")
                } else {
                    #expect(others.allSatisfy { values[$0] != 0 || expected[$0] == 0 }, "seed \(seed), \(row)")
                }
            }
            if bits != nil, !values.isEmpty {
                var counts: [Double: Int] = [:]
                for value in values { counts[value, default: 0] += 1 }
                let bound = Double(values.count) * entropy(ofCounts: counts.values.sorted())
                #expect(abs(row.entropyBits - bound) <= 1e-6 * bound + 1e-9, "seed \(seed), \(row)")
            }
        }
    }

    @Test("over the whole model exactly as many weights are pruned as asked for, ties by order", arguments: 0..<60)
    func modelScope(seed: UInt64) throws {
        let model = RandomModel(seed: seed, isFinite: true)
        let original = try SafetensorsFile(bytes: model.bytes, name: "original")
        for sparsity in [0, 0.3, 0.9, 1] as [Sparsity] {
            let options = CompressionOptions(sparsity: sparsity, scope: .model)
            let file = try SafetensorsFile(
                bytes: restored(CompressedModel.encode(reader(model.bytes), options: options)), name: "restored")
            let changed = zip(original.tensors, file.tensors).filter {
                $0.0.shape.count >= 2 && $0.0.type.isFloatingPoint
            }
            let before = changed.flatMap { $0.0.doubles }
            var expected = before
            for index in prunedByPlainSorting(before, sparsity.prunedCount(of: before.count)) { expected[index] = 0 }
            #expect(changed.flatMap { $0.1.doubles } == expected, "seed \(seed), sparsity \(sparsity)")
        }
    }

    @Test("a file that is cut short anywhere is refused")
    func truncation() throws {
        for seed in 0..<3 as Range<UInt64> {
            let encoded = try CompressedModel.encode(
                reader(RandomModel(seed: seed, isSmall: true).bytes), options: CompressionOptions())
            for count in 0..<encoded.count {
                let error = #expect(throws: CompressedModelError.self, "seed \(seed), \(count) bytes") {
                    _ = try restored(Array(encoded[..<count]))
                }
                #expect(0...count ~= error?.offset ?? -1, "seed \(seed), \(count) bytes")
            }
            #expect(throws: CompressedModelError.self) { try restored(encoded + [0]) }
        }
    }

    @Test("a flipped bit anywhere is refused, by reading and by looking alike")
    func flips() throws {
        for seed in 0..<3 as Range<UInt64> {
            let encoded = try CompressedModel.encode(
                reader(RandomModel(seed: seed, isSmall: true).bytes), options: CompressionOptions())
            for bit in 0..<8 * encoded.count {
                var damaged = encoded
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: CompressedModelError.self, "seed \(seed), bit \(bit)") { try restored(damaged) }
                #expect(throws: CompressedModelError.self, "seed \(seed), bit \(bit)") {
                    try CompressedModel(bytes: damaged, name: "damaged").summary()
                }
            }
        }
    }

    @Test("weights that are no numbers are named, with their place")
    func notFinite() throws {
        for bad in [Float.nan, .infinity, -.infinity] {
            let tensor = Tensor(shape: [2, 2], scalars: [1, 2, bad, 3])
            let file = SafetensorsFile(tensors: [StoredTensor(name: "a\nb", tensor)])
            for options in [CompressionOptions(sparsity: 0.5), .init(bits: 4), .init(sparsity: 0.5, scope: .model)] {
                let error = #expect(throws: CompressedModelError.self) {
                    try CompressedModel.encode(file, options: options)
                }
                #expect(error?.problem == .notFinite(tensor: "a\nb"))
                #expect(error?.offset == file.encoded.count - 8)
                #expect(error?.description.contains("\n") == false)
            }
            let kept = try CompressedModel.encode(file, options: CompressionOptions(bits: 4) { _ in true })
            #expect(try restored(kept) == file.encoded)
        }
    }

    @Test("the choice of what is pruned is that of Mask", arguments: 0..<20)
    func sameAsMask(seed: UInt64) throws {
        var generator = Xoshiro256(seed: seed)
        let layers = (0..<3).map { _ in
            (0..<60).map { _ in Float(Int.random(in: -8...8, using: &generator)) }
        }
        let file = SafetensorsFile(
            tensors: layers.enumerated().map { StoredTensor(name: "\($0)", Tensor(shape: [6, 10], scalars: $1)) })
        let options = CompressionOptions(sparsity: 0.7, scope: .model)
        let decoded = try CompressedModel(bytes: CompressedModel.encode(file, options: options), name: "").decoded()
        let masks = Mask.magnitude(ofLayers: layers, sparsity: 0.7)
        for (index, layer) in layers.enumerated() {
            #expect(decoded.tensors[index].tensor.scalars == masks[index].applied(to: layer), "seed \(seed)")
        }
    }

    @Test("many blocks, and a tensor whose rows are longer than a block")
    func manyBlocks() throws {
        for shape in [[3, 1_500_000], [1100, 2000], [2_200_000]] {
            var generator = Xoshiro256(seed: 7)
            let count = shape.reduce(1, *)
            let scalars = (0..<count).map { _ in Float(generator.next() % 1000) - 500 }
            let file = SafetensorsFile(tensors: [StoredTensor(name: "w", Tensor(shape: shape, scalars: scalars))])
            let encoded = try CompressedModel.encode(file)
            #expect(try CompressedModel(bytes: encoded, name: "").decoded() == file)
            let options = CompressionOptions(sparsity: 0.9, bits: 4)
            #expect(
                try CompressedModel.encode(file, options: options)
                    == CompressedModel.encode(file, options: CompressionOptions(sparsity: 0.9, bits: 4, threads: 1)))
        }
    }
}

private func reader(_ bytes: [UInt8]) throws -> SafetensorsReader {
    try SafetensorsReader(ByteSource(bytes), name: "model")
}

/// The safetensors file in a compressed one, byte for byte, by way of a file.
private func restored(_ encoded: [UInt8], threads: Int = 2) throws -> [UInt8] {
    let model = try CompressedModel(bytes: encoded, name: "encoded")
    let folder = try TemporaryFolder()
    try model.decompress(to: folder.path + "/model", threads: threads)
    return try folder.bytes("model")
}

/// The indices of the `count` least magnitudes, ties by index.
private func prunedByPlainSorting(_ values: [Double], _ count: Int) -> Set<Int> {
    Set(values.indices.sorted { (values[$0].magnitude, $0) < (values[$1].magnitude, $1) }.prefix(count))
}
