import ArgumentParser
import Foundation
import ModelCompression

/// `winnow decompress`: makes the safetensors file of a compressed model file.
struct DecompressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decompress", abstract: "Restore the safetensors model of a compressed one.",
        discussion: """
            Names, order, shapes, types and metadata are those of the model that was compressed; so is every tensor that \
            was kept, bit for bit.

              winnow decompress model.winnow -o restored.safetensors
            """)

    @Argument(help: ArgumentHelp("The compressed model.", valueName: "in.winnow"))
    var input: String

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "The file to write (default: the model's name with .safetensors).", valueName: "out.safetensors"))
    var output: String?

    @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "number"))
    var jobs = defaultThreads

    func validate() throws {
        if jobs < 1 { throw ValidationError("--jobs is at least 1") }
    }

    func run() async throws {
        let target = output ?? modelPath(input, replacing: ".winnow", by: ".safetensors")
        try refuseSameFile(input, target)
        let bytes = try endingWithModelErrors("decompress", input) {
            let model = try CompressedModel(path: input)
            try model.decompress(to: target, threads: jobs, progress: modelProgress("decompress"))
            return model.originalByteCount
        }
        Terminal.say("wrote \(Terminal.harmless(target)), \(ByteCount(bytes))")
    }
}
