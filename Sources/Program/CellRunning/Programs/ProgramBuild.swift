import CourseModel
import SwiftPrograms

/// A program whose bad cells are found and left out, so that the others can run.
struct ProgramBuild: Sendable {
    /// The cells that are in the program.
    var cells: [Int] = []
    /// What is wrong with cells that do not compile.
    var findings: [Finding] = []
    /// The cells that do not compile.
    var failed: Set<Int> = []
    /// The cells that need one that does not compile.
    var dependants: Set<Int> = []
    /// What the compiler said about each cell of the program that it built.
    var diagnostics: [Int: [CompilerDiagnostic]] = [:]
    /// Whether there is something to run.
    var isBuilt = false
    /// Whether the compiler has looked at the types of all cells that parse, so that a type error that comes later is
    /// due to what was left out.
    fileprivate var hasSeenAllTypes = false
    /// The first cell that was left out for a module that is not there: nobody knows which names it brings later cells.
    fileprivate var firstWithoutModule = Int.max
}

/// What the compiler says of a program that is not run.
struct Check {
    var succeeded: Bool
    /// What it said about each cell.
    var diagnostics: [Int: [CompilerDiagnostic]]
    /// The way back to the chapter.
    var source: ProgramSource
}

/// Builds the program of some cells.
///
/// Cells that no parser accepts are found one by one, since an open brace swallows what follows. Then all are compiled
/// together; those with errors are left out and the rest is compiled again, until nothing new comes: missing returns
/// and overflows show only once all types are right. An error that only shows after a cell was left out, or names
/// something that it declares, makes its cell a dependant.
struct ProgramBuilder {
    let chapter: Chapter
    let compiler: SwiftCompiler
    /// A folder of the program's own.
    let folder: String
    /// Cells that are already known to be left out, and what names they declare is not there.
    var missing: Set<Int> = []

    /// Builds the chain of some cells.
    func buildChain(_ cells: [Int]) async throws -> ProgramBuild {
        var result = ProgramBuild()
        result.cells = cells
        try await leaveOutUnparsable(cells.filter { chapter.cells[$0].mightSwallowBoundary }, of: &result)
        var hasParsedAll = false
        while !result.cells.isEmpty {
            let source = ProgramSource(
                result.cells, of: chapter, leftOut: result.failed.union(result.dependants).union(missing))
            let build = try await compiler.build(source.text, in: folder)
            if build.succeeded {
                result.isBuilt = true
                result.diagnostics = located(build.diagnostics, by: source)
                return result
            }
            if !hasParsedAll {
                hasParsedAll = true
                let before = result.failed.count
                // A cell that is no whole Swift spoils the whole text too, so that one look at it mostly spares the rest.
                let whole = try await compiler.parse(source.text, in: folder)
                if whole.diagnostics.contains(where: { $0.severity == .error }) {
                    try await leaveOutUnparsable(result.cells, of: &result)
                }
                if result.failed.count > before { continue }
            }
            try await leaveOutRefused(build, source, of: &result)
        }
        return result
    }

    /// Leaves out the cells among some that the parser refuses alone.
    private func leaveOutUnparsable(_ cells: [Int], of result: inout ProgramBuild) async throws {
        for index in cells where result.cells.contains(index) {
            let cell = chapter.cells[index]
            let errors = try await compiler.parse(cell.source, in: folder).diagnostics.filter { $0.severity == .error }
            guard !errors.isEmpty else { continue }
            for error in errors { result.findings.append(finding(error, at: cell.place(ofAlone: error))) }
            result.failed.insert(index)
            result.cells.removeAll { $0 == index }
        }
    }

    /// Leaves out the cells that a failed build complains about.
    private func leaveOutRefused(
        _ build: SwiftCompiler.Build, _ source: ProgramSource, of result: inout ProgramBuild
    ) async throws {
        let leftOut = result.failed.union(result.dependants).union(missing)
        let absentNames = Set(leftOut.flatMap { declaredNames(in: chapter.cells[$0].source) })
        let errors = located(build.diagnostics.filter { $0.severity == .error }, by: source)
        guard !errors.isEmpty else {
            let reason = build.timedOut ? "compiling takes too long: simplify the expressions" : build.log
            let first = result.cells[0]
            result.findings.append(
                Finding(
                    file: chapter.file, position: chapter.cells[first].position, rule: .compileError,
                    message: "the compiler failed without naming a place: "
                        + (reason.split(separator: "\n").first.map(String.init) ?? "it printed nothing")))
            result.failed.formUnion(result.cells)
            result.cells = []
            return
        }
        var isTypeStage: Bool?
        let redeclared = Set(errors.values.joined().compactMap { $0.name(after: "invalid redeclaration of ") })
        for (cell, errors) in errors.sorted(by: { $0.key < $1.key }) {
            // What another cell declares again is ambiguous only as long as that cell is there.
            if errors.allSatisfy({ $0.name(after: "ambiguous use of ").map(redeclared.contains) ?? false }) { continue }
            let own = errors.filter { error in
                !error.misses(oneOf: absentNames)
                    && !(cell > result.firstWithoutModule && error.message.hasPrefix("cannot find "))
            }
            var isDependant = own.isEmpty && !leftOut.isEmpty
            if !isDependant, !leftOut.isEmpty, !result.failed.isEmpty {
                // All type errors were seen before the first cell was left out; a new one comes from what is missing.
                if isTypeStage == nil {
                    isTypeStage = try await !compiler.checkTypes(source.text, in: folder).succeeded
                }
                isDependant = isTypeStage == true && result.hasSeenAllTypes
            }
            if isDependant {
                result.dependants.insert(cell)
            } else {
                result.failed.insert(cell)
                for error in own { result.findings.append(finding(error, at: source.place(of: error)?.position)) }
            }
            result.cells.removeAll { $0 == cell }
        }
        // A module that is not there ends compilation before any type is looked at.
        let withoutModule = errors.filter { $0.value.contains(where: \.isAboutModule) }.keys
        result.firstWithoutModule = min(result.firstWithoutModule, withoutModule.min() ?? .max)
        if !errors.values.joined().allSatisfy(\.isAboutModule) { result.hasSeenAllTypes = true }
    }

    private func located(
        _ diagnostics: [CompilerDiagnostic], by source: ProgramSource
    ) -> [Int: [CompilerDiagnostic]] {
        var result: [Int: [CompilerDiagnostic]] = [:]
        var latest: Int?
        for diagnostic in diagnostics {
            // A note belongs to what it explains, wherever it points.
            let cell = diagnostic.severity == .note ? latest : source.place(of: diagnostic)?.cell
            guard let cell else { continue }
            result[cell, default: []].append(diagnostic)
            latest = cell
        }
        return result
    }

    private func finding(_ diagnostic: CompilerDiagnostic, at position: SourcePosition?) -> Finding {
        Finding(
            file: chapter.file, position: position ?? SourcePosition(line: 1), rule: .compileError,
            message: diagnostic.message)
    }

    /// Checks a side program whose last cell is only compiled.
    func check(_ cells: [Int]) async throws -> Check {
        let source = ProgramSource(cells, of: chapter, leftOut: missing)
        let build = try await compiler.check(source.text, in: folder)
        return Check(
            succeeded: build.succeeded, diagnostics: located(build.diagnostics, by: source), source: source)
    }
}

extension CompilerDiagnostic {
    /// Whether it says that a module cannot be imported.
    fileprivate var isAboutModule: Bool {
        ["no such module", "missing required module", "could not build", "failed to build module"]
            .contains { message.hasPrefix($0) }
    }

    /// The name that its message quotes after some words.
    fileprivate func name(after words: String) -> String? {
        guard message.hasPrefix(words + "'") else { return nil }
        return String(message.dropFirst(words.count + 1).prefix { $0 != "'" })
    }

    /// Whether its message says that one of some names is not there.
    func misses(oneOf names: Set<String>) -> Bool {
        let marks = ["cannot find", "has no member", "operator", "no type named"]
        let isAboutAbsence = marks.contains { message.contains($0) }
        guard !names.isEmpty, isAboutAbsence else { return false }
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
        for (index, piece) in quoted.enumerated() where index % 2 == 1 {
            if names.contains(String(piece)) { return true }
            if piece.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }).contains(where: {
                names.contains(String($0))
            }) {
                return true
            }
        }
        return false
    }
}
