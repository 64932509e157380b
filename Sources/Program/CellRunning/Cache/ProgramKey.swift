import CourseModel
import Foundation
import SwiftPrograms

/// All that the outcome of a program depends on, part by part, so that a miss can be explained.
struct ProgramKey: Hashable, Sendable, Codable {
    /// A thing that the outcome depends on, and the hash of its content.
    struct Part: Hashable, Sendable, Codable {
        /// What it is, in words such as `the library` or `the code of prune`.
        var name: String
        var hash: String
    }

    /// Changes whenever outcomes are stored or made in another way.
    private static let format = "1"

    var parts: [Part]

    /// The key of a program; data files come in by their hashes.
    ///
    /// - Parameter answer: the answer that public cases are run beside.
    init(
        _ plan: ProgramPlan, of chapter: Chapter, compiler: SwiftCompiler, dataHashes: [String: String],
        answer: Answer? = nil
    ) {
        let environment = ProcessInfo.processInfo.environment
        let kernel = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS"].map {
            "\($0)=\(environment[$0] ?? "")"
        }
        parts = [
            Part(name: "the way winnow runs cells", hash: ContentHash.of(Self.format + "\(plan.kind)")),
            Part(name: "the compiler's flags", hash: ContentHash.of(SwiftCompiler.flags.joined(separator: " "))),
            Part(name: "the compiler", hash: ContentHash.of(compiler.toolchain.version)),
            Part(name: "the library", hash: ContentHash.of(compiler.bundle.manifest.library)),
            Part(name: "the settings of OpenBLAS", hash: ContentHash.of(kernel.joined(separator: " "))),
        ]
        if let answer { parts.append(Part(name: answer.file, hash: ContentHash.of(answer.text))) }
        for index in plan.cells {
            let cell = chapter.cells[index]
            // A cell that prints its own file or line number depends on where it stands.
            let place =
                (cell.source.contains("#line") ? "\(cell.position.line)" : "")
                + (cell.source.contains("#file") ? chapter.file : "")
            parts.append(
                Part(name: "the code of \(cell.id)", hash: ContentHash.of("\(cell.purpose)\(place)\n\(cell.source)")))
            for file in cell.dataFiles {
                parts.append(Part(name: file.path, hash: dataHashes[file.path] ?? "absent"))
            }
        }
    }

    /// The key as one hash, which is a file's name.
    var hash: String {
        ContentHash.of(parts.map { "\($0.name)\u{0}\($0.hash)\n" }.joined())
    }

    /// What differs from another key, in words; nil if nothing does.
    func difference(from earlier: ProgramKey) -> String? {
        for (index, part) in parts.enumerated() {
            guard index < earlier.parts.count else { return "\(part.name) is new" }
            if earlier.parts[index] != part {
                if earlier.parts[index].name == part.name { return "\(part.name) changed" }
                return "\(part.name) stands where \(earlier.parts[index].name) stood"
            }
        }
        return earlier.parts.count > parts.count ? "\(earlier.parts[parts.count].name) is gone" : nil
    }
}
