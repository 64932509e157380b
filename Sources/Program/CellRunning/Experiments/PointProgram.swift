import Foundation
import SwiftPrograms

/// A compiled experiment, which is started once for the list of its points and once for each point.
///
/// It finds in its environment a folder, to which it writes the file `points`, or `result` if it is told the number of a
/// point; the library's `experiment(over:)` is the other side.
struct PointProgram: Sendable {
    /// The executable, as an absolute path.
    let executable: String
    /// The folder that it runs in.
    let courseFolder: String
    /// A folder in which each start gets one of its own.
    let scratch: String
    /// What the paths of its checkpoints begin with; nil if it keeps none.
    let checkpoints: String?

    /// Why a start gave nothing.
    enum Stop: Error {
        /// The program came to its end and named no points.
        case noGrid
        /// The grid of this start was not that of the first.
        case otherPoint
        case exited(Int)
        case trapped(Trap, signal: Int)
        /// An error was thrown, which arrived at a line and column.
        case threw(String, line: Int, column: Int)
    }

    /// The points of its grid, a JSON object each, in order.
    func points() async throws -> Result<[String], Stop> {
        switch try await start([:], for: "points") {
        case .failure(let stop): return .failure(stop)
        case .success(let lines): return lines.isEmpty ? .failure(.noGrid) : .success(lines)
        }
    }

    /// What the point with a number gave, as a JSON object.
    func measure(_ number: Int, expecting point: String) async throws -> Result<String, Stop> {
        switch try await start(["WINNOW_EXPERIMENT_POINT": "\(number)"], for: "result") {
        case .failure(let stop): return .failure(stop)
        case .success(let lines):
            return lines.count == 2 && lines[0] == point ? .success(lines[1]) : .failure(.otherPoint)
        }
    }

    /// Starts the program and returns the lines of the file that it wrote.
    private func start(_ variables: [String: String], for name: String) async throws -> Result<[String], Stop> {
        let folder = scratch + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/tmp", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("WINNOW_") }
        // Points run beside each other; a point that took more threads would take them from the next.
        environment["OPENBLAS_NUM_THREADS"] = "1"
        environment["SWIFT_BACKTRACE"] = CellProgram.backtrace
        environment["TMPDIR"] = folder + "/tmp"
        environment["WINNOW_EXPERIMENT"] = folder
        environment["WINNOW_CHECKPOINT"] = checkpoints
        environment.merge(variables) { $1 }
        let end = try await ChildProcess(
            executable, [], environment: environment, folder: courseFolder, errors: folder + "/errors"
        ).run()
        try Task.checkCancellation()
        switch end {
        case .exited(0):
            let text = read(folder + "/" + name)
            return text.isEmpty && name == "result"
                ? .failure(.exited(0)) : .success(text.split(separator: "\n").map(String.init))
        case .exited(let code): return .failure(.exited(code))
        case .signalled(let signal):
            if let error = thrown(in: read(folder + "/error")) { return .failure(error) }
            return .failure(.trapped(Trap(errors: read(folder + "/errors")), signal: signal))
        }
    }

    /// The error that the library's `experiment(over:)` wrote down: its line, its column, and its words.
    private func thrown(in text: String) -> Stop? {
        let fields = text.split(separator: " ", maxSplits: 2)
        guard fields.count == 3, let line = Int(fields[0]), let column = Int(fields[1]) else { return nil }
        return .threw(String(fields[2]), line: line, column: column)
    }

    /// At most 16 MiB of a file.
    private func read(_ path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }
        return String(decoding: (try? file.read(upToCount: 16 << 20)) ?? Data(), as: UTF8.self)
    }
}
