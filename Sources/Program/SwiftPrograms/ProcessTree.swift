import CLinux
import Dispatch
import Foundation

/// The processes that were started, at whatever remove, by this one.
public enum ProcessTree {
    /// The variable that every process of a program inherits, so that one that left its group is still found.
    static let markVariable = "WINNOW_PROGRAM"

    /// Makes this process the parent of all orphans among its descendants, so that none slips away.
    public static func adoptOrphans() {
        _ = winnow_become_subreaper()
    }

    /// Returns when a child has ended, without taking its status.
    static func waitForEnd(of child: pid_t) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().async {
                var info = siginfo_t()
                while waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
                continuation.resume()
            }
        }
    }

    /// Kills every process that carries a mark in its environment, until there is none.
    static func killAll(markedBy mark: String) async {
        let needle = Array("\(markVariable)=\(mark)".utf8)
        await killRepeatedly { process in
            guard let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") else {
                return false
            }
            return environment.split(separator: 0).contains { $0.elementsEqual(needle) }
        }
    }

    /// Kills every descendant of this process, until there is none.
    public static func killAllDescendants() async {
        let own = getpid()
        await killRepeatedly { process in
            var ancestor = parent(of: process)
            var steps = 0
            while let current = ancestor, current > 1, steps < 100 {
                if current == own { return true }
                ancestor = parent(of: current)
                steps += 1
            }
            return false
        }
    }

    /// The resident memory of a process and its group, in bytes.
    static func residentMemory(ofGroup leader: pid_t) -> Int {
        processes().filter { getpgid($0) == leader }.reduce(0) { $0 + residentMemory(of: $1) }
    }

    /// How many processes the system has killed for want of memory since it started; nil if it does not tell.
    static func killsForWantOfMemory() -> Int? {
        text(at: "/proc/vmstat")?.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }.flatMap {
            Int($0.dropFirst("oom_kill ".count))
        }
    }

    private static func killRepeatedly(_ isMeant: (pid_t) -> Bool) async {
        var emptyScans = 0
        for _ in 0..<200 {
            let found = processes().filter { isRunning($0) && isMeant($0) }
            // A process that has just been forked, or is taking on another program, may be missed once.
            emptyScans = found.isEmpty ? emptyScans + 1 : 0
            if emptyScans == 2 { return }
            for process in found { kill(process, SIGKILL) }
            try? await Task.sleep(for: .milliseconds(2))
            for process in found { waitpid(process, nil, WNOHANG) }
        }
    }

    private static func processes() -> [pid_t] {
        let own = getpid()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { $0 != own && $0 > 1 }
    }

    private static func residentMemory(of process: pid_t) -> Int {
        guard let text = text(at: "/proc/\(process)/statm") else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(getpagesize())
    }

    private static func isRunning(_ process: pid_t) -> Bool {
        guard let fields = statusFields(of: process), let state = fields.first else { return false }
        return state != "Z" && state != "X"
    }

    private static func parent(of process: pid_t) -> pid_t? {
        statusFields(of: process)?.dropFirst().first.flatMap { pid_t($0) }
    }

    /// The fields after the command's name, which may hold blanks and parentheses.
    private static func statusFields(of process: pid_t) -> [Substring]? {
        guard let text = text(at: "/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        return text[text.index(after: end)...].split(separator: " ")
    }

    private static func text(at path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
