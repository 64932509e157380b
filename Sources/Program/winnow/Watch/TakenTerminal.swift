import Foundation

/// The terminal while a screen is shown on it: keys come one by one and unseen, and what was on it comes back at the end,
/// also after a crash.
enum TakenTerminal {
    /// Shows the other screen and hides the cursor; and back.
    private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J"
    private static let leave: StaticString = "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"
    /// Signals after which nothing of ours runs any more.
    private static let fatalSignals = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE]

    // What a signal handler needs is plain memory that was there before.
    nonisolated(unsafe) private static var settings = termios()
    nonisolated(unsafe) private static var isTaken = false

    /// Whether there is a person at both ends.
    static var isThere: Bool {
        isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0
            && ProcessInfo.processInfo.environment["TERM", default: "dumb"] != "dumb"
    }

    /// Takes the terminal.
    static func take() {
        tcgetattr(STDIN_FILENO, &settings)
        var raw = settings
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        isTaken = true
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        for number in fatalSignals {
            signal(number) { number in
                TakenTerminal.giveBack()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        write(enter)
    }

    /// Gives the terminal back as it was. It calls nothing that a signal handler may not.
    static func giveBack() {
        guard isTaken else { return }
        isTaken = false
        _ = Foundation.write(STDERR_FILENO, leave.utf8Start, leave.utf8CodeUnitCount)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// The columns and rows that it has now.
    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Shows lines from the top, each cut at the last column, without wiping what stays the same.
    static func show(_ lines: [String]) {
        let (columns, rows) = size
        let shown = lines.prefix(rows).map { cut($0, to: columns) + "\u{1B}[K" }
        write("\u{1B}[H" + shown.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// A line with at most so many characters; the controls of colours take no room.
    static func cut(_ line: String, to columns: Int) -> String {
        var result = ""
        var width = 0
        var isControl = false
        for character in line {
            if character == "\u{1B}" { isControl = true }
            if !isControl {
                guard width < columns else { continue }
                width += 1
            }
            result.append(character)
            if isControl, character.isLetter { isControl = false }
        }
        return result
    }

    private static func write(_ text: String) { Terminal.write(text) }
}
