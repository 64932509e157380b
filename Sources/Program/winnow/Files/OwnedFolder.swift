import CLinux
import Foundation

/// A folder that winnow writes, whole or not at all, and may replace.
struct OwnedFolder {
    /// What the folder is for, which decides the file that marks it as ours.
    enum Kind: String {
        case site = ".winnow-site"
        case course = ".winnow-course"

        fileprivate var command: String { self == .site ? "winnow build" : "winnow release" }
        fileprivate var advice: String { self == .site ? "with --out DIR" : "" }
    }

    private let path: String
    private let kind: Kind

    /// A folder that is absent, empty, or marked as ours.
    ///
    /// - Throws: `UsageError` for any other.
    init(_ path: String, for kind: Kind) throws {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        self.kind = kind
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: self.path, isDirectory: &isFolder) else { return }
        func refuse(_ reason: String) -> UsageError {
            UsageError(description: "\(path) \(reason)\(kind.advice.isEmpty ? "" : " " + kind.advice)")
        }
        guard isFolder.boolValue else { throw refuse("is a file: name a folder") }
        let names = try manager.contentsOfDirectory(atPath: self.path)
        guard names.isEmpty || names.contains(kind.rawValue) else {
            throw refuse("holds files that winnow did not write: empty it, or name another")
        }
    }

    /// Writes all files beside the folder and exchanges the two in one step, so that no moment shows half of them.
    func replace(with files: [String: [UInt8]]) throws {
        try replace { draft in
            for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
                let file = URL(fileURLWithPath: draft + "/" + name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file)
            }
        }
    }

    /// Has a folder filled beside this one and exchanges the two in one step.
    func replace(filling fill: (String) throws -> Void) throws {
        let manager = FileManager.default
        removeLeftovers()
        let draft = draftPrefix + UUID().uuidString
        do {
            try manager.createDirectory(atPath: draft, withIntermediateDirectories: true)
            try Data("This folder is written by `\(kind.command)`, which replaces it whole.\n".utf8).write(
                to: URL(fileURLWithPath: draft + "/" + kind.rawValue))
            try fill(draft)
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
