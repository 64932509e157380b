import CLinux
import Foundation

/// The folder that a site is written to, whole or not at all.
struct SiteFolder {
    /// The file that says that the folder is ours to replace.
    private static let mark = ".winnow-site"

    private let path: String

    /// A folder that is absent, empty, or marked as ours.
    ///
    /// - Throws: `UsageError` for any other.
    init(_ path: String) throws {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: self.path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else {
            throw UsageError(description: "\(path) is a file: name a folder with --out DIR")
        }
        let names = try manager.contentsOfDirectory(atPath: self.path)
        guard names.isEmpty || names.contains(Self.mark) else {
            throw UsageError(
                description: "\(path) holds files that winnow did not write: empty it, or name another with --out DIR")
        }
    }

    /// Writes all files beside the folder and exchanges the two in one step, so that no moment shows half a site.
    func replace(with files: [String: [UInt8]]) throws {
        let manager = FileManager.default
        removeLeftovers()
        let draft = draftPrefix + UUID().uuidString
        do {
            try manager.createDirectory(atPath: draft, withIntermediateDirectories: true)
            try Data("This folder is written by `winnow build`, which replaces it whole.\n".utf8).write(
                to: URL(fileURLWithPath: draft + "/" + Self.mark))
            for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
                let file = URL(fileURLWithPath: draft + "/" + name)
                try manager.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file)
            }
            if manager.fileExists(atPath: path) {
                guard winnow_exchange_paths(draft, path) == 0 else {
                    throw UsageError(description: "\(path) cannot be replaced: \(String(cString: strerror(errno)))")
                }
            } else {
                try manager.moveItem(atPath: draft, toPath: path)
            }
        } catch {
            try? manager.removeItem(atPath: draft)
            throw error
        }
        try? manager.removeItem(atPath: draft)
    }

    private var parent: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    private var draftPrefix: String {
        parent + "/.\(URL(fileURLWithPath: path).lastPathComponent).winnow-draft-"
    }

    /// Removes what a run that was killed left behind, except what another run may be writing now.
    private func removeLeftovers() {
        let manager = FileManager.default
        let prefix = URL(fileURLWithPath: draftPrefix).lastPathComponent
        for name in (try? manager.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let leftover = parent + "/" + name
            let date = (try? manager.attributesOfItem(atPath: leftover))?[.modificationDate] as? Date
            if let date, Date().timeIntervalSince(date) > 60 { try? manager.removeItem(atPath: leftover) }
        }
    }
}
