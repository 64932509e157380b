import Foundation
import FoundationXML
import Testing

@Suite("winnow test, from outside", .serialized)
struct TestCommandTests {
    private static let right = "# One\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n"
    private static let wrong = "# T <&> \"q\"\n\n```swift id=\"a<b>\"\nprint(1)\n```\n\n```output\n2 ]]> é\n```\n"

    @Test("0 if all holds, 1 if something was found, and a second run is from the cache")
    func exitCodes() throws {
        let right = try TemporaryFolder.course(["01": Self.right])
        #expect(try ProgramRun(["test"], in: right).status == 0)
        let again = try ProgramRun(["test", "--json", "-"], in: right)
        #expect(again.status == 0 && again.output.contains("\"cached\" : true"))
        let wrong = try TemporaryFolder.course(["01": Self.wrong])
        let run = try ProgramRun(["test"], in: wrong)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains("Chapters/01.md:8:1: error: the cell printed another line [output-mismatch]"))
    }

    @Test(
        "64 for a command line that asks for what cannot be",
        arguments: [
            ["test", "--course", "nowhere"], ["test", "--jobs", "0"], ["test", "--jobs", "many"],
            ["test", "no-chapter"],
            ["frobnicate"], ["test", "--unknown"], ["test", "--json"],
            ["--course", ".", "test", "--json", "/nowhere/x"],
        ])
    func usage(words: [String]) throws {
        let run = try ProgramRun(words, in: try TemporaryFolder.course(["01": "# No cells\n"]))
        #expect(run.status == 64 && !run.errors.isEmpty && run.output.isEmpty)
    }

    @Test("a finding is one line, whatever its file is called")
    func oddFileNames() throws {
        let course = try TemporaryFolder.course(["01 a\nb \"c\" \\d\u{1B}[31m": Self.right, "02\nx": Self.wrong])
        let run = try ProgramRun(["test"], in: course)
        let place = "Chapters/02\u{240A}x.md:8:1: error: the cell printed another line [output-mismatch]"
        #expect(run.status == 1 && run.errors.split(separator: "\n").contains { $0 == place }, "\(run.errors)")
        #expect(run.errors.contains("2 chapters · 1 passed, 1 failed"))
    }

    @Test("a folder without chapters is no course")
    func noCourse() throws {
        #expect(try ProgramRun(["test"], in: try TemporaryFolder()).status == 64)
        #expect(try ProgramRun(["test"], in: try TemporaryFolder.course([:])).status == 64)
    }

    @Test("the JSON report has the shape that is promised, on standard output alone")
    func json() throws {
        let folder = try TemporaryFolder.course(["01": Self.right, "02": Self.wrong])
        let run = try ProgramRun(["test", "--no-cache", "--json", "-"], in: folder)
        let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(Set(report.keys) == ["format", "winnow", "toolchain", "library", "seconds", "chapters", "findings"])
        #expect(report["format"] as? Int == 1)
        let chapters = try #require(report["chapters"] as? [[String: Any]])
        #expect(chapters.map { $0["file"] as? String } == ["Chapters/01.md", "Chapters/02.md"])
        #expect(chapters.allSatisfy { Set($0.keys) == ["file", "title", "seconds", "cells"] })
        let cells = chapters.compactMap { $0["cells"] as? [[String: Any]] }.joined()
        let keys: Set = ["id", "line", "words", "status", "cached", "seconds", "peakBytes", "output"]
        #expect(cells.allSatisfy { Set($0.keys) == keys })
        #expect(cells.map { $0["status"] as? String } == ["passed", "failed"])
        let findings = try #require(report["findings"] as? [[String: Any]])
        #expect(findings.count == 1)
        #expect(findings.first?["rule"] as? String == "output-mismatch" && findings.first?["line"] as? Int == 8)
        #expect(findings.first?["expected"] as? String == "2 ]]> é" && findings.first?["actual"] as? String == "1")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/.winnow-cache"))
    }

    @Test("a report goes through a pipe or a link that is there, and takes the place of neither")
    func reportsElsewhere() throws {
        let folder = try TemporaryFolder.course(["01": Self.right])
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        // Who reads and writes a pipe needs nobody at its other end.
        let end = open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(end) }
        try folder.write("old", to: "file.xml")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link.xml", withDestinationPath: "file.xml")
        #expect(try ProgramRun(["test", "--json", "pipe", "--junit", "link.xml"], in: folder).status == 0)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(end, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        #expect(text.hasPrefix("{") && text.hasSuffix("}\n"))
        #expect(folder.text("file.xml").hasPrefix("<?xml"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link.xml") == "file.xml")
    }

    @Test(
        "the exit code is right when nobody takes what is written",
        arguments: [
            ("test 2>/dev/full", 1), ("test 2>&-", 1), ("test >&- 2>&- <&-", 1), ("test --json - >/dev/full", 64),
            ("test --github >&-", 1), ("test --json - >&-", 1),
        ])
    func unread(words: String, status: Int32) throws {
        let folder = try TemporaryFolder.course(["01": Self.wrong])
        let run = try ProgramRun(
            ["-c", "exec \"$0\" \(words)", ProgramRun.program], in: folder, program: "/bin/sh")
        #expect(run.status == status, "\(run.errors)")
    }

    @Test("a reader who has read enough changes nothing")
    func readInPart() throws {
        let folder = try TemporaryFolder.course(["01": Self.wrong])
        let words = "{ \"$0\" test --json -; echo $? > status; } | true"
        let run = try ProgramRun(["-c", words, ProgramRun.program], in: folder, program: "/bin/sh")
        #expect(folder.text("status") == "1\n" && !run.errors.contains("written"), "\(run.errors)")
    }

    @Test("the JUnit report is XML, whatever ids and outputs hold")
    func junit() throws {
        let chapter = Self.wrong + "\n```swift\nprint(\"\\u{0}\\u{1B}\\u{FFFE} ]]> <\")\n```\n"
        let run = try ProgramRun(["test", "--junit", "-"], in: try TemporaryFolder.course(["01": chapter]))
        #expect(run.status == 1)
        let counter = ElementCounter()
        let parser = XMLParser(data: Data(run.output.utf8))
        parser.delegate = counter
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(counter.counts == ["testsuites": 1, "testsuite": 1, "testcase": 2, "failure": 2])
    }

    private final class ElementCounter: NSObject, XMLParserDelegate {
        var counts: [String: Int] = [:]

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            counts[name, default: 0] += 1
        }
    }

    @Test("blessing writes what was printed, once")
    func bless() throws {
        let folder = try TemporaryFolder.course(["01": Self.wrong.replacing("\n", with: "\r\n")])
        #expect(try ProgramRun(["test", "--bless"], in: folder).status == 0)
        let once = folder.text("Chapters/01.md")
        #expect(once == Self.wrong.replacing("2 ]]> é", with: "1").replacing("\n", with: "\r\n"))
        #expect(try ProgramRun(["test", "--bless"], in: folder).status == 0)
        #expect(folder.text("Chapters/01.md") == once)
    }

    @Test("a blessed chapter stays what it was: a link, and readable for whom it was")
    func blessFile() throws {
        let folder = try TemporaryFolder.course([:])
        try folder.write(Self.wrong, to: "texts/one.md")
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o664], ofItemAtPath: folder.path + "/texts/one.md")
        try manager.createSymbolicLink(
            atPath: folder.path + "/Chapters/01.md", withDestinationPath: "../texts/one.md")
        #expect(try ProgramRun(["test", "--bless"], in: folder).status == 0)
        #expect(folder.text("texts/one.md") == Self.wrong.replacing("2 ]]> é", with: "1"))
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.path + "/Chapters/01.md") == "../texts/one.md")
        let mode = try manager.attributesOfItem(atPath: folder.path + "/texts/one.md")[.posixPermissions] as? Int
        #expect(mode == 0o664)
    }

    @Test(
        "blessed fences keep their place in lists and quotes, however opening and closing lines are indented",
        arguments: [
            ("```output\nOLD\n   ```", "```output\nx\n\n  y\n   ```"),
            ("  ```output\nOLD\n```", "  ```output\n  x\n\n    y\n```"),
            ("> ```output\n> OLD\n>```", "> ```output\n> x\n>\n>   y\n>```"),
            (">```output\n>OLD\n>```", ">```output\n> x\n>\n>   y\n>```"),
            ("- ~~~output\n\tOLD\n     ~~~", "- ~~~output\n  x\n\n    y\n     ~~~"),
        ])
    func blessInside(before: String, after: String) throws {
        let first = before.prefix { $0 == "-" || $0 == ">" || $0 == " " }
        let rest = first.replacing("-", with: " ")
        let cell = "\(first)```swift\n\(rest)print(\"x\\n\\n  y\")\n\(rest)```\n"
        let fence = { (text: String) in (text.hasPrefix("-") ? " " + text.dropFirst() : text) + "\n" }
        let folder = try TemporaryFolder.course(["01": cell + fence(before)])
        let run = try ProgramRun(["test", "--bless"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(folder.text("Chapters/01.md") == cell + fence(after))
    }

    @Test("the line that a finding is about is shown, whatever other programs take for line ends")
    func sourceLines() throws {
        let run = try ProgramRun(
            ["test"],
            in: try TemporaryFolder.course([
                "01": "a\u{0C}b\u{85}c\u{2028}d\u{0B}\r\n\r\n```swift hiden\r\n```\r\n",
                "02": "\u{FEFF}```swift hiden\n```\n",
            ]))
        for place in ["01.md:3", "02.md:1"] {
            let lines = run.errors.split(separator: "\n").drop { !$0.hasPrefix("Chapters/\(place):10: error: ") }
            #expect(lines.dropFirst().prefix(2) == ["  ```swift hiden", "           ^"], "\(run.errors)")
        }
    }

    private static let spawning = """
        ```swift silent
        import Foundation
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        child.arguments = ["sleep", "301"]
        try child.run()
        try Data("x".utf8).write(to: URL(fileURLWithPath: NSTemporaryDirectory() + "/left"))
        ```

        """

    @Test("nothing is left running, and no temporary file, whatever cells start")
    func nothingLeft() throws {
        let run = try ProgramRun(["test"], in: try TemporaryFolder.course(["01": Self.spawning]))
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.leftFiles == [] && run.leftProcesses == [])
    }

    @Test("an interrupted run ends with 130 and leaves nothing either")
    func interrupted() throws {
        let chapter = Self.spawning + "```swift\nsleep(300)\n```\n"
        for after in [0.1, 0.7, 4] {
            let run = try ProgramRun(
                ["test"], in: try TemporaryFolder.course(["01": chapter]), signal: (SIGINT, after))
            #expect(run.status == 130, "after \(after) s: \(run.errors)")
            #expect(run.leftFiles == [] && run.leftProcesses == [], "after \(after) s")
        }
    }

    @Test("a run that is killed leaves a cache that the next run can use")
    func killed() throws {
        let folder = try TemporaryFolder.course(["01": Self.right, "02": Self.right, "03": Self.right])
        for after in [0.05, 0.4, 0.9, 1.4, 2.0] {
            _ = try ProgramRun(["test", "--jobs", "1"], in: folder, signal: (SIGKILL, after))
        }
        #expect(try ProgramRun(["test"], in: folder).status == 0)
        let last = try ProgramRun(["test", "--json", "-"], in: folder)
        #expect(last.status == 0 && !last.output.contains("\"cached\" : false"))
    }

    @Test("a cache that is damaged counts as none")
    func damagedCache() throws {
        let folder = try TemporaryFolder.course(["01": Self.right])
        #expect(try ProgramRun(["test"], in: folder).status == 0)
        let cache = folder.path + "/.winnow-cache"
        for file in try FileManager.default.subpathsOfDirectory(atPath: cache) where file.hasSuffix(".json") {
            try Data("[{\"state\"".utf8).write(to: URL(fileURLWithPath: cache + "/" + file))
        }
        let run = try ProgramRun(["test", "--json", "-"], in: folder)
        #expect(run.status == 0 && run.output.contains("\"cached\" : false"))
    }
}
