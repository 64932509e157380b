import ArgumentParser
import CourseReading
import Foundation
import StudentWorkspace
import SwiftPrograms

/// The program as a whole: options that stand before the command, and the commands.
@main
struct Winnow: AsyncParsableCommand {
    /// The version that reports carry.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "winnow",
        abstract: "A course you can run: test its cells, build its site, check its exercises.",
        discussion: """
            A course is a folder with `Chapters/*.md`. Without --course, winnow takes the nearest folder upwards that \
            holds `Chapters`.

              winnow test                          run every cell and compare its output
              winnow test Chapters/01-weight.md    one chapter
              winnow build --out site/public       test, then write the site
              winnow start ~/answers               a folder to answer the exercises in
              winnow check --watch                 run your answers against the public cases at every save
              winnow verify                        prove that the exercises are sound
            """,
        version: version,
        subcommands: [
            TestCommand.self, BuildCommand.self, WhyCommand.self, StartCommand.self, CheckCommand.self,
            HintCommand.self, ResetCommand.self, SubmitCommand.self, VerifyCommand.self, ReleaseCommand.self,
            ExperimentCommand.self, CompressCommand.self, DecompressCommand.self, InspectCommand.self,
            BundleCommand.self,
        ])

    @OptionGroup var course: CourseOptions

    /// Runs the command that the words ask for, and ends with the exit code of the course format.
    static func main() async {
        Terminal.openStandardFiles()
        ProcessTree.adoptOrphans()
        await Interruption.guarding {
            do {
                var command = try parseAsRoot()
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch let error where error is CleanExit || error is ValidationError || error is ExitCode {
                exit(withError: error)
            } catch is CancellationError {
                throw CancellationError()
            } catch let error as any CustomStringConvertible & Error
                where error is CourseReadingError || error is UsageError || error is WorkspaceError
            {
                Terminal.complain("\(error)")
                Foundation.exit(64)
            } catch let error as any CustomStringConvertible & Error
                where error is LibraryBundleError || error is ChildProcessError || error is ScratchFolderError
            {
                Terminal.complain("\(error)")
                Foundation.exit(69)
            } catch {
                exit(withError: error)
            }
        }
    }
}

/// Where the course is.
struct CourseOptions: ParsableArguments {
    @Option(
        name: .customLong("course"),
        help: ArgumentHelp("The course folder (default: the nearest upwards that holds `Chapters`).", valueName: "dir"))
    var folder: String?
}

/// A command line that asks for something that cannot be.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}

/// The course folder that the options ask for, as an absolute path.
///
/// - Throws: `UsageError` if there is none.
func findCourse(_ own: CourseOptions, _ parent: CourseOptions) throws -> String {
    let current = FileManager.default.currentDirectoryPath
    if let folder = own.folder ?? parent.folder {
        let path = URL(fileURLWithPath: folder).standardizedFileURL.path
        guard isFolder(path + "/Chapters") else {
            throw UsageError(description: "\(folder) is no course: it has no folder `Chapters`")
        }
        return path
    }
    var folder = current
    while !isFolder(folder + "/Chapters") {
        guard folder != "/", !folder.isEmpty else {
            if let own = LaunchedProgram.course { return own }
            throw UsageError(
                description:
                    "neither \(current) nor a folder above it holds `Chapters`: name the course with --course DIR")
        }
        folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
    }
    return folder
}

/// How this program was called, and the course that it came with.
enum LaunchedProgram {
    /// What a reader calls: in a released course the launcher above the program's folder, else the program itself.
    static var path: String {
        course.map { $0 + "/winnow" } ?? LibraryBundle.programFolder() + "/winnow"
    }

    /// The released course that the program lies in; nil if it lies in a build folder.
    static var course: String? {
        let above = URL(fileURLWithPath: LibraryBundle.programFolder()).deletingLastPathComponent().path
        let isReleased = FileManager.default.fileExists(atPath: above + "/" + CourseRelease.mark)
        return isReleased && isFolder(above + "/Chapters") ? above : nil
    }
}

/// Whether a path leads to a folder.
func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}

/// The compiler of this machine, with the library that lies beside this program.
///
/// - Throws: `LibraryBundleError` if either is missing or they do not fit together.
func findCompiler() async throws -> SwiftCompiler {
    guard let path = Toolchain.compilerPath() else { throw LibraryBundleError.noCompiler }
    let bundle = try LibraryBundle.besideProgram()
    var toolchain = Toolchain(compiler: path, version: bundle.manifest.toolchain)
    if Toolchain.fingerprint(of: path) != bundle.manifest.compiler {
        toolchain = Toolchain(
            compiler: path, version: try await Toolchain.version(of: path))
        guard toolchain.version == bundle.manifest.toolchain else {
            throw LibraryBundleError.otherCompiler(built: bundle.manifest.toolchain, found: toolchain.version)
        }
    }
    return SwiftCompiler(toolchain: toolchain, bundle: bundle)
}
