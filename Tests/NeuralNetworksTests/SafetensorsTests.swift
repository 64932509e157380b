import Foundation
import NeuralNetworks
import Testing

@Suite struct SafetensorsTests {
    private func problem(_ header: String, data: Int = 0) -> SafetensorsError.Problem? {
        problem(length(header.utf8.count) + Array(header.utf8) + [UInt8](repeating: 7, count: data))
    }

    private func problem(_ bytes: [UInt8]) -> SafetensorsError.Problem? {
        do throws(SafetensorsError) {
            _ = try SafetensorsFile(bytes: bytes, name: "f")
            return nil
        } catch {
            return error.problem
        }
    }

    private func length(_ count: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } }

    /// `types.safetensors` was written by the format's own library: every type, odd names, no elements, no dimensions.
    @Test func readsEveryType() throws {
        let file = try SafetensorsFile(path: "\(oracleFolder)/types.safetensors")
        let types = file.tensors.filter { $0.name.hasSuffix(" as float") }.map { $0.name.dropLast(" as float".count) }
        #expect(types.count == 13)
        for type in types {
            let tensor = try #require(file[String(type)])
            let expected = try #require(file["\(type) as float"]).tensor
            #expect(tensor.tensor.shape == expected.shape, "\(type)")
            #expect(
                tensor.tensor.scalars.map(\.bitPattern) == expected.scalars.map(\.bitPattern), "\(type)")
        }
        #expect(Set(file.tensors.map(\.type)) == Set(ElementType.allCases))
        #expect(file["odd \"näme\"\n"]?.shape == [2, 0, 3])
        #expect(file["scalar"]?.tensor == Tensor(shape: [], scalars: [7]))
        #expect(file.metadata == [.init(key: "made by", value: "Torch, \"ä\" \\ \n")])
    }

    /// What the format's own library wrote comes out again byte for byte, as far as both escape alike.
    @Test(arguments: ["networks", "types"])
    func writesWhatItRead(_ name: String) throws {
        let path = "\(oracleFolder)/\(name).safetensors"
        let file = try SafetensorsFile(path: path)
        let encoded = file.encoded
        #expect(try SafetensorsFile(bytes: encoded, name: "f") == file)
        if name == "networks" { #expect(encoded == (try fileContent(path))) }
    }

    @Test func halvesOfEveryBitPatternAreExact() {
        let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let halves = StoredTensor(name: "h", type: .float16, shape: [65_536], bytes: bytes[...]).tensor.scalars
        for (bits, value) in halves.enumerated() {
            let expected = Float(Float16(bitPattern: UInt16(bits)))
            #expect(value == expected || (value.isNaN && expected.isNaN), "\(bits)")
        }
    }

    @Test func namesTheProblem() {
        #expect(problem([]) == .truncated(expectedBytes: 8, foundBytes: 0))
        #expect(problem([255, 255, 255, 255, 255, 255, 255, 255]) == .truncated(expectedBytes: .max, foundBytes: 8))
        #expect(problem(length(100) + [123]) == .truncated(expectedBytes: 108, foundBytes: 9))
        let limit = SafetensorsHeader.largestTextCount
        #expect(problem("{}" + String(repeating: " ", count: limit - 2)) == nil)
        #expect(
            problem("{}" + String(repeating: " ", count: limit - 1))
                == .headerTooLong(bytes: limit + 1, limit: limit))
        #expect(problem("") == .malformedHeader(expected: "{"))
        #expect(problem("[]") == .malformedHeader(expected: "{"))
        #expect(problem("{}") == nil)
        #expect(problem("{} \n") == nil)
        #expect(problem("{}x") == .malformedHeader(expected: "nothing but spaces"))
        #expect(problem("{}", data: 1) == .misplacedData(tensor: ""))
        func tensor(_ type: String, _ shape: String, _ offsets: String) -> String {
            "\"a\":{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}"
        }
        #expect(problem("{\(tensor("F32", "2", "0,8"))}", data: 8) == nil)
        #expect(problem("{\(tensor("F32", "2", "0,8"))}", data: 7) == .misplacedData(tensor: "a"))
        #expect(problem("{\(tensor("F32", "2", "0,8"))}", data: 9) == .misplacedData(tensor: "a"))
        #expect(problem("{\(tensor("F32", "2", "8,0"))}", data: 8) == .misplacedData(tensor: "a"))
        #expect(
            problem("{\(tensor("F32", "3", "0,8"))}", data: 8)
                == .wrongSize(tensor: "a", expectedBytes: 12, foundBytes: 8))
        #expect(
            problem("{\(tensor("F32", "4611686018427387904,4", "0,8"))}", data: 8)
                == .wrongSize(tensor: "a", expectedBytes: nil, foundBytes: 8))
        #expect(problem("{\(tensor("F33", "2", "0,8"))}", data: 8) == .unknownType(tensor: "a", type: "F33"))
        #expect(problem("{\(tensor("U8", "-1", "0,8"))}", data: 8) == .malformedHeader(expected: "a whole number"))
        #expect(problem("{\(tensor("U8", "08", "0,8"))}", data: 8) == .malformedHeader(expected: "a whole number"))
        #expect(problem("{\(tensor("U8", "8.0", "0,8"))}", data: 8) == .malformedHeader(expected: "]"))
        #expect(
            problem("{\(tensor("U8", "9223372036854775808", "0,8"))}", data: 8)
                == .malformedHeader(expected: "a number below 2^63"))
        #expect(
            problem("{\(tensor("U8", "8", "0,8")),\(tensor("U8", "0", "8,8"))}", data: 8) == .duplicateName("a"))
        let other = tensor("U8", "4", "2,6").replacingOccurrences(of: "\"a\"", with: "\"b\"")
        #expect(problem("{\(tensor("U8", "4", "0,4")),\(other)}", data: 6) == .misplacedData(tensor: "b"))
        #expect(problem("{\"__metadata__\":{\"a\":1}}") == .malformedHeader(expected: "\""))
        #expect(problem("{\"__metadata__\":{\"a\":\"\\ud800\"}}") == .malformedHeader(expected: "a pair of surrogates"))
        #expect(problem("{\"__metadata__\":{\"a\":\"\\ud83d\\ude00\"}}") == nil)
        #expect(problem(String(repeating: "{\"a\":", count: 100_000)) != nil)
        #expect(
            SafetensorsError(file: "m.safetensors", offset: 8, problem: .malformedHeader(expected: "{")).description
                == "m.safetensors: byte 8: the header should have { here")
        #expect(
            SafetensorsError(file: "m", offset: 9, problem: .duplicateName("a\nb")).description
                == "m: byte 9: \"a\\nb\" comes twice")
    }

    /// A damaged file gives a typed error, or tensors that account for each byte of the data once.
    @Test func damagedFilesNeverTrap() throws {
        var generator = Xoshiro256(seed: 21)
        let original = try fileContent("\(oracleFolder)/types.safetensors")
        var (errors, read) = (0, 0)
        for round in 0..<1000 {
            let bytes = damaged(original, using: &generator)
            do throws(SafetensorsError) {
                let file = try SafetensorsFile(bytes: bytes, name: "f")
                read += 1
                #expect(file.tensors.reduce(0) { $0 + $1.bytes.count } <= bytes.count, "round \(round) of seed 21")
                for tensor in file.tensors { #expect(tensor.tensor.count == tensor.count) }
                let again = try SafetensorsFile(bytes: file.encoded, name: "again")
                #expect(again == file, "round \(round) of seed 21")
            } catch {
                errors += 1
                #expect(error.file == "f" && error.offset <= bytes.count, "round \(round) of seed 21: \(error)")
            }
        }
        #expect(errors > 500 && read > 10, "\(errors) errors, \(read) read")
    }

    @Test func networksSurviveTheFile() throws {
        var generator = Xoshiro256(seed: 2)
        let network = Network.leNet5(using: &generator).randomized(using: &generator)
        let folder = FileManager.default.temporaryDirectory.appending(path: "safetensors-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "é model.safetensors").path
        try SafetensorsFile(tensors: network.storedTensors).write(to: path)
        try SafetensorsFile(tensors: network.storedTensors).write(to: path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        var other = Network.leNet5(using: &generator)
        try other.loadParameters(from: SafetensorsFile(path: path), name: path)
        #expect(other.parameters == network.parameters)

        var dense = Network.leNet300100(using: &generator)
        let before = dense.parameters
        #expect(throws: SafetensorsError.self) {
            try dense.loadParameters(from: SafetensorsFile(path: path), name: path)
        }
        #expect(dense.parameters == before)
        #expect(throws: SafetensorsError.self) {
            try SafetensorsFile(tensors: []).write(to: folder.appending(path: "no/such/folder").path)
        }
        #expect(throws: SafetensorsError(file: "/nowhere/x", offset: 0, problem: .absent)) {
            try SafetensorsFile(path: "/nowhere/x")
        }
    }
}
