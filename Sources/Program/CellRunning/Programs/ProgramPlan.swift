import CourseModel

/// A program that a chapter needs: some of its cells in order.
struct ProgramPlan: Hashable, Sendable {
    /// What the program is for.
    enum Kind: Hashable, Sendable {
        /// Its cells run and share their state.
        case chain
        /// The last cell must stop it; the cells before it are there for their state.
        case trap
        /// The last cell must not compile.
        case fail
        /// The last cell must compile and is not run.
        case compileOnly
        /// The cells are public cases of an exercise, run beside an answer to it.
        case examples
    }

    var kind: Kind
    /// Indices into the chapter's cells.
    var cells: [Int]
    /// The index of the chain that it belongs to, in the chapter.
    var chain: Int

    /// The cell that a side program is about.
    var subject: Int? { [.chain, .examples].contains(kind) ? nil : cells.last }
}

/// A run of cells that share their state, and the side programs that begin like it.
struct ChainPlan: Hashable, Sendable {
    /// All its cells in order, whatever is done with them.
    var members: [Int]
    /// The program that runs them.
    var program: ProgramPlan
    /// The programs of its `trap`, `fail` and `no-run` cells.
    var sides: [ProgramPlan]
}

/// Plans the programs of a chapter: a chain from each `reset` on, and one for each `standalone` cell.
func planPrograms(of chapter: Chapter) -> [ChainPlan] {
    var groups: [[Int]] = []
    var current: [Int] = []
    var alone: [[Int]] = []
    for (index, cell) in chapter.cells.enumerated() {
        switch (cell.purpose, cell.scope) {
        case (.starter, _), (.example, _): continue
        case (_, .standalone): alone.append([index])
        case (_, .reset):
            if !current.isEmpty { groups.append(current) }
            current = [index]
        case (_, .chain): current.append(index)
        }
    }
    if !current.isEmpty { groups.append(current) }
    return (groups + alone).enumerated().map { number, members in
        let runs = members.filter { chapter.cells[$0].isClosed && [.run, .warn].contains(chapter.cells[$0].purpose) }
        let sides = members.compactMap { index -> ProgramPlan? in
            guard chapter.cells[index].isClosed, let kind = ProgramPlan.Kind(chapter.cells[index].purpose) else {
                return nil
            }
            return ProgramPlan(kind: kind, cells: runs.filter { $0 < index } + [index], chain: number)
        }
        return ChainPlan(
            members: members, program: ProgramPlan(kind: .chain, cells: runs, chain: number), sides: sides)
    }
}

extension ProgramPlan.Kind {
    /// The kind of side program that a cell needs; nil if it runs in its chain or not at all.
    fileprivate init?(_ purpose: Cell.Purpose) {
        switch purpose {
        case .trap: self = .trap
        case .fail: self = .fail
        case .compileOnly: self = .compileOnly
        default: return nil
        }
    }
}
