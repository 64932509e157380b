import CourseModel

/// A course of two chapters that holds everything a page can show, made by hand.
enum SampleCourse {
    static let hostile =
        "<script>alert(1)</script> \"><img src=x onerror=alert(1)> \u{1B}[31mred\u{1B}[0m 😀 \u{202E}abc\u{202C}\n"

    static func at(_ line: Int) -> SourcePosition { SourcePosition(line: line) }

    static func text(_ text: String) -> Inline { .text(text) }

    static func paragraph(_ line: Int, _ content: Inline...) -> Block { Block(.paragraph(content), at: at(line)) }

    static func lines(_ text: String, from line: Int) -> [Cell.Line] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, text in
            Cell.Line(text: String(text), position: at(line + index))
        }
    }

    static func cell(_ id: String, _ line: Int, _ code: String, output: String? = nil) -> Cell {
        var cell = Cell(id: id, position: at(line))
        cell.code = lines(code, from: line + 1)
        if let output {
            let first = line + cell.code.count + 3
            let lines = lines(output, from: first + 1)
            cell.output = Expectation(position: at(first), lines: lines, end: at(first + lines.count + 1))
        }
        return cell
    }

    static func link(_ destination: String, _ text: String, line: Int) -> Inline {
        .link(
            Inline.Link(
                destination: destination, title: "", content: text.isEmpty ? [] : [.text(text)], position: at(line)))
    }

    static var weight: Chapter {
        var chapter = Chapter(file: "Chapters/01-weight.md", title: "What a model weighs")
        var prune = cell(
            "prune", 20,
            """
            import ModelCompression

            // Keep the tenth of the weights that is largest.
            let mask = Mask.magnitude(of: weights, sparsity: 0.9)
            print("kept \\(mask.count) of \\(weights.count): \\(mask.density)")
            """, output: "kept <kept> of 266200: 0.10")
        prune.words = [Cell.Word(text: "id=prune", position: at(20))]
        let train = cell(
            "cell-2", 30, "for epoch in 1...20 { print(\"epoch\", epoch, try step()) }",
            output: "epoch 1 0.9312\n...\nepoch 20 0.9787")
        var random = cell("cell-3", 40, "print(Date.now)", output: "2026-01-01 00:00:00 +0000")
        random.outputUse = .nondeterministic
        var trap = cell("cell-4", 50, "let a = [1, 2, 3]\nprint(a[99])")
        trap.purpose = .trap
        trap.diagnostics = Expectation(
            position: at(54), lines: lines("Fatal error: Index out of range", from: 55), end: at(56))
        var fail = cell("cell-5", 60, "let bits: Int = \"four\"")
        fail.purpose = .fail
        var folded = cell("cell-6", 64, "print(folded(\"<b>\"))", output: hostile)
        folded.display = .folded
        var hidden = cell("setup", 68, "let secret = 42")
        hidden.display = .hidden
        var starter = cell(
            "cell-8", 80, "func bytes(parameters: Int, bitsPerWeight: Double) -> Double {\n    fatalError(\"yours\")\n}"
        )
        starter.purpose = .starter(exercise: "size")
        var example = cell("cell-9", 90, "print(bytes(parameters: 1_000, bitsPerWeight: 32))", output: "4000.0")
        example.purpose = .example(exercise: "size")
        chapter.cells = [prune, train, random, trap, fail, folded, hidden, starter, example]
        let exercise = Exercise(
            name: "size", title: "The size of a compressed model", position: at(75), endLine: 96, points: 2, starter: 7,
            examples: [8], hints: ["Bits first, bytes last."])
        chapter.exercises = [exercise]
        chapter.footnotes = [
            Footnote(
                label: "han",
                blocks: [
                    paragraph(
                        110,
                        text("Han, Pool, Tran, Dally, “Learning both Weights and Connections for Efficient Neural "),
                        text("Networks”, 2015, "),
                        link("https://arxiv.org/abs/1506.02626", "arXiv:1506.02626", line: 110))
                ])
        ]
        chapter.blocks = [
            Block(.heading(level: 1, [text("What a model weighs")]), at: at(1)),
            paragraph(
                3, text("A model of seventy billion weights in half precision fills "), .strong([text("140 GB")]),
                text(": every weight takes sixteen bits, and no two are stored in one. The entropy of its weights is "),
                .math("H = -\\sum_i p_i \\log_2 p_i"),
                text(" bits a weight, and no code does better on average.")),
            Block(.math("\\text{bytes} = \\frac{n \\cdot b}{8}, \\qquad H(0.1) \\approx 0.469"), at: at(5)),
            Block(.heading(level: 2, [text("Counting what is left")]), at: at(7)),
            paragraph(
                9, text("Pruning removes the weights of least magnitude"), .footnote(0), text(". Here "),
                .capture("kept"), text(" weights are left. The functions are in "), .code("ModelCompression"),
                text("; "), link("02-prune.md#schedules", "", line: 9), text(" says when to prune, and "),
                link("#ex-size", "", line: 9), text(" is yours.")),
            Block(.cell(0), at: at(20)), Block(.cell(6), at: at(68)),
            paragraph(28, text("Training prints a line for each epoch; most of them are left out here.")),
            Block(.cell(1), at: at(30)), Block(.cell(2), at: at(40)),
            Block(.callout(.warning, [paragraph(46, text("An index out of range stops the program."))]), at: at(45)),
            Block(.cell(3), at: at(50)), Block(.cell(4), at: at(60)), Block(.cell(5), at: at(64)),
            Block(.heading(level: 2, [text("Formats in a table")]), at: at(70)),
            Block(
                .table(
                    Block.Table(
                        alignments: [.left, .right, .right],
                        header: [[text("format")], [text("bits a weight")], [text("100 M weights")]],
                        rows: [
                            [[.code("float32")], [text("32")], [text("400 MB")]],
                            [[.code("float16")], [text("16")], [text("200 MB")]],
                            [[text("4-bit codes")], [text("4")], [text("50 MB")]],
                        ])), at: at(71)),
            Block(.code(info: "sh", text: "winnow compress model.safetensors --sparsity 0.9 --bits 4\n"), at: at(72)),
            Block(.heading(level: 2, [text("The size of a compressed model")]), at: at(74)),
            Block(.exercise(0), at: at(75)),
            paragraph(
                77, text("Write the function that gives the bytes of a model with "), .math("n"),
                text(" weights of "), .math("b"), text(" bits each.")),
            Block(.cell(7), at: at(80)), Block(.cell(8), at: at(90)),
            Block(.html("<details><summary>Hint 1</summary>\n"), at: at(91)),
            paragraph(92, text("Bits first, bytes last.")), Block(.html("</details>\n"), at: at(93)),
            Block(.html("<details><summary>Hint 2</summary>\n"), at: at(94)),
            paragraph(95, text("Eight bits are one byte: "), .math("b = 8B"), text(".")),
            Block(.html("</details>\n"), at: at(96)),
            Block(.heading(level: 2, [text("What comes next")]), at: at(98)),
            Block(
                .list(
                    Block.List(
                        start: nil, isTight: true,
                        items: [
                            [paragraph(100, text("Masks that only shrink."))],
                            [paragraph(101, text("Codes that come within a bit of the entropy."))],
                        ])), at: at(100)),
        ]
        return chapter
    }

    static var prune: Chapter {
        var chapter = Chapter(file: "Chapters/02-prune.md", title: "Pruning")
        chapter.blocks = [
            Block(.heading(level: 1, [text("Pruning")]), at: at(1)),
            paragraph(2, text("Which weights go?")),
            Block(.heading(level: 2, [text("Schedules")]), at: at(3)),
            paragraph(4, text("One shot, or in rounds.")),
        ]
        return chapter
    }

    static var course: Course {
        var index = Chapter(file: "site/index.md", title: "Winnow")
        index.blocks = [paragraph(1, text("A course on making networks small, in Swift."))]
        return Course(
            title: "Winnow", subtitle: "A course on compressing neural networks that you can run",
            authors: ["The authors"], index: index, chapters: [weight, prune])
    }

    static var result: CourseResult {
        func passed(_ output: String, seconds: Double = 0.012, peak: Int = 81_264_640) -> CellResult {
            var result = CellResult(status: .passed)
            result.output = output
            result.seconds = seconds
            result.peakBytes = peak
            return result
        }
        var trap = passed("")
        trap.diagnostics = ["Fatal error: Index out of range"]
        var fail = CellResult(status: .passed)
        fail.diagnostics = ["error: cannot convert value of type 'String' to specified type 'Int'"]
        let epochs = (1...20).map { "epoch \($0) 0.9\($0 + 310)" }.joined(separator: "\n") + "\n"
        let cells = [
            passed("kept 26620 of 266200: 0.1000\n"), passed(epochs, seconds: 12.4),
            passed("2026-11-24 11:58:00 +0000\n"), trap, fail, passed(hostile), passed(""),
            CellResult(status: .skipped), passed("4000.0\n"),
        ]
        return CourseResult(
            winnow: "0.1.0", toolchain: "Swift 6.3.1", library: "3f9a0c77d1e2b4a8", seconds: 15.2,
            chapters: [
                ChapterResult(file: "Chapters/01-weight.md", seconds: 13.1, cells: cells, captures: ["kept": "26620"]),
                ChapterResult(file: "Chapters/02-prune.md"),
            ])
    }
}
