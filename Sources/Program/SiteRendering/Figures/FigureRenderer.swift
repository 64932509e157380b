import Figures
import Foundation

/// Turns the figures that cells displayed into HTML.
struct FigureRenderer {
    /// A figure for the page, and the files that it shows.
    struct Rendered {
        var html: String
        var files: [String: [UInt8]] = [:]
    }

    /// The anchor of the figure in its page.
    let anchor: String
    /// What text calls it, such as `Figure 3.2`.
    let name: String
    /// Where files of the figure lie in the site, without ending; unique in the site.
    let fileStem: String

    /// A figure from its JSON.
    ///
    /// - Throws: what is wrong with the JSON.
    static func figure(from json: String) throws -> Figure {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(Figure.self, from: Data(json.utf8))
    }

    /// Whether the JSON of a figure says that it is a table.
    static func isTable(_ json: String) -> Bool {
        struct Header: Decodable { var kind: String }
        return (try? JSONDecoder().decode(Header.self, from: Data(json.utf8)))?.kind == "table"
    }

    /// A figure with its caption and, for charts, its data as a table behind a toggle.
    func render(_ figure: Figure) -> Rendered {
        var files: [String: [UInt8]] = [:]
        let content: String
        var data: Table?
        switch figure {
        case .chart(let chart):
            content = both { ChartDrawing(chart: chart, layout: $0).element(label: label(figure, chart.description)) }
            data = FigureData.table(of: chart)
        case .bars(let bars):
            content = both {
                BarDrawing(layout: $0, id: "hatch-\(anchor)").element(bars, label: label(figure, bars.description))
            }
            data = FigureData.table(of: bars)
        case .histogram(let histogram):
            content = both {
                BarDrawing(layout: $0, id: "hatch-\(anchor)").element(
                    histogram, label: label(figure, histogram.description))
            }
            data = FigureData.table(of: histogram)
        case .heatMap(let map):
            content = both {
                HeatMapDrawing(map: map, layout: $0, id: "cells-\(anchor)").element(
                    label: label(figure, map.description))
            }
            data = FigureData.table(of: map)
        case .images(let grid):
            content = images(grid, files: &files)
        case .table(let table):
            content = Self.html(of: table)
        }
        var html = "<div class=\"figure\">\n<figure id=\"\(anchor.escapedForHTML)\">\n"
        var caption = "<figcaption><span class=\"label\">\(name)</span> "
        caption.append(programText: figure.title)
        caption += "</figcaption>\n"
        // A table is read from above, and so bears its name there.
        if case .table = figure { html += caption + content } else { html += content + caption }
        html += "</figure>\n"
        if let data {
            html += "<details class=\"data\">\n<summary>The data of \(name.lowercased())</summary>\n"
            html += Self.html(of: data) + "</details>\n"
        }
        return Rendered(html: html + "</div>\n", files: files)
    }

    /// A drawing for wide pages and one for telephones: the stylesheet shows one of them.
    private func both(_ draw: (PlotLayout) -> String) -> String {
        draw(.wide) + draw(.narrow)
    }

    private func label(_ figure: Figure, _ description: String) -> SVG.Label {
        SVG.Label(title: figure.title, description: description)
    }

    private func images(_ grid: ImageGrid, files: inout [String: [UInt8]]) -> String {
        let count = grid.images.count
        var html = "<div class=\"images w\(Self.across(count, atMost: 8)) n\(Self.across(count, atMost: 5))\""
        if !grid.description.isEmpty {
            // The caption names the figure; what one sees in it is said of the images together.
            html += " role=\"group\" aria-label=\""
            html.append(programAttribute: grid.description)
            html += "\""
        }
        html += ">\n"
        for (index, image) in grid.images.enumerated() {
            let path = "\(fileStem)-\(index + 1).png"
            files[path] = PNG.grey(image.pixels, width: grid.width, height: grid.height)
            html += "<div class=\"image\"><img src=\""
            html.append(escapingDestination: path)
            html += "\" width=\"\(grid.width)\" height=\"\(grid.height)\" alt=\""
            html.append(
                programAttribute: image.label.isEmpty ? "Image \(index + 1) of \(grid.images.count)" : image.label)
            html += "\" />"
            if !image.label.isEmpty {
                html += "<span aria-hidden=\"true\">"
                html.append(programText: image.label)
                html += "</span>"
            }
            html += "</div>\n"
        }
        return html + "</div>\n"
    }

    /// How many of some images stand in a row, so that the last row is as full as it can be.
    static func across(_ count: Int, atMost most: Int) -> Int {
        let rows = max(1, (count + most - 1) / most)
        return max(1, (count + rows - 1) / rows)
    }

    /// A table as HTML; its columns of numbers stand to the right.
    ///
    /// End tags that HTML does not ask for are left out: the data of a heat map are hundreds of cells.
    static func html(of table: Table) -> String {
        // One class for the table costs less than one for each number.
        var html = "<div class=\"table\">\n<table class=\"numbers\">\n<thead>\n<tr>"
        for column in table.columns {
            // The corner above the names of rows is no heading.
            if column.name.isEmpty {
                html += "<td>"
                continue
            }
            html += column.isNumeric ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"left\">"
            html.append(programText: column.name)
        }
        html += "\n</thead>\n<tbody>\n"
        for row in table.rows {
            html += "<tr>"
            for (cell, column) in zip(row, table.columns) {
                html += column.isNumeric ? "<td>" : "<td class=\"left\">"
                html.append(programText: cell)
            }
            html += "\n"
        }
        return html + "</tbody>\n</table>\n</div>\n"
    }
}
