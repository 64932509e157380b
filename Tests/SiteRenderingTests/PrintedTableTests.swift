import Figures
import SiteRendering
import Testing

@Suite struct PrintedTableTests {
    private func pieces(_ text: String) -> [PrintedTable.Piece] {
        PrintedTable.pieces(of: text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) })
    }

    @Test func aTableAmongLinesIsRead() {
        let table = Table(
            "", columns: ["layer", .number("weights"), "shape"],
            rows: [["a|b", "235,200", "300 × 784"], ["out", "", "10"]])
        #expect(
            pieces(
                "before\n| layer | weights | shape |\n|---|:-:|---|\n| a\\|b | 235,200 | 300 × 784 |\n| out | | 10 |\nafter"
            )
                == [.lines(["before"]), .table(table), .lines(["after"])])
    }

    @Test func whatOnlyLooksLikeATableStaysText() {
        for text in ["| a |", "| a |\n| b |", "| a | b |\n|---|", "a | b\n---|---", "| a |\n| :: |", "||\n"] {
            let isText = pieces(text).allSatisfy { if case .lines = $0 { true } else { false } }
            #expect(isText, "\(text)")
        }
    }
}
