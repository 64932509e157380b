import Dispatch
import Foundation
import SwiftPrograms

/// Ends a run on Ctrl-C without leaving anything running.
enum Interruption {
    /// Runs something to its end; on Ctrl-C cancels it, says what was going on, and ends with 130 (143 when asked to
    /// terminate).
    static func guarding(_ body: @escaping @Sendable () async throws -> Void) async {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Progress.shared.interrupted(by: number)
                task.cancel()
            }
            source.resume()
            return source
        }
        // Writing to a reader that has gone away is an error like any other.
        signal(SIGPIPE, SIG_IGN)
        let result = await task.result
        Progress.shared.finish()
        if let number = Progress.shared.interruption {
            await ProcessTree.killAllDescendants()
            if let cell = Progress.shared.runningCells.first {
                Terminal.complain("interrupted while \(cell) was running")
            } else {
                Terminal.complain("interrupted")
            }
            exit(128 + number)
        }
        withExtendedLifetime(sources) {}
        if case .failure(let error) = result {
            Terminal.complain("\(error)")
            exit(70)
        }
    }
}
