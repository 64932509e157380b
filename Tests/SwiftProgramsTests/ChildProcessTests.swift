import Foundation
import SwiftPrograms
import Testing

@Suite("Child processes")
struct ChildProcessTests {
    @Test("none is left, however it leaves its group")
    func leavesNothing() async throws {
        let environment = ["PATH": "/usr/bin:/bin", "MARK": UUID().uuidString]
        for command in ["setsid sleep 302 & exit 3", "(setsid setsid sleep 302 &) & exit 3", "sleep 302 & exit 3"] {
            for _ in 0..<10 {
                let child = ChildProcess("/bin/sh", ["-c", command], environment: environment, folder: "/")
                #expect(try await child.run() == .exited(3))
                #expect(Self.processes(with: environment["MARK", default: ""]) == [])
            }
        }
    }

    @Test("the end is told as it was, and a watch that returns ends the process")
    func ends() async throws {
        func run(_ command: String) async throws -> ProcessEnd {
            try await ChildProcess("/bin/sh", ["-c", command], environment: [:], folder: "/").run()
        }
        #expect(try await run("exit 7") == .exited(7))
        #expect(try await run("kill -TERM $$") == .signalled(15))
        let child = ChildProcess("/bin/sh", ["-c", "sleep 303"], environment: ["PATH": "/usr/bin:/bin"], folder: "/")
        #expect(try await child.run { _ in } == .signalled(9))
        await #expect(throws: ChildProcessError.self) {
            try await ChildProcess("/nowhere/program", [], environment: [:], folder: "/").run()
        }
    }

    private static func processes(with mark: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { process in
            let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
            return environment.split(separator: 0).contains { $0.elementsEqual("MARK=\(mark)".utf8) }
        }
    }
}
