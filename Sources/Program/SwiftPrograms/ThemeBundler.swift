import Foundation

/// Gathers what pages are made with beside the program: the theme of this repository, and the scripts and the font that
/// Debian's packages bring.
public struct ThemeBundler {
    /// The name of the folder, which lies beside the program.
    public static let folderName = "winnow-theme"

    /// The scripts in the order in which they must run, and where the packages put them.
    private static let scripts =
        [("katex.js", "/usr/share/javascript/katex/katex.js", "libjs-katex")]
        + ["core", "clike", "swift", "bash", "json", "python", "c"].map {
            ("prism-\($0).js", "/usr/share/nodejs/prismjs/components/prism-\($0).js", "node-prismjs")
        }
    private static let font = "/usr/share/fonts/opentype/stix-word/STIXMath-Regular.otf"

    private let sources: String
    private let build: String

    /// A bundler of the theme of a package into the folder of its build.
    public init(sources: String, build: String) {
        self.sources = sources
        self.build = build
    }

    /// Copies everything under another name and puts it in the place of the last.
    ///
    /// - Throws: ``LibraryBundleError/missingPackage(_:)`` if a script is not on this machine.
    public func make() throws {
        let files = FileManager.default
        let target = build + "/" + Self.folderName
        let draft = target + ".new"
        try? files.removeItem(atPath: draft)
        try files.createDirectory(atPath: draft + "/scripts", withIntermediateDirectories: true)
        for folder in ["templates", "assets"] {
            try files.copyItem(atPath: "\(sources)/site/theme/\(folder)", toPath: "\(draft)/\(folder)")
        }
        for (number, (name, path, package)) in Self.scripts.enumerated() {
            guard files.fileExists(atPath: path) else { throw LibraryBundleError.missingPackage(package) }
            try files.copyItem(atPath: path, toPath: "\(draft)/scripts/\(number)-\(name)")
        }
        guard files.fileExists(atPath: Self.font) else { throw LibraryBundleError.missingPackage("fonts-stix") }
        try files.copyItem(atPath: Self.font, toPath: draft + "/assets/STIXMath-Regular.otf")
        try? files.removeItem(atPath: target)
        try files.moveItem(atPath: draft, toPath: target)
    }
}
