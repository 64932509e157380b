import ArgumentParser
import Foundation
import ModelCompression

/// `winnow compress`: makes a compressed model file of a safetensors file.
struct CompressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress", abstract: "Prune, quantize and code a safetensors model.",
        discussion: """
            Tensors of two or more dimensions are pruned and quantized, all others kept bit for bit; without --sparsity \
            and --bits nothing is lost. --sparsity 0.9 prunes nine tenths of the weights, least magnitude first; --bits 4 \
            leaves each tensor at most 16 values, zero included.

              winnow compress model.safetensors                                    lossless
              winnow compress model.safetensors --sparsity 0.9 --bits 4
              winnow compress model.safetensors --bits 8 --keep 'embeddings.*'     some tensors as they are
            """)

    /// Among which weights the least are pruned.
    enum ScopeWord: String, ExpressibleByArgument, CaseIterable {
        case layer, model
    }

    /// How the values of codes are chosen.
    enum CodebookWord: String, ExpressibleByArgument, CaseIterable {
        case uniform, kmeans
    }

    @Argument(help: ArgumentHelp("The model.", valueName: "in.safetensors"))
    var input: String

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The file to write (default: the model's name with .winnow).", valueName: "out.winnow"))
    var output: String?

    // What follows is the value, so that a number below zero is told what it should be.
    @Option(
        parsing: .unconditional, help: ArgumentHelp("The fraction of weights to prune, 0 to 1.", valueName: "fraction"))
    var sparsity: Double?

    @Option(help: "Prune each tensor to this sparsity (layer), or all together (model).")
    var scope = ScopeWord.layer

    @Option(parsing: .unconditional, help: ArgumentHelp("Bits of a weight's code, 1 to 8.", valueName: "bits"))
    var bits: Int?

    @Option(help: "Values of the codes: equally spaced (uniform), or of least squared error (kmeans).")
    var codebook = CodebookWord.kmeans

    @Option(help: ArgumentHelp("Keep the tensors whose names match; may be given several times.", valueName: "glob"))
    var keep: [String] = []

    @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "number"))
    var jobs = defaultThreads

    @Flag(help: "Print the table as JSON.")
    var json = false

    func validate() throws {
        if let sparsity, !(0...1).contains(sparsity) {
            throw ValidationError("--sparsity is a fraction from 0 to 1 (90 % is 0.9)")
        }
        if let bits, !(1...8).contains(bits) { throw ValidationError("--bits goes from 1 to 8") }
        if jobs < 1 { throw ValidationError("--jobs is at least 1") }
    }

    func run() async throws {
        let target = output ?? modelPath(input, replacing: ".safetensors", by: ".winnow")
        try refuseSameFile(input, target)
        let options = CompressionOptions(
            sparsity: sparsity.map { Sparsity($0) }, scope: scope == .layer ? .layer : .model, bits: bits,
            codebook: codebook == .uniform ? .uniform : .kMeans, threads: jobs
        ) { [keep] name in keep.contains { Self.matches($0, name) } }
        let start = Date()
        let summary = try endingWithModelErrors("compress", input) {
            try CompressedModel.compress(input, to: target, options: options, progress: modelProgress("compress"))
        }
        for glob in keep where !summary.tensors.contains(where: { Self.matches(glob, $0.name) }) {
            Terminal.complain("no tensor's name matches --keep '\(Terminal.harmless(glob))'")
        }
        try printSummary(summary, asJSON: json)
        if !json {
            let seconds = String(format: "%.1f s", Date().timeIntervalSince(start))
            Terminal.say("wrote \(Terminal.harmless(target)) in \(seconds)")
        }
    }

    /// Whether a glob stands for a name, or is that name: `layer[0]` is a name that many models have.
    private static func matches(_ glob: String, _ name: String) -> Bool { glob == name || fnmatch(glob, name, 0) == 0 }
}
