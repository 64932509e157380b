import ArgumentParser
import Foundation
import SwiftPrograms

/// `winnow bundle`: gathers what cells are compiled against into a folder beside the program; `make` calls it.
struct BundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Gather the compiled library beside the program (`make` calls this).",
        shouldDisplay: false)

    @Option(help: ArgumentHelp("The folder of Winnow's own sources.", valueName: "dir"))
    var sources = "."

    func run() async throws {
        guard let compiler = Toolchain.compilerPath() else { throw LibraryBundleError.noCompiler }
        let bundler = LibraryBundler(
            sources: sources, build: LibraryBundle.programFolder(), compiler: compiler,
            version: try await Toolchain.version(of: compiler))
        let bundle = try await bundler.make()
        try ThemeBundler(sources: sources, build: LibraryBundle.programFolder()).make()
        print("library \(bundle.manifest.library.prefix(12)): \(bundle.manifest.modules.joined(separator: ", "))")
    }
}
