import CourseModel
import Yams

/// The YAML between two lines of `---` at the top of a chapter.
struct FrontMatter {
    /// The title that it gives.
    private(set) var title: String?
    /// What is wrong with it.
    private(set) var findings: [Finding] = []
    /// How many lines it takes, its marks included; 0 if there is none.
    private let lineCount: Int

    init(_ source: SourceText, file: String) {
        guard source[1] == "---", let end = source.lines.dropFirst().firstIndex(where: { $0 == "---" }) else {
            lineCount = 0
            return
        }
        lineCount = end + 1
        do {
            let yaml = source.lines[1..<end].joined(separator: "\n")
            title = try Yams.compose(yaml: yaml)?.mapping?["title"]?.string
        } catch {
            let mark = (error as? YamlError)?.mark
            findings = [
                Finding(
                    file: file, position: SourcePosition(line: 1 + (mark?.line ?? 1), column: mark?.column ?? 1),
                    rule: .badValue, message: "the front matter is not YAML: write lines such as `title: Weights`")
            ]
        }
    }

    /// The bytes of the chapter with the front matter as empty lines, so that all lines keep their numbers.
    func blanked(_ bytes: [UInt8]) -> [UInt8] {
        guard lineCount > 0 else { return bytes }
        var rest = bytes[...]
        for _ in 0..<lineCount {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            rest = rest.dropFirst(line.count)
            let isPair = rest.starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
            rest = rest.dropFirst(isPair ? 2 : 1)
        }
        return Array(repeating: UInt8(ascii: "\n"), count: lineCount) + rest
    }
}

extension YamlError {
    /// Where the text goes wrong, if the error knows it.
    var mark: Mark? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
        default: nil
        }
    }
}
