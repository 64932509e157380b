import CourseModel

extension PagePrinter {
    /// Prints a link to where it leads in the site; one without text says what it leads to.
    func printLink(_ link: Inline.Link, into printer: inout HTMLPrinter) {
        let destination = course.resolve(link.destination, from: chapter.file)
        printer.html += "<a href=\""
        printer.html.append(escapingDestination: address(of: destination))
        printer.html += "\""
        if !link.title.isEmpty { printer.html += " title=\"\(link.title.escapedForHTML)\"" }
        if case .external = destination { printer.html += " rel=\"noopener\"" }
        printer.html += ">"
        if link.content.isEmpty {
            printer.html.append(escaping: label(of: destination) ?? link.destination)
        } else {
            printer.print(link.content)
        }
        printer.html += "</a>"
    }

    /// Prints an image from where its file lies in the site.
    func printImage(_ image: Inline.Link, into printer: inout HTMLPrinter) {
        printer.html += "<img src=\""
        printer.html.append(escapingDestination: address(of: course.resolve(image.destination, from: chapter.file)))
        printer.html += "\" alt=\""
        printer.html.append(escaping: image.content.alternativeText)
        printer.html += "\""
        if !image.title.isEmpty { printer.html += " title=\"\(image.title.escapedForHTML)\"" }
        printer.html += " />"
    }

    /// Prints an image with a caption as a numbered figure.
    func printFigure(_ figure: PageOutline.Figure, _ image: Inline.Link, into printer: inout HTMLPrinter) {
        var image = image
        let caption = image.title
        image.title = ""
        printer.startLine()
        printer.html += "<figure id=\"\(id(figure.anchor))\">\n"
        printImage(image, into: &printer)
        printer.html += "\n<figcaption><span class=\"label\">\(figure.name)</span> "
        printer.html.append(escaping: caption)
        printer.html += "</figcaption>\n</figure>\n"
    }

    /// An address that works from the page that is printed, under any address of the site.
    private func address(of destination: CourseOutline.Destination) -> String {
        switch destination {
        case .external(let address): address
        case .file(let path): CourseOutline.sitePath(of: path)
        case .page(let path, let anchor): place.address(of: anchor, in: path)
        }
    }

    private func label(of destination: CourseOutline.Destination) -> String? {
        guard case .page(let path, let anchor) = destination, let page = course.page(at: path) else { return nil }
        guard let anchor else { return page.title }
        return page.targets[anchor]?.label
    }

    /// Prints the raised number that leads to a footnote.
    func printFootnoteReference(_ index: Int, into printer: inout HTMLPrinter) {
        let count = footnoteReferences[index, default: 0] + 1
        footnoteReferences[index] = count
        let place = count == 1 ? "" : "-\(count)"
        // A blank before it in the source would let the number hang apart from its word, or begin a line.
        if let last = printer.html.last, last == " " || last == "\n" { printer.html.removeLast() }
        printer.html += "<sup class=\"footnote-ref\"><a id=\"\(id("fnref-\(index + 1)\(place)"))\" "
        printer.html += "href=\"#\(id("fn-\(index + 1)"))\" "
        printer.html += "aria-label=\"Footnote \(index + 1)\">\(index + 1)</a></sup>"
    }

    /// Prints the footnotes that the page refers to, each with a way back to every place.
    func printFootnotes(into printer: inout HTMLPrinter) {
        if chapter.footnotes.isEmpty { return }
        printer.startLine()
        // The page of the whole course holds one such section for each chapter, and their names must differ.
        let name = "Footnotes of \(chapter.title)".escapedForHTML
        printer.html += "<section class=\"footnotes\" aria-label=\"\(name)\">\n<ol>\n"
        for (index, footnote) in chapter.footnotes.enumerated() {
            printer.html += "<li id=\"\(id("fn-\(index + 1)"))\">\n"
            printer.print(footnote.blocks)
            printer.startLine()
            printer.html += "<p class=\"back\">"
            for place in 1...max(1, footnoteReferences[index, default: 1]) {
                let suffix = place == 1 ? "" : "-\(place)"
                printer.html +=
                    "<a href=\"#\(id("fnref-\(index + 1)\(suffix)"))\" aria-label=\"Back to the text\">↩</a> "
            }
            printer.html += "</p>\n</li>\n"
        }
        printer.html += "</ol>\n</section>\n"
    }
}
