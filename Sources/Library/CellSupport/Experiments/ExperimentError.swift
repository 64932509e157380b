/// Why an experiment, or what it gave, cannot be used.
public enum ExperimentError: Error, Hashable, CustomStringConvertible {
    /// There is no file of results.
    case absent(path: String)
    /// A line of the file is no result.
    case damaged(path: String, line: Int)
    /// A point or result is no flat list of names with numbers, texts and truth values.
    case notFlat(json: String)
    /// Two points are alike.
    case repeated(point: String)
    /// The runner asks for a point that the grid does not have.
    case noSuchPoint(number: Int, of: Int)
    /// The runner's folder cannot be written to.
    case notWritten(path: String)

    /// What is wrong and what to do about it, in one line.
    public var description: String {
        switch self {
        case .absent(let path): "\(path) is not there: `winnow experiment` computes it"
        case .damaged(let path, let line):
            "line \(line) of \(path) is no result of an experiment: `winnow experiment` computes it again"
        case .notFlat(let json):
            "points and results hold numbers, texts and truth values under names, and nothing else; this is \(json)"
        case .repeated(let point): "the grid holds the point \(point) twice"
        case .noSuchPoint(let number, let count):
            "there is no point \(number) among \(count): the grid must be the same each time the program starts"
        case .notWritten(let path): "\(path) cannot be written"
        }
    }
}
