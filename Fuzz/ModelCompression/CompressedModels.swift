import EntropyCoding
import Foundation
import ModelCompression

// The property that the reader of compressed model files is held to, whatever bytes come: a typed error in one line that
// names a place in the file, or a model that a lossless file of itself gives back. A violated property, a trap, an access
// outside memory and an allocation beyond the limit of the run all stop the fuzzer.
//
// Checksums would hide most of the reader from the fuzzer, so most inputs are only the parts of a file that have none: a
// header's text, the bits of records, and the pieces of blocks. The file is put together of them with right checksums.

/// A compressed file of an input: the first byte chooses whether it is one as it stands.
private func file(of input: [UInt8]) -> [UInt8] {
    guard let first = input.first else { return [] }
    var parts = Parts(input.dropFirst())
    guard first % 8 != 0 else { return parts.rest }
    let originalBytes = parts.number(bytes: 3) + 1
    let text = parts.part
    let records = parts.part
    let block = levelBlock(of: text)
    var sizes = BitWriter()
    sizes.writeGamma(first % 2 == 0 ? originalBytes : 8 + text.count + originalBytes % 4096)
    sizes.writeGamma(text.count + 1)
    if !text.isEmpty { sizes.writeGamma(block.count) }
    let directory = Checksum.sealed(sizes.finish() + (text.isEmpty ? [] : block) + records)
    let signature: [UInt8] = [0x89, 0x57, 0x4E, 0x57, 0x0D, 0x0A, 0x1A, 1]
    return signature + parts.rest + directory + withUnsafeBytes(of: UInt64(directory.count).littleEndian) { Array($0) }
}

/// A level block of bytes, coded as weights: to fit the other codes to them would take most of the run's time.
private func levelBlock(of bytes: [UInt8]) -> [UInt8] {
    var writer = BitWriter()
    for number in [1, bytes.count + 1, 1, 1] { writer.writeGamma(number) }
    return Checksum.sealed(
        writer.finish() + WeightArrayCode(columns: 1, rowLength: 1).encode(bytes.map { Int32($0) }))
}

/// Parts of an input, whose lengths stand before them.
private struct Parts {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    mutating func number(bytes count: Int) -> Int {
        let number = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
        bytes = bytes.dropFirst(count)
        return number
    }

    var part: [UInt8] {
        mutating get {
            let length = number(bytes: 2)
            defer { bytes = bytes.dropFirst(length) }
            return Array(bytes.prefix(length))
        }
    }

    var rest: [UInt8] { Array(bytes) }
}

/// The input of which ``file(of:)`` makes this compressed file of a model with less than 64 KiB of header.
private func input(of file: [UInt8]) -> [UInt8] {
    let length = file.suffix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let start = file.count - 8 - length
    let directory = Array(file[start..<file.count - 12])
    var sizes = BitReader(directory)
    guard let originalBytes = try? sizes.readGamma(upTo: 1 << 24), let count = try? sizes.readGamma(upTo: 1 << 16),
        let blockLength = try? sizes.readGamma(upTo: 1 << 20)
    else { fatalError("a model of which no seed can be made") }
    let place = (sizes.bitOffset + 7) / 8
    guard let text = try? LevelBlock.decode(Array(directory[place..<place + blockLength])), text.count == count - 1
    else { fatalError("a header that is no block") }
    let records = directory[(place + blockLength)...]
    func sized(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes }
    let size = originalBytes - 1
    return [2, UInt8(size >> 16), UInt8(size >> 8 & 255), UInt8(size & 255)]
        + sized(text.map { UInt8($0) }) + sized(Array(records)) + file[8..<start]
}

private func require(_ condition: Bool, _ message: String) {
    guard condition else { fatalError(message) }
}

/// Does something that may throw what the reader promises to throw.
private func attempt<Value>(_ fileSize: Int, _ body: () throws -> Value) -> Value? {
    do {
        return try body()
    } catch let error as CompressedModelError {
        require(0...fileSize ~= error.offset, "an error outside of the file: \(error)")
        require(!error.description.utf8.contains(10), "an error of two lines: \(error)")
    } catch {
        fatalError("an error of another type: \(error)")
    }
    return nil
}

/// The file with right checksums at its pieces; they lie one behind the other, so that each begins where the last ended.
private func sealed(_ file: [UInt8]) -> [UInt8] {
    var file = file
    var start = 8
    while true {
        do {
            _ = try CompressedModel(bytes: file, name: "fuzz").summary()
            return file
        } catch let error as CompressedModelError {
            guard error.problem == .damaged(.badChecksum), error.offset > start, error.offset + 4 < file.count - 8
            else { return file }
            let before = file
            let checksum = Checksum.of(file[start..<error.offset])
            for byte in 0..<4 { file[error.offset + byte] = UInt8(checksum >> UInt32(8 * byte) & 255) }
            start = error.offset + 4
            if file == before { return file }
        } catch {
            return file
        }
    }
}

private func check(_ file: [UInt8]) {
    guard attempt(file.count, { try CompressedModel(bytes: file, name: "fuzz") }) != nil else { return }
    let file = sealed(file)
    guard let model = attempt(file.count, { try CompressedModel(bytes: file, name: "fuzz") }) else {
        fatalError("checksums of blocks changed the directory")
    }
    _ = attempt(file.count) { try model.summary() }
    guard let decoded = attempt(file.count, { try model.decoded(threads: 1) }) else { return }
    // Coding again takes a hundred times as long as reading.
    guard file.count % 64 == 0 else { return }
    guard let again = try? CompressedModel(bytes: CompressedModel.encode(decoded), name: "fuzz").decoded() else {
        fatalError("a model was read that cannot be written")
    }
    require(again == decoded, "what was read is not what is written")
}

/// Writes seeds to the folder that the environment names, instead of fuzzing.
private func writeSeeds(to folder: String) {
    var generator = Xoshiro256(seed: 1)
    for (index, type) in ElementType.allCases.enumerated() {
        for kind in 0..<4 {
            let shape = [[2, 3], [], [0, 4], [40]][kind]
            let count = shape.reduce(1, *)
            let bytes = (0..<count * type.size).map { byte in
                kind == 3 && byte / type.size % 3 > 0 ? 0 : UInt8(truncatingIfNeeded: generator.next())
            }
            let tensors = ["w", "é\n"].map { StoredTensor(name: $0, type: type, shape: shape, bytes: bytes[...]) }
            let file = SafetensorsFile(tensors: tensors, metadata: [.init(key: "format", value: "pt")])
            guard let encoded = try? CompressedModel.encode(file) else { fatalError("no seed") }
            let name = "\(folder)/\(index)-\(kind)"
            try? Data(input(of: encoded)).write(to: URL(fileURLWithPath: name))
            if index == 1 { try? Data([0] + encoded).write(to: URL(fileURLWithPath: name + "-whole")) }
        }
    }
}

/// What libFuzzer calls once.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer, _ words: UnsafeMutableRawPointer) -> CInt {
    if let folder = ProcessInfo.processInfo.environment["WINNOW_FUZZ_SEEDS"] {
        writeSeeds(to: folder)
        exit(0)
    }
    return 0
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    check(file(of: Array(UnsafeBufferPointer(start: start, count: count))))
    return 0
}
