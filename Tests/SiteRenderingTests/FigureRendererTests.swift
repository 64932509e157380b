import CourseModel
import Figures
import Foundation
import SiteRendering
import Testing

@Suite struct FigureRendererTests {
    @Test func labelsKeepTheirDistanceAndTheirOrder() {
        for seed in UInt64(1)...500 {
            var state = seed
            func random(_ bound: Double) -> Double {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Double(state >> 11) / Double(1 << 53) * bound
            }
            let wanted = (0..<(1 + Int(seed % 7))).map { _ in random(100) }
            let placed = LabelPlacement.spread(wanted, gap: 14, within: 0...100)
            let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
            for (above, below) in zip(order, order.dropFirst()) {
                #expect(placed[below] - placed[above] >= 14 - 1e-6, "seed \(seed)")
            }
            #expect(placed.allSatisfy { (-1e-6...100 + 1e-6).contains($0) }, "seed \(seed): \(placed)")
        }
        #expect(LabelPlacement.spread([10, 50], gap: 14, within: 0...100) == [10, 50])
        #expect(LabelPlacement.spread([50, 50], gap: 14, within: 0...100) == [43, 57])
        #expect(LabelPlacement.spread([], gap: 14, within: 0...100) == [])
    }

    @Test func bandsAreCutAtTheEdgesOfThePlotAndNowhereElse() {
        #expect(Clipping.polygon([(2, 2), (3, 2), (3, 3)]).isEmpty)
        for seed in UInt64(1)...200 {
            var state = seed
            func random(_ range: ClosedRange<Double>) -> Double {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return range.lowerBound + Double(state >> 11) / Double(1 << 53) * (range.upperBound - range.lowerBound)
            }
            let places = (0..<(2 + Int(seed % 5))).map { _ in random(-1...2) }.sorted()
            let lower = places.map { (x: $0, y: random(-1...2)) }
            let upper = lower.map { (x: $0.x, y: $0.y + random(0...1)) }
            let corners = Clipping.polygon(upper + lower.reversed())
            #expect(corners.allSatisfy(Clipping.isInside), "seed \(seed): \(corners)")
            let area = zip(corners.suffix(1) + corners, corners).reduce(0) {
                $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2
            }
            // As much as many thin stripes of it cover of the plot.
            var expected = 0.0
            for (low, high) in zip(zip(lower, lower.dropFirst()), zip(upper, upper.dropFirst())) {
                let (start, width) = (low.0.x, low.1.x - low.0.x)
                for share in stride(from: 0.00025, to: 1, by: 0.0005) where (0...1).contains(start + share * width) {
                    func held(_ ends: ((x: Double, y: Double), (x: Double, y: Double))) -> Double {
                        min(1, max(0, ends.0.y + share * (ends.1.y - ends.0.y)))
                    }
                    expected += (held(high) - held(low)) * width * 0.0005
                }
            }
            #expect(abs(abs(area) - expected) < 0.003, "seed \(seed): \(area), \(expected)")
        }
    }

    @Test func linesAreCutAtTheEdgesOfThePlotAndNowhereElse() {
        #expect(Clipping.parts(of: [(0, 0), (1, 1)]).map { $0.map(\.x) } == [[0, 1]])
        #expect(Clipping.parts(of: [(-1, 0.5), (0.5, 0.5), (2, 0.5)]).map { $0.map(\.x) } == [[0, 0.5, 1]])
        // A line that leaves and comes back is two.
        #expect(
            Clipping.parts(of: [(0.2, 0.5), (0.5, 1.5), (0.8, 0.5)]).map { $0.map(\.y) } == [[0.5, 1], [1, 0.5]])
        #expect(Clipping.parts(of: [(-1, 2), (2, 2)]).isEmpty)
        #expect(Clipping.parts(of: [(0.5, 0.5)]).isEmpty)
        for seed in UInt64(1)...500 {
            var state = seed
            func random() -> Double {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Double(state >> 11) / Double(1 << 53) * 3 - 1
            }
            let points = (0..<(2 + Int(seed % 9))).map { _ in (x: random(), y: random()) }
            let parts = Clipping.parts(of: points)
            #expect(parts.allSatisfy { $0.count > 1 && $0.allSatisfy(Clipping.isInside) }, "seed \(seed): \(parts)")
            // As long as what a walk in many small steps finds inside.
            var length = 0.0
            for (start, end) in zip(points, points.dropFirst()) {
                let way = ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y)).squareRoot()
                let inside = (0..<2_000).filter { step in
                    let share = (Double(step) + 0.5) / 2_000
                    return Clipping.isInside(
                        (start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)))
                }
                length += way * Double(inside.count) / 2_000
            }
            let drawn = parts.flatMap { zip($0, $0.dropFirst()) }.reduce(0) { sum, ends in
                let (dx, dy) = (ends.1.x - ends.0.x, ends.1.y - ends.0.y)
                return sum + (dx * dx + dy * dy).squareRoot()
            }
            // Each of up to nine lines has two ends, each off by at most a step of 4.3 / 2000.
            #expect(abs(drawn - length) < 0.04, "seed \(seed): \(drawn), not \(length)")
        }
    }

    private func html(of json: String) throws -> String {
        try page(figures: [json]).html
    }

    @Test func anAxisWithARangeShowsAPartOfItsData() throws {
        let html = try html(
            of: #"{"format":1,"kind":"chart","title":"t","description":"","x":{"label":"x","isLogarithmic":false,"#
                + #""range":[0,1]},"y":{"label":"y","isLogarithmic":false,"range":[0,1]},"series":[{"name":"s","#
                + #""style":"points","x":[0.5,7],"y":[0.5,0.5],"low":[-9,0],"high":[9,1]}]}"#)
        // One point of the two, with an error bar that ends at the plot's edges, in each of the two drawings.
        #expect(html.components(of: "class=\"point s0\"").count == 2)
        #expect(html.components(of: "class=\"error s0\"").count == 2)
        for part in html.components(of: "class=\"point s0\"") { #expect(part.filter { $0 == "M" }.count == 1) }
    }

    @Test func aGridOfManyCellsIsAPictureWithoutNumbersAndDrawsItsCellsOnce() throws {
        func map(_ side: Int) -> String {
            let names = (0..<side).map { "\"\($0)\"" }.joined(separator: ",")
            let row = "[" + (0..<side).map { $0 == 3 ? "\"nan\"" : "\($0)" }.joined(separator: ",") + "]"
            let rows = Array(repeating: row, count: side).joined(separator: ",")
            return "{\"format\":1,\"kind\":\"heatMap\",\"title\":\"t\",\"description\":\"\",\"rows\":[\(names)],"
                + "\"columns\":[\(names)],\"values\":[\(rows)],\"label\":\"l\"}"
        }
        let picture = try html(of: map(28))
        #expect(picture.components(of: "id=\"cells-fig-prune\"").count == 1)
        #expect(picture.components(of: "href=\"#cells-fig-prune\"").count == 1)
        #expect(picture.components(of: "class=\"in-light\"").isEmpty)
        let numbered = try html(of: map(6))
        #expect(numbered.components(of: "class=\"in-light\"").count == 2)
        #expect(numbered.components(of: "cells-fig-prune").isEmpty)
    }

    @Test func tablesAreNumberedByThemselvesBelowTheirNames() throws {
        let table = #"{"format":1,"kind":"table","title":"t","columns":[{"name":"c","isNumeric":true}],"rows":[["7"]]}"#
        let bars =
            #"{"format":1,"kind":"bars","title":"b","description":"","categories":["one two","c"],"#
            + #""y":{"label":"y","isLogarithmic":false},"groups":[{"name":"g","values":[1,2]}]}"#
        let html = try page(figures: [table, bars, table]).html
        for part in ["id=\"tab-prune\"", "Table 1.1", "Table 1.2", "Figure 1.1", "The data of figure 1.1"] {
            #expect(html.components(of: part).count >= 1, "\(part)")
        }
        #expect(html.components(of: "Figure 1.2").isEmpty)
    }

    @Test(arguments: [
        Figure.chart(
            Chart("A & <b>", x: "x", y: "y", series: [Series("s", x: [1, 2], y: [3, 4])], description: "Up & <i>")),
        .bars(BarChart("A & <b>", categories: ["c"], y: "y", groups: [.init("g", [7])], description: "Up & <i>")),
        .histogram(Histogram("A & <b>", x: "x", edges: [0, 1], counts: [7], description: "Up & <i>")),
        .heatMap(HeatMap("A & <b>", rows: ["r"], columns: ["c"], values: [[7]], label: "l", description: "Up & <i>")),
    ])
    func everyDrawingBearsItsTitleAndWhatOneSeesInIt(figure: Figure) throws {
        let json = String(decoding: try JSONEncoder().encode(figure), as: UTF8.self)
        let html = try html(of: json)
        let spoken = "role=\"img\"><title>A &amp; &lt;b&gt;</title><desc>Up &amp; &lt;i&gt;</desc>"
        // The drawing for wide pages and that for telephones.
        #expect(html.ranges(of: spoken).count == 2)
        #expect(html.ranges(of: "<figcaption><span class=\"label\">Figure 1.1</span> A &amp; &lt;b&gt;").count == 1)
        let data = try #require(html.range(of: "The data of figure 1.1</summary>"))
        #expect(html[data.upperBound...].prefix { $0 != "/" }.contains("<table"))
    }

    @Test func imagesSayWhatOneSeesInThemTogether() throws {
        let image = ImageGrid.Image("seven", pixels: [7])
        func images(_ description: String) throws -> String {
            let figure = Figure.images(
                ImageGrid("Digits", width: 1, height: 1, images: [image], description: description))
            return try html(of: String(decoding: JSONEncoder().encode(figure), as: UTF8.self))
        }
        #expect(try images("A \"7\" & more").contains(" role=\"group\" aria-label=\"A &quot;7&quot; &amp; more\">"))
        #expect(try images("").contains("class=\"images w1 n1\">"))
    }

    @Test func aPNGIsWhatItsStandardSays() {
        // Written by an encoder of another hand, of the same pixels as a stored block.
        let expected: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
            0x00, 0x03, 0x00, 0x00, 0x00, 0x02, 0x08, 0x00, 0x00, 0x00, 0x00, 0xB8, 0x1F, 0x39, 0xC6, 0x00, 0x00, 0x00,
            0x13, 0x49, 0x44, 0x41, 0x54, 0x78, 0x01, 0x01, 0x08, 0x00, 0xF7, 0xFF, 0x00, 0x00, 0x80, 0xFF, 0x00, 0x07,
            0x09, 0xC8, 0x08, 0xF2, 0x02, 0x58, 0x61, 0xE5, 0xD3, 0xD8, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44,
            0xAE, 0x42, 0x60, 0x82,
        ]
        #expect(PNG.grey([0, 128, 255, 7, 9, 200], width: 3, height: 2) == expected)
    }

    private func page(figures: [String]) throws -> (html: String, site: Site) {
        var result = SampleCourse.result
        result.chapters[0].cells[0].figures = figures
        let site = try renderSite(
            SampleCourse.course, result, assets: SiteFiles.assets(), options: SiteOptions(date: "today"))
        return (String(decoding: try #require(site.files["01-weight.html"]), as: UTF8.self), site)
    }

    @Test func figuresAreNumberedEscapedAndCarryTheirData() throws {
        let text = #""</svg><script>alert(1)</script>\u001b""#
        let (html, site) = try page(figures: [
            #"{"format":1,"kind":"chart","title":\#(text),"description":\#(text),"x":{"label":\#(text),"isLogarithmic":false},"#
                + #""y":{"label":"y","isLogarithmic":true},"series":[{"name":\#(text),"style":"line","x":[1,2],"#
                + #""y":[1,"nan"],"low":[],"high":[]}]}"#,
            #"{"format":1,"kind":"images","title":"i","description":"","width":1,"height":1,"#
                + #""images":[{"label":\#(text),"pixels":"7f"}]}"#,
        ])
        let isSafe = !html.contains("<script>alert") && !html.unicodeScalars.contains("\u{1B}")
        #expect(isSafe)
        for part in [
            "id=\"fig-prune\"", "Figure 1.1", "The data of figure 1.1", "id=\"fig-prune-1\"", "Figure 1.2",
            "src=\"figures/01-weight-fig-prune-1-1.png\"",
        ] {
            let isThere = html.contains(part)
            #expect(isThere, "\(part)")
        }
        #expect(site.files["figures/01-weight-fig-prune-1-1.png"] == PNG.grey([0x7F], width: 1, height: 1))
        #expect(site.findings.isEmpty)
    }

    @Test func whatIsNoFigureIsAFinding() throws {
        for json in [
            "", "{}", "[1", #"{"format":1,"kind":"table","title":"t","columns":[],"rows":[["x"]]}"#, "\u{FFFD}",
        ] {
            let (_, site) = try page(figures: [json])
            #expect(site.findings.map(\.rule) == [.badValue], "\(json)")
            #expect(site.findings.first?.position == SampleCourse.course.chapters[0].cells[0].position)
        }
    }
}

extension String {
    /// What follows each occurrence of a text, up to the end of its element.
    fileprivate func components(of part: String) -> [Substring] {
        var found: [Substring] = []
        var rest = self[...]
        while let range = rest.range(of: part) {
            rest = rest[range.upperBound...]
            found.append(rest.prefix { $0 != ">" })
        }
        return found
    }
}
