import CourseModel
import Foundation
import SwiftPrograms

/// Results of checks by all that they depend on, failures too, since the same answer gets the same words again.
///
/// A file that cannot be read counts as absent, and a folder that cannot be written is no reason to fail.
struct CheckCache: Sendable {
    /// Changes whenever checks are made, or kept, in another way.
    private static let format = "2"
    private static let mostBytes = 16 << 20

    private let folder: String

    init(folder: String) {
        self.folder = folder + "/checks"
    }

    /// The key of a check: the answer, the exercise with its cases where they stand, the library, the compiler.
    static func key(
        _ answer: Answer, _ exercise: Exercise, _ chapter: Chapter, _ compiler: SwiftCompiler
    ) -> String {
        var hash = ContentHash()
        let flags = SwiftCompiler.flags.joined(separator: " ")
        for text in [
            format, flags, compiler.toolchain.version, compiler.bundle.manifest.library, answer.file, answer.text,
            exercise.name, "\(exercise.points)", "\(exercise.timeout)", exercise.imports.joined(separator: ","),
            chapter.file,
        ] {
            hash.update(text)
        }
        for index in exercise.examples {
            let cell = chapter.cells[index]
            hash.update("\(cell.position.line) \(cell.id) \(cell.outputUse)\n\(cell.source)")
            hash.update(cell.output?.lines.map(\.text).joined(separator: "\n") ?? "none")
            hash.update("\(cell.output?.tolerance ?? "") \(cell.output?.relativeTolerance ?? "")")
        }
        return hash.hexadecimal
    }

    func check(for key: String) -> ExerciseCheck? {
        guard let data = FileManager.default.contents(atPath: path(of: key)) else { return nil }
        return try? JSONDecoder().decode(ExerciseCheck.self, from: data)
    }

    func store(_ check: ExerciseCheck, for key: String) {
        guard let data = try? JSONEncoder().encode(check) else { return }
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try? data.write(to: URL(fileURLWithPath: path(of: key)), options: .atomic)
        RunCache.trim(folder, to: Self.mostBytes)
    }

    private func path(of key: String) -> String { folder + "/" + key + ".json" }
}
