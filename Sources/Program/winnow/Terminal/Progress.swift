import Foundation

/// The line on a terminal that says what is going on, and what was when the run was interrupted.
final class Progress: Sendable {
    static let shared = Progress()

    private struct State {
        /// The cell that each chapter is running, and since when.
        var running: [String: (cell: String, since: Date)] = [:]
        /// What stands at the beginning of the line.
        var headline: String?
        var interruption: Int32?
        var isShown = false
        var timer: (any DispatchSourceTimer)?
    }

    private let lock = NSLock()
    nonisolated(unsafe) private var state = State()

    private func withState<Result>(_ body: (inout State) -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return body(&state)
    }

    /// Begins to show a line that is renewed while it changes, if standard error is a terminal.
    func start() {
        guard isatty(STDERR_FILENO) != 0 else { return }
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + 0.3, repeating: 0.1)
        timer.setEventHandler { [unowned self] in show() }
        withState { $0.timer = timer }
        timer.resume()
    }

    /// What the line begins with from now on, such as how much is done.
    func headline(_ text: String) {
        withState { $0.headline = text }
    }

    /// A cell of a chapter begins to run.
    func begin(_ cell: String, of chapter: String) {
        withState { $0.running[chapter] = (cell, Date()) }
    }

    /// A chapter has come to its end.
    func end(_ chapter: String) {
        withState { _ = $0.running.removeValue(forKey: chapter) }
    }

    /// The run was interrupted by a signal; what was running then is kept.
    func interrupted(by signal: Int32) {
        withState { state in
            if state.interruption == nil { state.interruption = signal }
        }
    }

    /// The signal that interrupted the run.
    var interruption: Int32? { withState { $0.interruption } }

    /// The cells that are, or were, running.
    var runningCells: [String] {
        withState { $0.running.sorted { $0.key < $1.key }.map { "`\($0.value.cell)` of \($0.key)" } }
    }

    /// Takes the line away for good.
    func finish() {
        withState { state in
            state.timer?.cancel()
            state.timer = nil
        }
        clear()
    }

    /// Takes the line away, so that something else can be written.
    func clear() {
        let wasShown = withState { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if wasShown { Terminal.write("\r\u{1B}[K") }
    }

    private func show() {
        let text = withState { state in
            state.isShown = true
            let cells = state.running.sorted { $0.key < $1.key }.map { chapter, running in
                String(format: "%@ · %@ · %.1f s", chapter, running.cell, Date().timeIntervalSince(running.since))
            }
            return ([state.headline].compactMap { $0 } + (cells.isEmpty ? ["compiling …"] : cells))
                .joined(separator: "   ")
        }
        Terminal.write("\r\u{1B}[K" + Terminal.harmless(String(text.prefix(110))))
    }
}
