import Foundation
import NeuralNetworks

// The property that both readers are held to, whatever bytes come: a typed error, or a value that accounts for the
// bytes. A violated property, a trap, an access outside memory and an allocation beyond the limit of the run all stop
// the fuzzer.

/// The reader of the run, chosen by the environment.
private let reader: @Sendable ([UInt8]) -> Void =
    switch ProcessInfo.processInfo.environment["WINNOW_FUZZ_READER"] {
    case "idx": readIDX
    case "safetensors": readSafetensors
    case let other: fatalError("WINNOW_FUZZ_READER=\(other ?? ""): idx or safetensors")
    }

/// The first byte chooses the extents that are asked for; the others are the file, packed or not.
@Sendable private func readIDX(_ bytes: [UInt8]) {
    let shapes: [[Int?]] = [[nil], [nil, nil, nil], [60], [4, 5, 6], [nil, 5, 6], []]
    let shape = shapes[Int(bytes.first ?? 0) % shapes.count]
    let file = Array(bytes.dropFirst())
    guard let read = try? IDXFile(bytes: file, name: "fuzz", shape: shape) else { return }
    require(read.shape.count == shape.count, "another number of dimensions")
    require(zip(shape, read.shape).allSatisfy { $0 == nil || $0 == $1 }, "another shape than asked for")
    require(read.elements.count == read.shape.reduce(1, *), "elements and shape disagree")
    if !file.starts(with: [0x1F, 0x8B]) {
        require(Array(file.suffix(read.elements.count)) == read.elements, "other elements than the file's")
    }
}

@Sendable private func readSafetensors(_ bytes: [UInt8]) {
    do throws(SafetensorsError) {
        let file = try SafetensorsFile(bytes: bytes, name: "fuzz")
        for tensor in file.tensors { require(tensor.tensor.count == tensor.count, "elements and shape disagree") }
        let again = try? SafetensorsFile(bytes: file.encoded, name: "fuzz")
        require(again == file, "what was read is not what is written")
    } catch {
        require(0...bytes.count ~= error.offset, "an error behind the end of the file")
        require(!error.description.utf8.contains(10), "an error of two lines")
    }
}

private func require(_ condition: Bool, _ message: String) {
    guard condition else { fatalError(message) }
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    reader(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
