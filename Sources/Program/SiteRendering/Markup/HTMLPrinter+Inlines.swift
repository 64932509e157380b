import CourseModel

extension HTMLPrinter {
    /// Prints inlines one after the other.
    mutating func print(_ inlines: [Inline]) {
        for inline in inlines { print(inline) }
    }

    /// Prints an inline.
    mutating func print(_ inline: Inline) {
        if let markupExtension, markupExtension.print(inline, into: &self) { return }
        switch inline {
        case .text(let text):
            html.append(escaping: text)
        case .softBreak:
            html += "\n"
        case .lineBreak:
            html += "<br />\n"
        case .code(let text), .math(let text):
            html += "<code>"
            html.append(escaping: text)
            html += "</code>"
        case .html(let html, _):
            self.html += html
        case .emphasis(let content):
            html += "<em>"
            print(content)
            html += "</em>"
        case .strong(let content):
            html += "<strong>"
            print(content)
            html += "</strong>"
        case .link(let link):
            html += "<a href=\""
            html.append(escapingDestination: link.destination)
            print(title: link.title)
            html += "\">"
            print(link.content)
            html += "</a>"
        case .image(let image):
            html += "<img src=\""
            html.append(escapingDestination: image.destination)
            html += "\" alt=\""
            html.append(escaping: image.content.alternativeText)
            print(title: image.title)
            html += "\" />"
        case .capture, .footnote:
            break
        }
    }

    /// Continues an open attribute with a title, if there is one.
    private mutating func print(title: String) {
        if title.isEmpty { return }
        html += "\" title=\""
        html.append(escaping: title)
    }
}

extension Array<Inline> {
    /// What an image says to those who cannot see it: as CommonMark's reference renderer has it, raw HTML included.
    var alternativeText: String {
        map { inline in
            switch inline {
            case .text(let text), .code(let text), .math(let text), .html(let text, _): text
            case .softBreak, .lineBreak: " "
            case .capture, .footnote: ""
            case .emphasis(let content), .strong(let content): content.alternativeText
            case .link(let link), .image(let link): link.content.alternativeText
            }
        }.joined()
    }
}
