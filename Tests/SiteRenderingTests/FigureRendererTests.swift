import CourseModel
import Figures
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
