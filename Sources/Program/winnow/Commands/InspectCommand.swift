import ArgumentParser
import ModelCompression

/// `winnow inspect`: says what a model file holds.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what a model file holds, compressed or safetensors.",
        discussion: """
            Nothing is decoded; the checksums of a compressed file are compared.

              winnow inspect model.winnow
              winnow inspect model.safetensors --json
            """)

    @Argument(help: ArgumentHelp("The model.", valueName: "file"))
    var input: String

    @Flag(help: "Print the table as JSON.")
    var json = false

    func run() async throws {
        try printSummary(
            try endingWithModelErrors("inspect", input) { try ModelSummary(ofFileAt: input) }, asJSON: json)
    }
}
