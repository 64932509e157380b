/// What happened to files within a short time.
public struct FileChange: Hashable, Sendable {
    /// The files and folders that something happened to, as absolute paths below the watched folders.
    public var paths: Set<String>
    /// Whether more happened than the system could remember: then any file may have changed.
    public var isIncomplete: Bool

    /// A change of some files.
    public init(paths: Set<String> = [], isIncomplete: Bool = false) {
        self.paths = paths
        self.isIncomplete = isIncomplete
    }

    /// Whether a file may have changed.
    public func concerns(_ path: String) -> Bool {
        isIncomplete || paths.contains(path)
    }

    mutating func add(_ other: FileChange) {
        paths.formUnion(other.paths)
        isIncomplete = isIncomplete || other.isIncomplete
    }

    var isEmpty: Bool { paths.isEmpty && !isIncomplete }
}
