import Foundation
import SiteRendering
import SwiftPrograms

/// Reads the theme and the scripts that lie beside the program.
///
/// - Throws: `LibraryBundleError` if they are not there.
func readSiteAssets() throws -> SiteAssets {
    let folder = LibraryBundle.programFolder() + "/" + ThemeBundler.folderName
    let manager = FileManager.default
    guard let scripts = try? manager.contentsOfDirectory(atPath: folder + "/scripts").sorted() else {
        throw LibraryBundleError.missing(folder)
    }
    func text(_ path: String) throws -> String { try String(contentsOfFile: folder + "/" + path, encoding: .utf8) }
    var templates: [String: String] = [:]
    for name in try manager.contentsOfDirectory(atPath: folder + "/templates") where name.hasSuffix(".mustache") {
        templates[String(name.dropLast(".mustache".count))] = try text("templates/" + name)
    }
    var files: [String: [UInt8]] = [:]
    for name in try manager.contentsOfDirectory(atPath: folder + "/assets") {
        files["assets/" + name] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/assets/" + name)))
    }
    let texts = try scripts.map { try text("scripts/" + $0) }
    return SiteAssets(templates: templates, files: files, katex: texts[0], prism: Array(texts.dropFirst()))
}

/// The formulas and programs of the last rendering, kept in the course's cache folder.
struct FragmentStore {
    private let file: URL

    init(courseFolder: String) {
        file = URL(fileURLWithPath: courseFolder + "/.winnow-cache/fragments.json")
    }

    func load() -> SiteFragments {
        guard let data = try? Data(contentsOf: file) else { return SiteFragments() }
        return (try? JSONDecoder().decode(SiteFragments.self, from: data)) ?? SiteFragments()
    }

    /// Keeps fragments; a folder that cannot be written is no reason to fail.
    func save(_ fragments: SiteFragments) {
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? JSONEncoder().encode(fragments).write(to: file, options: .atomic)
    }
}
