import SwiftPrograms
import Testing

@Suite("What the compiler and traps say")
struct DiagnosticTests {
    @Test("places, severities and messages are told apart")
    func compiler() {
        let log = """
            Chapters/a: b.md:12:7: error: cannot convert 'x: error: y'
            Chapters/a: b.md:12:7: error: cannot convert 'x: error: y'
             12 | let x
                |       `- error: cannot convert
            main.swift:3:1: warning: unused
            <unknown>:0: error: something
            ld.lld: error: undefined symbol: f
            error: link command failed with exit code 1
            """
        let all = CompilerDiagnostic.all(in: log)
        #expect(
            all.map(\.text) == [
                "error: cannot convert 'x: error: y'", "warning: unused", "error: something",
                "error: undefined symbol: f",
            ])
        #expect(all[0].file == "Chapters/a: b.md" && all[0].line == 12 && all[0].column == 7)
        #expect(all[2].file.isEmpty && all[2].line == 0)
    }

    @Test("the reason is not what the program wrote before")
    func headline() {
        let trap = Trap(
            errors: """
                working: 1 of 3
                main/03.md:6: Fatal error: Index out of range

                *** Signal 5: Backtracing from 0x1...

                *** Program crashed: System trap at 0x7f00 ***

                0 0x1 f(_:) + 112 in program at Chapters/03.md:6:13
                1 [ra] 0x2 main + 12 in program at Chapters/03.md:9:1
                """)
        #expect(trap.headline == "Fatal error: Index out of range")
        #expect(trap.messages == ["working: 1 of 3", "Fatal error: Index out of range"])
        #expect(trap.frames.map(\.line) == [6, 6, 9] && trap.frames[1].column == 13)
    }

    @Test("without words of its own, the signal is the reason")
    func crash() {
        let trap = Trap(errors: "\n*** Signal 11: x\n*** Program crashed: Bad pointer dereference at 0x0001 ***\n")
        #expect(trap.headline == "Program crashed: Bad pointer dereference")
        #expect(Trap(errors: "swift-runtime: failed to suspend thread 7 while processing a crash\n").messages == [])
        #expect(Trap(errors: "progress\n").headline == nil)
        #expect(Trap(errors: "").messages == [])
    }
}
