import CCmark

extension MarkdownNode {
    /// Containers below this depth are kept as the HTML that cmark gives for them, so that no input exhausts the stack.
    private static let deepestContainer = 100

    /// The tree of a Markdown text that is valid UTF-8.
    init(parsing bytes: [UInt8]) {
        // With source positions cmark counts the lines within code spans and tags too.
        let document = bytes.withUnsafeBytes { buffer in
            cmark_parse_document(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, CMARK_OPT_SOURCEPOS)
        }
        guard let document else {
            self.init(kind: .document, line: 1, column: 1, endLine: 1)
            return
        }
        defer { cmark_node_free(document) }
        self.init(document, depth: 0)
    }

    private init(_ node: OpaquePointer, depth: Int) {
        self.init(
            kind: Kind(node), line: Int(cmark_node_get_start_line(node)),
            column: max(1, Int(cmark_node_get_start_column(node))), endLine: Int(cmark_node_get_end_line(node)))
        if depth > Self.deepestContainer, cmark_node_first_child(node) != nil {
            let isBlock = cmark_node_get_type(node).rawValue <= CMARK_NODE_LAST_BLOCK.rawValue
            kind = isBlock ? .htmlBlock : .htmlInline
            literal = Self.html(of: node)
            return
        }
        literal = Self.string(cmark_node_get_literal(node))
        switch kind {
        case .codeBlock: info = Self.string(cmark_node_get_fence_info(node))
        case .link, .image:
            destination = Self.string(cmark_node_get_url(node))
            title = Self.string(cmark_node_get_title(node))
        default: break
        }
        var child = cmark_node_first_child(node)
        while let current = child {
            children.append(MarkdownNode(current, depth: depth + 1))
            child = cmark_node_next(current)
        }
    }

    private static func string(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    private static func html(of node: OpaquePointer) -> String {
        guard let text = cmark_render_html(node, CMARK_OPT_UNSAFE) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(text) }
        return String(cString: text)
    }
}

extension MarkdownNode.Kind {
    fileprivate init(_ node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_BLOCK_QUOTE: self = .blockQuote
        case CMARK_NODE_LIST:
            let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            self = .list(
                start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
                isTight: cmark_node_get_list_tight(node) != 0)
        case CMARK_NODE_ITEM: self = .item
        case CMARK_NODE_CODE_BLOCK: self = .codeBlock
        case CMARK_NODE_HTML_BLOCK: self = .htmlBlock
        case CMARK_NODE_PARAGRAPH: self = .paragraph
        case CMARK_NODE_HEADING: self = .heading(level: Int(cmark_node_get_heading_level(node)))
        case CMARK_NODE_THEMATIC_BREAK: self = .thematicBreak
        case CMARK_NODE_TEXT: self = .text
        case CMARK_NODE_SOFTBREAK: self = .softBreak
        case CMARK_NODE_LINEBREAK: self = .lineBreak
        case CMARK_NODE_CODE: self = .code
        case CMARK_NODE_HTML_INLINE: self = .htmlInline
        case CMARK_NODE_EMPH: self = .emphasis
        case CMARK_NODE_STRONG: self = .strong
        case CMARK_NODE_LINK: self = .link
        case CMARK_NODE_IMAGE: self = .image
        default: self = .document
        }
    }
}
