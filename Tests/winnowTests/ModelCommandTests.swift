import Foundation
import Testing

@Suite("winnow compress, decompress and inspect, from outside")
struct ModelCommandTests {
    @Test("without options the model comes back byte for byte, to names made of the model's")
    func lossless() throws {
        let folder = try folderWithModel()
        let run = try ProgramRun(["compress", "m.safetensors"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("tensor") && run.output.contains("ratio"))
        let original = folder.data("m.safetensors")
        try FileManager.default.removeItem(atPath: folder.path + "/m.safetensors")
        #expect(try ProgramRun(["decompress", "m.winnow"], in: folder).status == 0)
        #expect(folder.data("m.safetensors") == original)
    }

    @Test(
        "exactly as many weights are pruned as asked for, and what is kept is kept",
        arguments: ["kmeans", "uniform"], ["layer", "model"])
    func pruned(codebook: String, scope: String) throws {
        let folder = try folderWithModel()
        for (sparsity, pruned) in [("0", 0), ("0.37", 233), ("0.9", 567), ("1", 630)] {
            let run = try ProgramRun(
                [
                    "compress", "m.safetensors", "-o", "o.winnow", "--sparsity", sparsity, "--bits", "4", "--json",
                    "--codebook", codebook, "--scope", scope,
                ], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let report = try Report(run.output)
            #expect(report.keys == ["format", "originalBytes", "bytes", "ratio", "tensors"])
            #expect(
                report.tensorKeys == [
                    "name", "shape", "dtype", "weights", "zeros", "bits", "coder", "entropyBits", "bytes",
                    "bitsPerWeight",
                ])
            #expect(report.names == ["w", "bias", "n\n"])
            #expect(report.bytes == folder.data("o.winnow").count)
            #expect(report.zeros[0] == pruned && report.weights == [630, 3, 2], "sparsity \(sparsity)")
            #expect(try ProgramRun(["inspect", "o.winnow", "--json"], in: folder).output == run.output)
            #expect(try ProgramRun(["decompress", "o.winnow", "-o", "r.safetensors"], in: folder).status == 0)
            let (before, after) = (folder.data("m.safetensors"), folder.data("r.safetensors"))
            let weights = Model.headerLength..<Model.headerLength + 4 * 630
            #expect(before.count == after.count)
            #expect(before[..<weights.lowerBound] == after[..<weights.lowerBound])
            #expect(before[weights.upperBound...] == after[weights.upperBound...])
            let values = after[weights].floats
            #expect(values.count { $0 == 0 } == pruned && Set(values).count <= 16)
        }
    }

    @Test("tensors that match --keep stay as they are; a glob that matches nothing is told")
    func keep() throws {
        let folder = try folderWithModel()
        let run = try ProgramRun(
            ["compress", "m.safetensors", "--bits", "1", "--keep", "?", "--keep", "x*"], in: folder)
        #expect(run.status == 0 && run.errors.contains("--keep 'x*'") && !run.errors.contains("'?'"))
        #expect(try ProgramRun(["decompress", "m.winnow", "-o", "r"], in: folder).status == 0)
        #expect(folder.data("r") == folder.data("m.safetensors"))
    }

    @Test("the advice to keep a tensor holds for names that look like globs, or like the end of a word")
    func keepByName() throws {
        let folder = try TemporaryFolder()
        let header = #"{"a[0]'":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        try folder.write(length + Data(header.utf8) + Data([0, 0, 0xC0, 0x7F]), to: "m.safetensors")
        let words = ["compress", "m.safetensors", "--bits", "4"]
        let refused = try ProgramRun(words, in: folder)
        let advice = #"--keep 'a[0]'\'''"#
        #expect(refused.status == 1 && refused.errors.contains(advice), "\(refused.errors)")
        let line = #""$0" "# + words.joined(separator: " ") + " " + advice
        let kept = try ProgramRun(["-c", line, ProgramRun.program], in: folder, program: "/bin/sh")
        #expect(kept.status == 0, "\(kept.errors)")
    }

    @Test("what cannot be read or written is said in one line, with the place, and leaves nothing")
    func refused() throws {
        let folder = try folderWithModel()
        #expect(try ProgramRun(["compress", "m.safetensors"], in: folder).status == 0)
        try folder.write(Data("no model at all".utf8), to: "foreign")
        try folder.write(Data("old".utf8), to: "old")
        try folder.write(Model.bytes(replacingFirstWeight: .nan), to: "nan.safetensors")
        for (words, place) in [
            (["compress", "absent"], "absent: byte 0: "), (["inspect", "absent"], "absent: byte 0: "),
            (["compress", "."], ".: byte 0: "), (["inspect", "foreign"], "foreign: byte 0: "),
            (["decompress", "foreign", "-o", "old"], "foreign: byte 0: "),
            (["decompress", "m.safetensors", "-o", "old"], "m.safetensors: byte 0: "),
            (["compress", "m.winnow", "-o", "old"], "m.winnow: byte 0: "),
            (["compress", "m.safetensors", "-o", "nowhere/x"], "nowhere/x: byte 0: "),
            (["compress", "m.safetensors", "-o", "."], ".: byte 0: "),
            (["compress", "nan.safetensors", "-o", "old", "--bits", "4"], "--keep 'w'"),
        ] {
            let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            let run = try ProgramRun(words, in: folder)
            #expect(run.status == 1 && run.output.isEmpty, "\(words)")
            #expect(run.errors.contains(place), "\(words): \(run.errors)")
            #expect(run.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(words)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before, "\(words)")
        }
        #expect(folder.text("old") == "old")
    }

    @Test("a compressed file that is cut or changed is refused, and the file that was there stays")
    func damaged() throws {
        let folder = try folderWithModel()
        #expect(try ProgramRun(["compress", "m.safetensors", "--bits", "3"], in: folder).status == 0)
        try folder.write(Data("old".utf8), to: "old")
        let whole = folder.data("m.winnow")
        for place in stride(from: 1, to: whole.count, by: 53) {
            var changed = whole
            changed[place] ^= 1 << UInt8(place % 8)
            for data in [whole[..<place], changed] {
                try folder.write(data, to: "d.winnow")
                for words in [["decompress", "d.winnow", "-o", "old"], ["inspect", "d.winnow"]] {
                    let run = try ProgramRun(words, in: folder)
                    #expect(run.status == 1 && run.output.isEmpty && run.errors.contains("d.winnow: byte "), "\(place)")
                }
            }
        }
        #expect(folder.text("old") == "old")
    }

    @Test(
        "64 for a command line that asks for what cannot be",
        arguments: [
            ["compress"], ["compress", "m.safetensors", "--bits", "0"], ["compress", "m.safetensors", "--bits", "9"],
            ["compress", "m.safetensors", "--sparsity", "1.5"], ["compress", "m.safetensors", "--sparsity", "nan"],
            ["compress", "m.safetensors", "--scope", "row"], ["compress", "m.safetensors", "--codebook", "x"],
            ["compress", "m.safetensors", "--sparsity", "-0.1"], ["compress", "m.safetensors", "--bits", "-1"],
            ["compress", "m.safetensors", "-o", "m.safetensors"], ["compress", "m.safetensors", "--jobs", "0"],
        ])
    func usage(words: [String]) throws {
        let folder = try folderWithModel()
        let run = try ProgramRun(words, in: folder)
        #expect(run.status == 64 && !run.errors.contains("Missing value"), "\(run.errors)")
        #expect(folder.data("m.safetensors") == Model.bytes())
    }

    private func folderWithModel() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Model.bytes(), to: "m.safetensors")
        return folder
    }
}

/// A safetensors file of a weight of 30 × 21 singles, all different, a bias, and two whole numbers with a name of two lines.
private enum Model {
    static let header =
        #"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[30,21],"data_offsets":[0,2520]},"#
        + #""bias":{"dtype":"F32","shape":[3],"data_offsets":[2520,2532]},"#
        + #""n\n":{"dtype":"I64","shape":[1,2],"data_offsets":[2532,2548]}}"#
    static var headerLength: Int { 8 + header.utf8.count }

    static func bytes(replacingFirstWeight first: Float? = nil) -> Data {
        var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
        var state: UInt32 = 1
        let weights = (0..<630).map { index in
            state = state &* 1_664_525 &+ 1_013_904_223
            return (Float(index) + 1) * (state >> 31 == 0 ? 1e-3 : -1e-3)
        }
        for weight in [first ?? weights[0]] + weights[1...] + [0.5, -0.25, 0] {
            withUnsafeBytes(of: weight.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        for number in [Int64.min, 7] { withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) } }
        return data
    }
}

/// What `--json` printed.
private struct Report {
    let keys: Set<String>
    let tensorKeys: Set<String>
    let bytes: Int
    let names: [String]
    let weights: [Int]
    let zeros: [Int]

    init(_ text: String) throws {
        let report = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let tensors = try #require(report["tensors"] as? [[String: Any]])
        keys = Set(report.keys)
        tensorKeys = Set(tensors.flatMap(\.keys))
        bytes = try #require(report["bytes"] as? Int)
        names = tensors.compactMap { $0["name"] as? String }
        weights = tensors.compactMap { $0["weights"] as? Int }
        zeros = tensors.compactMap { $0["zeros"] as? Int }
    }
}

extension Data {
    /// The single-precision floats that the bytes are.
    fileprivate var floats: [Float] {
        let bytes = [UInt8](self)
        return stride(from: 0, to: bytes.count, by: 4).map { place in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) })
        }
    }
}

extension TemporaryFolder {
    fileprivate func data(_ name: String) -> Data { FileManager.default.contents(atPath: path + "/" + name) ?? Data() }

    fileprivate func write(_ data: Data, to name: String) throws {
        try data.write(to: URL(fileURLWithPath: path + "/" + name))
    }
}
