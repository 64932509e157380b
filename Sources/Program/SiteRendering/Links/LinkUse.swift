import CourseModel

/// A place in a chapter that leads or shows something from elsewhere.
struct LinkUse: Hashable {
    enum Kind: Hashable {
        /// A link with text of its own.
        case link
        /// A link whose text is the name of what it leads to.
        case reference
        /// An image, and whether it says something to those who cannot see it.
        case image(hasText: Bool)
    }

    var kind: Kind
    var destination: String
    var position: SourcePosition

    /// Every link and image of a chapter in reading order, footnotes last; those in raw HTML included.
    static func all(in chapter: Chapter) -> [LinkUse] {
        var uses: [LinkUse] = []
        for blocks in [chapter.blocks] + chapter.footnotes.map(\.blocks) {
            blocks.forEachInline { inline, _ in
                switch inline {
                case .link(let link):
                    let kind: Kind = link.content.isEmpty ? .reference : .link
                    uses.append(LinkUse(kind: kind, destination: link.destination, position: link.position))
                case .image(let image):
                    let hasText = !image.content.plainText.allSatisfy(\.isWhitespace)
                    uses.append(
                        LinkUse(
                            kind: .image(hasText: hasText), destination: image.destination, position: image.position))
                case .html(let html, let position):
                    uses += rawUses(in: html, at: position)
                default:
                    break
                }
            }
            blocks.forEachBlock { block in
                if case .html(let html) = block.kind { uses += rawUses(in: html, at: block.position) }
            }
        }
        return uses
    }

    private static func rawUses(in html: String, at position: SourcePosition) -> [LinkUse] {
        RawTag.tags(in: html).compactMap { tag in
            let place = tag.line == 0 ? position : SourcePosition(line: position.line + tag.line)
            switch tag.name {
            case "a":
                return tag.attributes["href"].map { LinkUse(kind: .link, destination: $0, position: place) }
            case "img":
                // An empty text says that the picture is decoration; raw HTML is where an author can say so.
                let hasText = tag.attributes["alt"] != nil
                return tag.attributes["src"].map {
                    LinkUse(kind: .image(hasText: hasText), destination: $0, position: place)
                }
            default:
                return nil
            }
        }
    }
}
