import Figures
import Foundation
import Testing

@Suite struct FigureTests {
    static let all: [Figure] = [
        .chart(
            Chart(
                "a", x: .log("x", range: 1...10), y: "y",
                series: [Series("s", style: .points, x: [1, 2], y: [.nan, 2], low: [0, 1], high: [1, .infinity])],
                description: "d")),
        .bars(BarChart("b", categories: ["one", "two"], y: "y", groups: [.init("g", [1, -2])])),
        .histogram(Histogram("h", x: "x", of: [0, 0.1, 0.5, 1] as [Float], bins: 2)),
        .heatMap(HeatMap("m", rows: ["r"], columns: ["c", "d"], values: [[1, 2]], label: "l")),
        .images(ImageGrid("i", width: 2, height: 1, images: [.init("zero", pixels: [0, 255])])),
        .table(Table("t", columns: ["text", .number("n")], rows: [["\"<é>\"", "1"]])),
    ]

    private func decode(_ json: String) throws -> Figure {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(Figure.self, from: Data(json.utf8))
    }

    private func encode(_ figure: Figure) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(figure), as: UTF8.self)
    }

    @Test(arguments: all) func everyKindComesBackFromItsJSON(_ figure: Figure) throws {
        let json = try encode(figure)
        #expect(try encode(decode(json)) == json)
    }

    @Test func theJSONFormIsStable() throws {
        #expect(
            try encode(Self.all[0])
                == #"{"description":"d","format":1,"kind":"chart","series":[{"high":[1,"inf"],"low":[0,1],"name":"s","#
                + #""style":"points","x":[1,2],"y":["nan",2]}],"title":"a","#
                + #""x":{"isLogarithmic":true,"label":"x","range":[1,10]},"y":{"isLogarithmic":false,"label":"y"}}"#)
        #expect(
            try encode(Self.all[4])
                == #"{"description":"","format":1,"height":1,"images":[{"label":"zero","pixels":"00ff"}],"kind":"images","#
                + #""title":"i","width":2}"#)
    }

    @Test func theExamplesOfTheFormatsPageAreFigures() throws {
        let page = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "Sources/Exchange/Figures/FORMAT.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        let examples = zip(lines, lines.dropFirst()).filter { $0.0 == "```json" }.map { String($0.1) }
        #expect(examples.count == Self.all.count)
        for example in examples { #expect(try encode(decode(example)) == example) }
    }

    @Test func whatDoesNotFitTogetherIsRefused() throws {
        let changes = [
            (0, #""x":[1,2]"#, #""x":[1]"#), (0, #""low":[0,1]"#, #""low":[0]"#), (0, #""format":1"#, #""format":2"#),
            (0, #"[1,10]"#, #"[10,1]"#), (1, #""values":[1,-2]"#, #""values":[1]"#),
            (2, #""counts":[2,2]"#, #""counts":[4]"#),
            (3, #"[[1,2]]"#, #"[[1]]"#), (4, "00ff", "00f"), (4, "00ff", "00fg"), (4, #""width":2"#, #""width":-2"#),
            (4, #""width":2"#, #""width":9223372036854775807"#), (5, #"["\"<é>\"","1"]"#, #"["1"]"#),
            (5, #""kind":"table""#, #""kind":"tables""#),
        ]
        for (index, part, change) in changes {
            let json = try encode(Self.all[index])
            #expect(json.contains(part), "\(json) lacks \(part)")
            #expect(throws: DecodingError.self, "\(change)") { try decode(json.replacing(part, with: change)) }
        }
    }

    @Test func aHistogramCountsEveryFiniteValueOnce() {
        let histogram = Histogram("", x: "", of: [0.0, 1, 2, 2, .nan, .infinity, 0.5], bins: 2)
        #expect(histogram.edges == [0, 1, 2])
        #expect(histogram.counts == [2, 3])
        #expect(Histogram("", x: "", of: [3, 3] as [Float], bins: 1).counts == [2])
    }
}
