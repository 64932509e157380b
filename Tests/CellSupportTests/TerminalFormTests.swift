import CellSupport
import Foundation
import Testing

@Suite struct TerminalFormTests {
    private func text(_ figure: Figure) -> String {
        TerminalForm(width: 40).text(of: figure)
    }

    @Test func aLineIsDrawnBetweenItsAxes() {
        let chart = Chart("Square", x: "n", y: "n²", series: [Series("s", x: [0, 1, 2, 3, 4], y: [0, 1, 4, 9, 16])])
        let lines = text(.chart(chart)).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(3) == ["Square", "", "n²"])
        #expect(lines[3].hasPrefix("20 │"))
        #expect(lines[17].hasPrefix(" 0 │"))
        #expect(lines[18] == "   └────────────────────────────────────")
        // The curve begins at the lower left and ends at the right, a fifth below the top.
        #expect(lines[17].dropFirst(4).first.map { $0 != " " } == true)
        #expect(lines[6].last.map { $0 != " " } == true && lines[6].count == 40)
        #expect(lines.allSatisfy { $0.count <= 40 })
    }

    @Test func barsAreAsLongAsTheirValues() {
        let bars = BarChart("Bytes", categories: ["a", "bc"], y: "MB", groups: [.init("g", [8, 4])])
        #expect(
            text(.bars(bars)) == """
                Bytes

                MB
                 a ████████████████████████ 8
                bc ████████████ 4

                """)
    }

    @Test func aTableAndAHeatMapAreTables() {
        let table = Table("T", columns: ["name", .number("n")], rows: [["a", "1"], ["bcdef", "20"]])
        #expect(
            text(.table(table)) == """
                T

                | name  |  n |
                |-------|---:|
                | a     |  1 |
                | bcdef | 20 |

                """)
    }

    @Test func imagesAreShades() {
        let grid = ImageGrid(
            "I", width: 4, height: 2, images: [.init("x", pixels: [0, 0, 255, 255, 0, 128, 128, 255])])
        #expect(text(.images(grid)) == "I\n\n ░▓█\nx\n")
    }

    @Test func hostileNumbersGiveTextAndNoTrap() {
        for values in [[], [.nan], [.infinity, -.infinity], [0, -1], [1e308, -1e308], [.leastNonzeroMagnitude]]
            as [[Double]]
        {
            let series = Series("s", x: values, y: values)
            for axis in [Axis("x"), .log("x")] {
                #expect(!text(.chart(Chart("c", x: axis, y: axis, series: [series]))).isEmpty)
            }
            let names = values.map { "\($0)" }
            #expect(!text(.bars(BarChart("b", categories: names, y: "y", groups: [.init("g", values)]))).isEmpty)
            #expect(!text(.heatMap(HeatMap("h", rows: ["r"], columns: names, values: [values], label: "l"))).isEmpty)
        }
    }
}

@Suite(.serialized) struct DisplayTests {
    @Test func aPageGetsOneLineOfJSONForEachFigure() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "figures-\(getpid()).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        setenv("WINNOW_FIGURES", file.path(percentEncoded: false), 1)
        defer { unsetenv("WINNOW_FIGURES") }
        display(Table("a\nb", columns: ["c"], rows: [["/"]]))
        display(Histogram("h", x: "x", edges: [0, 1], counts: [3]))
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(
            lines[0]
                == #"{"columns":[{"isNumeric":false,"name":"c"}],"format":1,"kind":"table","rows":[["/"]],"title":"a\nb"}"#
        )
        #expect(lines[1].hasPrefix(#"{"counts":[3],"description":"","edges":[0,1],"format":1,"kind":"histogram""#))
        #expect(lines[2].isEmpty)
    }
}
