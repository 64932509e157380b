import Foundation

/// A run of `winnow` on a terminal of its own, to which keys are sent and whose screen is read.
final class TerminalRun {
    private let leader: Int32
    private let follower: Int32
    private let process = Process()
    /// All that was written to the screen so far.
    private(set) var written = ""

    init(_ words: [String], in folder: TemporaryFolder) throws {
        leader = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        // What `unlockpt` and `ptsname` do, which the C library shows to other standards only.
        guard leader >= 0, ioctl(leader, 0x4004_5431, &isLocked) == 0, ioctl(leader, 0x8004_5430, &number) == 0 else {
            throw POSIXError(.ENOTTY)
        }
        follower = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(leader, UInt(TIOCSWINSZ), &size)
        _ = fcntl(leader, F_SETFL, O_NONBLOCK)
        let terminal = FileHandle(fileDescriptor: follower, closeOnDealloc: false)
        process.executableURL = URL(fileURLWithPath: ProgramRun.program)
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm", "NO_COLOR": "1"]) { $1 }
        process.standardInput = terminal
        process.standardOutput = terminal
        process.standardError = terminal
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(leader)
        close(follower)
    }

    /// Whether keys are seen when they are pressed, and come line by line, as in a shell.
    var isAsShellsHaveIt: Bool {
        var settings = termios()
        tcgetattr(follower, &settings)
        return settings.c_lflag & tcflag_t(ICANON) != 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    func press(_ keys: String) { _ = keys.withCString { Foundation.write(leader, $0, strlen($0)) } }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until a text has been written since the last call; false if it does not come.
    func shows(_ text: String) -> Bool {
        for _ in 0..<1200 {
            take()
            if let range = written.range(of: text) {
                written = String(written[range.upperBound...])
                return true
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }

    /// The status at the end, after which all that was written has been read; nil if it does not end.
    func status() -> Int32? {
        for _ in 0..<1200 where process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
        take()
        return process.isRunning ? nil : process.terminationStatus
    }

    private func take() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(leader, &buffer, buffer.count)
            guard count > 0 else { return }
            written += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
