import CourseModel
import Foundation

/// Prints findings as workflow commands, which GitHub shows beside the lines of a pull request.
func writeAnnotations(_ findings: [Finding]) {
    for finding in findings { print(annotation(of: finding)) }
}

private func annotation(of finding: Finding) -> String {
    var message = finding.message
    if let expected = finding.expected { message += "\nexpected: \(expected)" }
    if let actual = finding.actual { message += "\ngot: \(actual)" }
    let properties = [
        "file=\(escapedProperty(finding.file))", "line=\(finding.position.line)", "col=\(finding.position.column)",
        "title=\(finding.rule.rawValue)",
    ]
    return "::\(finding.severity.rawValue) \(properties.joined(separator: ","))::\(escapedData(message))"
}

private func escapedData(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
}

private func escapedProperty(_ text: String) -> String {
    escapedData(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
}
