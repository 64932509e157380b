/// The known word that is nearest to what was written, if one is near enough to be meant.
///
/// - Complexity: O(k·m·n) character comparisons for k known words of up to m characters and a word of n characters.
package func nearestWord(to word: String, among known: [String]) -> String? {
    let word = word.lowercased()
    guard word.count <= 64 else { return nil }
    let ranked = known.map { (distance: editDistance(word, $0.lowercased()), word: $0) }
    guard let best = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
    return best.distance <= max(1, best.word.count / 3) ? best.word : nil
}

/// The number of single-character edits that turn one word into the other (Levenshtein 1966).
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in right.indices {
            let substitution = diagonal + (character == right[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
