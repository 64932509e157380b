import Foundation
import SwiftPrograms

/// What a student hands in: the bodies of the exercises and a manifest, in one zip file.
public struct Submission: Sendable {
    /// An exercise without an answer in the archive.
    public struct Gap: Hashable, Sendable {
        /// The exercise.
        public let exercise: String
        /// What is the matter, in words.
        public let reason: String
    }

    /// What the archive says of itself, in `manifest.json`.
    struct Manifest: Codable {
        struct File: Codable {
            var exercise: String
            var file: String
            var sha256: String
        }

        var format = 1
        var courseVersion: String
        var student: String?
        var files: [File]
    }

    /// The exercises that are in it.
    public private(set) var included: [String] = []
    /// What is missing.
    public private(set) var gaps: [Gap] = []
    private var entries: [(name: String, content: [UInt8])] = []

    /// Gathers what is there of the answers to some exercises.
    ///
    /// - Throws: ``WorkspaceError``.
    public init(of workspace: Workspace, _ sheets: [ExerciseSheet]) throws {
        let settings = try workspace.settings()
        var files: [Manifest.File] = []
        for sheet in sheets {
            let text: String
            switch workspace.answer(to: sheet) {
            case .text(let answer): text = answer
            case .untouched:
                gaps.append(Gap(exercise: sheet.name, reason: "it is still the starter"))
                continue
            case .missing:
                gaps.append(Gap(exercise: sheet.name, reason: "there is no \(sheet.file)"))
                continue
            case .empty:
                gaps.append(Gap(exercise: sheet.name, reason: "\(sheet.file) is empty"))
                continue
            case .unusable(let reason, _):
                gaps.append(Gap(exercise: sheet.name, reason: "\(sheet.file): \(reason)"))
                continue
            }
            included.append(sheet.name)
            entries.append((sheet.file, Array(text.utf8)))
            files.append(Manifest.File(exercise: sheet.name, file: sheet.file, sha256: ContentHash.sha256(text)))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let manifest = Manifest(courseVersion: courseVersion(of: sheets), student: settings?.student, files: files)
        entries.append(("manifest.json", Array(try encoder.encode(manifest)) + [UInt8(ascii: "\n")]))
        entries.sort { $0.name < $1.name }
    }

    /// The bytes of the zip file.
    public func archive() throws -> [UInt8] { try ZipArchive.bytes(of: entries) }
}
