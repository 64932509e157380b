import CourseModel
import SwiftPrograms

/// The text of a program made of cells, and the way back from its places to those in the chapter.
package struct ProgramSource {
    /// The name that compiler and traps give to the lines between cells.
    private static let boundaryFile = "winnow-boundary"

    /// The text.
    let text: String
    private let chapter: Chapter
    private let cells: [Int]

    /// Puts cells one after the other into one text.
    ///
    /// Before each cell stands a call that tells the runner, and an import: it is only valid at the top of a file, so
    /// that a cell that leaves a brace open never swallows the next without an error.
    ///
    /// - Parameter leftOut: cells that are left out; what they import, the others may still use.
    init(_ cells: [Int], of chapter: Chapter, leftOut: Set<Int> = []) {
        self.chapter = chapter
        self.cells = cells
        var text = "@_silgen_name(\"winnow_cell\") func __winnow_cell(_: Int32)\n"
        for line in Set(leftOut.flatMap({ importLines(in: chapter.cells[$0].source) })).sorted() {
            text +=
                "#if canImport(\(line.split(separator: " ").last?.split(separator: ".").first ?? ""))\n\(line)\n#endif\n"
        }
        let file = Self.quoted(chapter.file)
        for (number, index) in cells.enumerated() {
            text += Self.boundary(before: number)
            text += "#sourceLocation(file: \(file), line: \(chapter.cells[index].firstCodeLine))\n"
            text += chapter.cells[index].source
        }
        text += "#sourceLocation(file: \"\(Self.boundaryFile)\", line: \(cells.count + 1))\n"
        text += "do { __winnow_cell(0) }\n"
        self.text = text
    }

    private static func boundary(before number: Int) -> String {
        "#sourceLocation(file: \"\(boundaryFile)\", line: \(number + 1))\n"
            + "do { __winnow_cell(\(number + 1)) }; import Swift\n"
    }

    /// A whole Swift file, so that compiler and traps name it and its lines.
    package static func placed(_ text: String, as file: String) -> String {
        "#sourceLocation(file: \(quoted(file)), line: 1)\n" + text
    }

    private static func quoted(_ file: String) -> String { "\"" + nameInPrograms(of: file) + "\"" }

    /// The name that compiler and traps give to a file: `#sourceLocation` keeps the backslashes of its literal, and takes
    /// no control characters.
    static func nameInPrograms(of file: String) -> String {
        let printable = file.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : String($0) }
        return printable.joined().replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// The cell that a diagnostic is about, and its place in the chapter.
    ///
    /// What the compiler says about a boundary belongs to the cell before it; what it says about no place, or a place
    /// that a cell has renamed, to the cell that renames places, else to the first.
    func place(of diagnostic: CompilerDiagnostic) -> (cell: Int, position: SourcePosition)? {
        let file = Self.nameInPrograms(of: chapter.file)
        if diagnostic.file == file,
            let cell = cells.first(where: { chapter.cells[$0].codeLines.contains(diagnostic.line) })
        {
            return (cell, chapter.cells[cell].position(line: diagnostic.line, column: diagnostic.column))
        }
        if diagnostic.file == Self.boundaryFile || diagnostic.file == file {
            let number = diagnostic.file == Self.boundaryFile ? diagnostic.line - 2 : cells.count - 1
            guard let cell = cells.indices.contains(max(number, 0)) ? cells[max(number, 0)] : nil else { return nil }
            let end = chapter.cells[cell].code.last?.position ?? chapter.cells[cell].position
            return (cell, end)
        }
        let renaming = cells.first { chapter.cells[$0].source.contains("#sourceLocation") }
        guard let cell = renaming ?? cells.first else { return nil }
        return (cell, chapter.cells[cell].position)
    }
}

extension Cell {
    /// The place in the chapter of something that the parser said about ``source`` alone.
    func place(ofAlone diagnostic: CompilerDiagnostic) -> SourcePosition {
        position(line: firstCodeLine + diagnostic.line - 1, column: diagnostic.column)
    }

    /// The line of the chapter that the first line of code stands in.
    var firstCodeLine: Int { code.first?.position.line ?? position.line + 1 }

    /// The lines of the chapter that its code takes, with the one behind, where the compiler puts what is missing.
    var codeLines: ClosedRange<Int> { firstCodeLine...(firstCodeLine + code.count) }

    /// The place in the chapter of a place in the code that the compiler saw.
    func position(line: Int, column: Int) -> SourcePosition {
        let index = line - firstCodeLine
        guard code.indices.contains(index) else {
            guard let last = code.last else { return position }
            return last.position(column: last.text.utf8.count + 1)
        }
        return code[index].position(column: column)
    }

    /// Whether it might be no whole Swift although the program that it stands in compiles: an open comment, string,
    /// regular expression or condition can swallow the boundary, an attribute or label can take it as its own.
    var mightSwallowBoundary: Bool {
        let source = source
        if ["/*", "*/", "\"\"\"", "#/", "/#", "#if", "#else", "#endif"].contains(where: { source.contains($0) }) {
            return true
        }
        guard let last = code.last(where: { !$0.text.allSatisfy(\.isWhitespace) })?.text else { return false }
        return last.contains("@") || withoutTrailingBlanks(last).hasSuffix(":")
    }
}
