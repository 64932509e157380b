import Foundation
import SiteRendering

/// The theme of this repository and the scripts of the machine, read as the program reads them.
enum SiteFiles {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func assets() throws -> SiteAssets {
        let theme = root.appending(path: "site/theme")
        var templates: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(
            at: theme.appending(path: "templates"), includingPropertiesForKeys: nil)
        where file.pathExtension == "mustache" {
            templates[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
        }
        var files: [String: [UInt8]] = [:]
        for file in try FileManager.default.contentsOfDirectory(
            at: theme.appending(path: "assets"), includingPropertiesForKeys: nil)
        {
            files["assets/\(file.lastPathComponent)"] = Array(try Data(contentsOf: file))
        }
        files["assets/STIXMath-Regular.otf"] = Array(
            try Data(contentsOf: URL(filePath: "/usr/share/fonts/opentype/stix-word/STIXMath-Regular.otf")))
        return SiteAssets(
            templates: templates, files: files, katex: try script("javascript/katex/katex.js"), prism: try prism())
    }

    static func prism() throws -> [String] {
        try ["core", "clike", "swift", "bash", "json", "python", "c"].map {
            try script("nodejs/prismjs/components/prism-\($0).js")
        }
    }

    static func script(_ path: String) throws -> String {
        try String(contentsOf: URL(filePath: "/usr/share/\(path)"), encoding: .utf8)
    }
}
