import CourseModel

/// What a site is made with beside the course: bytes that come in, so that rendering reads no files.
public struct SiteAssets: Sendable {
    /// The Mustache templates by name: ``SiteAssets/templateNames``.
    public var templates: [String: String]
    /// Styles, scripts, fonts and licences, by their path in the site; copied as they are, styles without comments.
    public var files: [String: [UInt8]]
    /// KaTeX's script.
    public var katex: String
    /// Prism's scripts in the order in which they must run: its core, then languages after those that they extend.
    public var prism: [String]

    /// The templates that rendering asks for.
    public static let templateNames = ["page", "cell", "exercise", "contents", "entry"]

    /// Assets with all their parts.
    public init(templates: [String: String], files: [String: [UInt8]], katex: String, prism: [String]) {
        self.templates = templates
        self.files = files
        self.katex = katex
        self.prism = prism
    }
}

/// How a site is rendered.
public struct SiteOptions: Sendable {
    /// When the run that proves the pages began, as a reader is to see it, such as `24 November 2026`.
    public var date: String
    /// Where the site will be published, with its final slash; nil if that is not known.
    public var baseURL: String?
    /// The solutions to show, by exercise; empty for a site without.
    public var solutions: [String: String] = [:]
    /// Files of the course that chapters link to or show, by path relative to the course folder.
    public var courseFiles: [String: [UInt8]] = [:]
    /// The address of a script that reloads pages when they change; nil for a site to be published.
    public var reloadScript: String?

    /// Options with a date and nothing unusual.
    public init(date: String, baseURL: String? = nil) {
        self.date = date
        self.baseURL = baseURL
    }
}

/// A rendered site.
public struct Site: Sendable {
    /// Every file of the site by its path, with `/` between folders.
    public var files: [String: [UInt8]]
    /// Links that lead nowhere, images without text, formulas that cannot be set.
    public var findings: [Finding]
    /// What the next rendering of a similar course need not compute again.
    public var fragments: SiteFragments
}

/// Why a site could not be rendered at all: a fault of the theme, not of the course.
public enum SiteError: Error, Hashable, CustomStringConvertible {
    /// A template is not there.
    case missingTemplate(String)
    /// A template cannot be read.
    case template(name: String, message: String)
    /// A script failed in a way that is no fault of its input.
    case script(String)

    /// What is wrong and what to do about it, in one line.
    public var description: String {
        switch self {
        case .missingTemplate(let name): "the theme lacks its template \(name).mustache"
        case .template(let name, let message): "the theme's template \(name).mustache cannot be read: \(message)"
        case .script(let message): "a script that the site is made with failed: \(message)"
        }
    }
}
