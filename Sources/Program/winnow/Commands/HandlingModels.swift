import ArgumentParser
import Foundation
import ModelCompression

/// Does something with a model file; what is wrong with it is said in one line, and the program ends with 1.
func endingWithModelErrors<Value>(_ verb: String, _ input: String, _ body: () throws -> Value) throws -> Value {
    Progress.shared.begin(input, of: verb)
    Progress.shared.start()
    defer { Progress.shared.finish() }
    do {
        return try body()
    } catch let error as CompressedModelError {
        var text = "\(error)"
        if case .notFinite(let tensor) = error.problem { text += ": --keep \(Terminal.shellQuoted(tensor))" }
        Terminal.complain(Terminal.harmless(text))
        throw ExitCode(1)
    } catch let error as SafetensorsError {
        Terminal.complain(Terminal.harmless("\(error)"))
        throw ExitCode(1)
    }
}

/// The processors of this machine, but no more than four: each thread has a block of its own in memory.
let defaultThreads = min(ProcessInfo.processInfo.activeProcessorCount, 4)

/// Shows on a terminal how far the work with a model has come, and ends it when the program is interrupted.
func modelProgress(_ verb: String) -> (String, Double) throws -> Void {
    var current: String?
    return { tensor, fraction in
        try Task.checkCancellation()
        Progress.shared.headline(String(format: "%3.0f %%", 100 * fraction))
        if tensor != current { Progress.shared.begin(tensor, of: verb) }
        current = tensor
    }
}

/// The path of a model with another ending, which is added if it does not have the first.
func modelPath(_ path: String, replacing ending: String, by other: String) -> String {
    (path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : path) + other
}

/// Stops before a model would be replaced by its own other form.
///
/// - Throws: `UsageError` if both paths lead to one file.
func refuseSameFile(_ input: String, _ output: String) throws {
    var (first, second) = (stat(), stat())
    guard stat(input, &first) == 0, stat(output, &second) == 0 else { return }
    if first.st_dev == second.st_dev, first.st_ino == second.st_ino {
        throw UsageError(description: "\(output) is the file that is read: name another with -o")
    }
}

/// Prints what a model file holds.
func printSummary(_ summary: ModelSummary, asJSON: Bool) throws {
    if asJSON {
        try writeJSON(ModelReport(summary), to: "-")
    } else {
        print(ModelTable(summary).text)
    }
}
