import Foundation

/// What judges and the programs of answers are compiled against besides the library.
extension LibraryBundle {
    /// What the compiler needs to find some of the modules `Judging` and `AnswerFrames`.
    package func judgingArguments(_ modules: [String]) -> [String] {
        modules.flatMap { ["-Xfrontend", "-swift-module-file=\($0)=\(folder)/judging/\($0).swiftmodule"] }
    }

    /// The objects of those modules.
    package func judgingObjects(_ modules: [String]) -> [String] {
        modules.flatMap { module in
            let place = "\(folder)/judging/\(module)"
            return ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted().map {
                "\(place)/\($0)"
            }
        }
    }

    /// Whether the bundle has what judges need.
    package var hasJudging: Bool { FileManager.default.fileExists(atPath: folder + "/judging/Judging.swiftmodule") }
}
