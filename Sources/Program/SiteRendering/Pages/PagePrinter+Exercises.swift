import CourseModel

extension PagePrinter {
    /// Prints an exercise as a section of its own: its heading and text, hints included, then its solution
    /// if it is to be shown, and how to check an answer.
    func print(_ exercise: Exercise, at index: Int, _ blocks: [Block], into printer: inout HTMLPrinter) {
        var blocks = blocks[...]
        var values: [String: Any] = [
            "anchor": id(page.exerciseAnchors[index]),
            "number": page.numbered(index + 1),
            "name": exercise.name,
            "points": exercise.points == 1 ? "1 point" : "\(exercise.points) points",
        ]
        if let first = blocks.first, case .heading = first.kind {
            values["heading"] = html(of: [first])
            blocks = blocks.dropFirst()
        }
        values["body"] = html(of: Array(blocks))
        if let solution = options.solutions[exercise.name] {
            var html = ""
            html.append(visibleControlsIn: fragments.highlight(solution, language: "swift"))
            values["solution"] = html
        }
        printer.startLine()
        printer.html += templates.render("exercise", values)
        printer.startLine()
    }
}
