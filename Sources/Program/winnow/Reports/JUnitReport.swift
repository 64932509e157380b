import CourseModel
import Foundation

/// The report of `winnow test --junit`: a suite per chapter, a case per cell, with the findings of each.
///
/// Findings that belong to no cell stand in a case of their own, named after the rule.
func junitReport(_ course: Course, _ result: CourseResult) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
    let suites = zip(course.chapters, result.chapters).map { JUnitSuite($0, $1, result.findings) }
    for suite in suites { text += suite.text }
    return text + "</testsuites>\n"
}

private struct JUnitSuite {
    let text: String

    init(_ chapter: Chapter, _ run: ChapterResult, _ findings: [Finding]) {
        let errors = findings.filter { $0.file == chapter.file && $0.severity == .error }
        let ends = chapter.cells.dropFirst().map(\.position.line) + [Int.max]
        var cases: [String] = []
        var failures = 0
        var skipped = 0
        for (number, cell) in chapter.cells.enumerated() {
            let result = run.cells[number]
            let own = errors.filter { $0.position.line >= cell.position.line && $0.position.line < ends[number] }
            if !own.isEmpty { failures += 1 }
            if own.isEmpty, [.notRun, .skipped].contains(result.status) { skipped += 1 }
            cases.append(Self.testCase(cell.id, chapter, result, own))
        }
        let first = chapter.cells.first?.position.line ?? Int.max
        for finding in errors where finding.position.line < first {
            failures += 1
            cases.append(Self.testCase(finding.rule.rawValue, chapter, CellResult(status: .failed), [finding]))
        }
        text =
            "  <testsuite name=\"\(escaped(chapter.file))\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" "
            + "skipped=\"\(skipped)\" time=\"\(seconds(run.seconds))\">\n" + cases.joined() + "  </testsuite>\n"
    }

    private static func testCase(
        _ name: String, _ chapter: Chapter, _ result: CellResult, _ findings: [Finding]
    ) -> String {
        var text =
            "    <testcase name=\"\(escaped(name))\" classname=\"\(escaped(chapter.file))\" "
            + "time=\"\(seconds(result.seconds))\">\n"
        if findings.isEmpty, result.status == .skipped { text += "      <skipped message=\"skipped\"/>\n" }
        if findings.isEmpty, result.status == .notRun {
            text += "      <skipped message=\"a cell that it depends on failed\"/>\n"
        }
        if let first = findings.first {
            let body = findings.map { finding in
                let place = "\(finding.file):\(finding.position.line):\(finding.position.column)"
                return
                    (["\(place): \(finding.message) [\(finding.rule.rawValue)]"]
                    + [finding.expected.map { "expected: \($0)" }, finding.actual.map { "got: \($0)" }].compactMap {
                        $0
                    })
                    .joined(separator: "\n")
            }
            text +=
                "      <failure message=\"\(escaped(first.message))\" type=\"\(first.rule.rawValue)\">"
                + escaped(body.joined(separator: "\n")) + "</failure>\n"
        }
        return text + "    </testcase>\n"
    }
}

private func seconds(_ value: Double) -> String { String(format: "%.6f", value) }

/// A text as XML holds it in an element or attribute; characters that XML does not know become U+FFFD.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x26: result += "&amp;"
        case 0x3C: result += "&lt;"
        case 0x3E: result += "&gt;"
        case 0x22: result += "&quot;"
        case 0x09, 0x0A, 0x0D: result += "&#\(scalar.value);"
        case 0..<0x20, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
