import CourseModel
import Foundation

/// The data files that a chapter's cells need: their hashes, and which are not there.
struct DataFiles: Sendable {
    /// The hash of each file that is there, by path.
    private(set) var hashes: [String: String] = [:]
    /// The cells that need a file that is not there.
    private(set) var absent: Set<Int> = []
    /// What is said of files that are not there.
    private(set) var findings: [Finding] = []
    /// The cells whose program is left out because an optional file is not there.
    private var optional: Set<Int> = []

    /// Looks for all files that a chapter names.
    ///
    /// - Parameter cache: where hashes are remembered; nil to compute none, since nothing is kept under them.
    init(of chapter: Chapter, courseFolder: String, cache: RunCache?) {
        for chain in planPrograms(of: chapter) {
            let members = chain.members.filter { chapter.cells[$0].purpose != .skip }
            let missing = members.flatMap { index in
                chapter.cells[index].dataFiles.filter { !Self.isThere($0.path, in: courseFolder) }.map { (index, $0) }
            }
            if let (index, file) = missing.first(where: { chapter.cells[$0.0].isOptional }) {
                optional.formUnion(chain.members)
                findings.append(
                    Self.finding(
                        chapter, file, .warning,
                        "\(file.path) is not there: the program of `\(chapter.cells[index].id)` "
                            + "is skipped, since the file is optional"))
                continue
            }
            for (index, file) in missing {
                absent.insert(index)
                findings.append(
                    Self.finding(
                        chapter, file, .error,
                        Self.isFolder(file.path, in: courseFolder)
                            ? "\(file.path) is a folder: name each file that the cell reads with a `needs=` of its own"
                            : "\(file.path) is not there: put it into the course (`make data` gets the "
                                + "data of Winnow's own course), or add the word `optional`"))
            }
            guard let cache else { continue }
            for index in members {
                for file in chapter.cells[index].dataFiles where hashes[file.path] == nil {
                    hashes[file.path] = cache.hash(ofFile: courseFolder + "/" + file.path)
                }
            }
        }
    }

    /// Whether a chain is left out because an optional file is not there.
    func isSkipped(_ chain: ChainPlan) -> Bool {
        !optional.isDisjoint(with: chain.members)
    }

    private static func isThere(_ path: String, in folder: String) -> Bool {
        FileManager.default.isReadableFile(atPath: folder + "/" + path) && !isFolder(path, in: folder)
    }

    /// What is in a folder is not in the cache key, so that a folder is no data file.
    private static func isFolder(_ path: String, in folder: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func finding(
        _ chapter: Chapter, _ file: Cell.DataFile, _ severity: Finding.Severity, _ message: String
    ) -> Finding {
        Finding(
            file: chapter.file, position: file.position, severity: severity, rule: .dataMissing, message: message)
    }
}
