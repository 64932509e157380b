import CourseModel

/// The page of notes and links: every footnote of the course once, every address outside it once, each with the places
/// that refer to it.
struct ReferencesPage {
    /// A place that refers to something.
    struct Use: Hashable {
        var address: String
        var text: String
    }

    /// A footnote of one or more chapters, as HTML.
    struct Note {
        var html: String
        var uses: [Use]
    }

    /// The notes in order of first reference.
    private(set) var notes: [Note] = []
    /// The addresses in order of first use.
    private(set) var links: [(address: String, uses: [Use])] = []
    private var noteIndex: [String: Int] = [:]
    private var linkIndex: [String: Int] = [:]

    /// Nothing yet.
    init() {}

    /// Whether there is nothing to list.
    var isEmpty: Bool { notes.isEmpty && links.isEmpty }

    /// Adds the notes and links of a chapter.
    ///
    /// - Parameter printer: one that prints for this page.
    mutating func add(_ chapter: Chapter, page: PageOutline, course: CourseOutline, printer: PagePrinter) {
        for (index, footnote) in chapter.footnotes.enumerated() {
            let html = printer.html(of: footnote.blocks)
            let use = Use(address: "\(page.path)#fnref-\(index + 1)", text: page.title)
            // Chapters that cite the same work in the same words share its note.
            if let known = noteIndex[html] {
                notes[known].uses.append(use)
            } else {
                noteIndex[html] = notes.count
                notes.append(Note(html: html, uses: [use]))
            }
        }
        for link in LinkUse.all(in: chapter) {
            guard case .external(let address) = course.resolve(link.destination, from: chapter.file) else { continue }
            let section = page.sections.last { $0.position <= link.position }
            let use = Use(
                address: page.path + (section.map { "#\($0.anchor)" } ?? ""),
                text: section.map { $0.level == 1 ? page.title : "\(page.title): \($0.content.plainText)" }
                    ?? page.title)
            if let known = linkIndex[address] {
                if !links[known].uses.contains(use) { links[known].uses.append(use) }
            } else {
                linkIndex[address] = links.count
                links.append((address, [use]))
            }
        }
    }

    /// The body of the page.
    var html: String {
        var html = ""
        if !notes.isEmpty {
            html += "<h2 id=\"notes\">Notes</h2>\n<ol class=\"references\">\n"
            for note in notes { html += "<li>\n" + note.html + Self.html(of: note.uses) + "</li>\n" }
            html += "</ol>\n"
        }
        if !links.isEmpty {
            html += "<h2 id=\"links\">Links out of the course</h2>\n<ul class=\"references\">\n"
            for link in links {
                html += "<li><a rel=\"noopener\" href=\""
                html.append(escapingDestination: link.address)
                html += "\">" + link.address.escapedForHTML + "</a>\n" + Self.html(of: link.uses) + "</li>\n"
            }
            html += "</ul>\n"
        }
        return html
    }

    private static func html(of uses: [Use]) -> String {
        let links = uses.map { use in
            var link = "<a href=\""
            link.append(escapingDestination: use.address)
            return link + "\">" + use.text.escapedForHTML + "</a>"
        }
        return "<p class=\"uses\">In " + links.joined(separator: ", ") + "</p>\n"
    }
}
