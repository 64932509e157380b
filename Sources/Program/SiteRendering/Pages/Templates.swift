import Mustache

/// The theme's templates, read once.
struct Templates {
    private let library: MustacheLibrary

    /// Reads the templates that rendering asks for, and whatever else the theme brings for them to include.
    ///
    /// - Throws: ``SiteError`` if one is absent or cannot be read.
    init(_ sources: [String: String]) throws(SiteError) {
        var templates: [String: MustacheTemplate] = [:]
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            do {
                templates[name] = try MustacheTemplate(string: source)
            } catch {
                throw .template(name: name, message: "\(error)")
            }
        }
        for name in SiteAssets.templateNames where templates[name] == nil { throw .missingTemplate(name) }
        library = MustacheLibrary(templates: templates)
    }

    /// A template filled in.
    ///
    /// - Parameter values: text, booleans, arrays and dictionaries of such by name; an absent name is empty.
    func render(_ name: String, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: name) ?? ""
    }
}
