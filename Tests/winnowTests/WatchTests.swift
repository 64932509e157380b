import Foundation
import Testing

@Suite("winnow check --watch, on a terminal", .serialized)
struct WatchTests {
    private static let back = "\u{1B}[?1049l"

    @Test("a save is checked, an exercise that passes makes room for the next, and q gives the terminal back")
    func session() throws {
        let course = try SampleExercises.course()
        let folder = try SampleExercises.workspace(course)
        let run = try TerminalRun(["check", "--watch"], in: folder)
        #expect(run.shows("this is still the starter"))
        #expect(!run.isAsShellsHaveIt)
        try folder.write("func twice(_ n: Int) -> Int { n + 1 }\n", to: SampleExercises.twice)
        #expect(run.shows("expected: 6"))
        run.press("h")
        #expect(run.shows("hint 1 of 1"))
        // As editors do that write beside and rename.
        try Data("func twice(_ n: Int) -> Int { 2 * n }\n".utf8).write(
            to: URL(fileURLWithPath: folder.path + "/" + SampleExercises.twice), options: .atomic)
        #expect(run.shows("✓ twice: all 2 public cases hold"))
        #expect(run.shows("2/2 Bits"))
        run.press("q")
        #expect(run.status() == 0)
        #expect(run.written.contains(Self.back) && run.isAsShellsHaveIt)
        #expect(run.written.contains("1 of 2 exercises · 2 of 5 points"))
    }

    @Test(
        "the terminal comes back when the program is interrupted, asked to end, or crashes",
        arguments: [SIGINT, SIGTERM, SIGSEGV])
    func end(signal: Int32) throws {
        let course = try SampleExercises.course()
        let folder = try SampleExercises.workspace(course)
        let run = try TerminalRun(["check", "--watch"], in: folder)
        #expect(run.shows("1/2 Twice"))
        run.send(signal)
        #expect(run.status() != nil)
        #expect(run.written.contains(Self.back) && run.isAsShellsHaveIt)
    }
}
