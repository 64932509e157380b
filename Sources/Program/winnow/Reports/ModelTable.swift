import Foundation
import ModelCompression

/// The tensors of a model file as a table, a line each, and a line for all.
struct ModelTable {
    /// Lines without a newline at the end.
    let text: String

    init(_ summary: ModelSummary) {
        var rows = [["tensor", "shape", "type", "zeros", "bits", "bits/weight", "entropy", "bytes", "coder"]]
        for tensor in summary.tensors {
            let entropy = tensor.weights == 0 ? 0 : tensor.entropyBits / Double(tensor.weights)
            rows.append([
                visible(tensor.name), tensor.shape.map(String.init).joined(separator: "×"), tensor.type.rawValue,
                tensor.weights == 0
                    ? "" : String(format: "%.2f %%", 100 * Double(tensor.zeros) / Double(tensor.weights)),
                "\(tensor.bits)", String(format: "%.3f", tensor.bitsPerWeight), String(format: "%.3f", entropy),
                grouped(tensor.bytes), tensor.coder,
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        // Names and coders begin at the left; numbers end at the right.
        let isLeft = [true, true, true, false, false, false, false, false, true]
        var lines = rows.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return isLeft[column] ? row[column] + space : space + row[column]
            }
            let line = cells.joined(separator: "  ")
            return String(line.prefix(line.count - line.reversed().prefix { $0 == " " }.count))
        }
        let weights = summary.tensors.reduce(0) { $0 + $1.weights }
        let zeros = summary.tensors.reduce(0) { $0 + $1.zeros }
        lines.append(
            "\(grouped(weights)) weights, \(grouped(zeros)) zero · \(grouped(summary.originalBytes)) → "
                + "\(grouped(summary.bytes)) bytes · ratio \(String(format: "%.2f", summary.ratio))")
        text = lines.joined(separator: "\n")
    }
}

/// A name in which what a terminal would act on is escaped.
private func visible(_ name: String) -> String {
    name.isEmpty ? "\"\"" : Terminal.harmless(name.replacingOccurrences(of: "\t", with: "\u{2409}"))
}

/// A number with commas between its thousands.
private func grouped(_ number: Int) -> String {
    var digits = Substring(String(number))
    var groups: [Substring] = []
    while digits.count > 3 {
        groups.insert(digits.suffix(3), at: 0)
        digits = digits.dropLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
}
