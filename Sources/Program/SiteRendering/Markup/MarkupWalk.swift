import CourseModel

extension Array<Block> {
    /// Visits every block, outer ones before inner ones, in reading order.
    func forEachBlock(_ visit: (Block) -> Void) {
        for block in self {
            visit(block)
            switch block.kind {
            case .blockQuote(let blocks), .callout(_, let blocks):
                blocks.forEachBlock(visit)
            case .list(let list):
                for item in list.items { item.forEachBlock(visit) }
            default:
                break
            }
        }
    }

    /// Visits every inline with the block that holds it, outer ones before inner ones, in reading order.
    func forEachInline(_ visit: (Inline, Block) -> Void) {
        forEachBlock { block in
            switch block.kind {
            case .paragraph(let content), .heading(_, let content):
                content.forEachInline { visit($0, block) }
            case .table(let table):
                for cell in table.header { cell.forEachInline { visit($0, block) } }
                for row in table.rows { for cell in row { cell.forEachInline { visit($0, block) } } }
            default:
                break
            }
        }
    }
}

extension Array<Inline> {
    /// Visits every inline, outer ones before inner ones, in reading order.
    func forEachInline(_ visit: (Inline) -> Void) {
        for inline in self {
            visit(inline)
            switch inline {
            case .emphasis(let content), .strong(let content): content.forEachInline(visit)
            case .link(let link), .image(let link): link.content.forEachInline(visit)
            default: break
            }
        }
    }
}
