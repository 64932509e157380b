import Foundation
import Testing

@Suite("What winnow test takes from its cache", .serialized)
struct TestCacheTests {
    @Test("nothing that took longer than its timeout allows now")
    func timeouts() throws {
        func cell(_ timeout: String) -> String {
            "```swift timeout=\(timeout)\nimport Foundation\nThread.sleep(forTimeInterval: 1.2)\n```\n"
        }
        let folder = try TemporaryFolder.course(["01": cell("30")])
        #expect(try ProgramRun(["test"], in: folder).status == 0)
        try folder.write(cell("25"), to: "Chapters/01.md")
        let still = try ProgramRun(["test", "--json", "-"], in: folder)
        #expect(still.status == 0 && still.output.contains("\"cached\" : true"))
        try folder.write(cell("0.5"), to: "Chapters/01.md")
        let why = try ProgramRun(["why", "01"], in: folder)
        #expect(why.output.contains("will run again, since cell-1 took longer than its timeout allows now"))
        let run = try ProgramRun(["test"], in: folder)
        #expect(run.status == 1 && run.errors.contains("[timeout]"), "\(run.errors)")
    }

    @Test("nothing that read a file which changed since, even under the same date and size")
    func dates() throws {
        let chapter = """
            ```swift needs=Chapters/data.txt
            import Foundation
            print(try String(contentsOfFile: "Chapters/data.txt", encoding: .utf8))
            ```
            ```output
            <...>
            ```
            """
        let folder = try TemporaryFolder.course(["01": chapter])
        for text in ["one", "two"] {
            try folder.write(text, to: "Chapters/data.txt")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: folder.path + "/Chapters/data.txt")
            let run = try ProgramRun(["test", "--json", "-"], in: folder)
            #expect(run.output.contains("\"output\" : \"\(text)\\n\"") && run.output.contains("\"cached\" : false"))
        }
    }
}
