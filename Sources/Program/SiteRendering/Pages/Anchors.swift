/// Names within a page that links lead to: each is given once.
struct Anchors {
    private var taken: Set<String>

    /// No names but those that the theme uses itself and those that raw HTML gives.
    init(taken names: [String]) {
        taken = Set(names).union([
            "top", "content", "contents", "chapters", "footnotes", "problems", "problems-title", "plan",
        ])
    }

    /// Takes a name, numbered if it is taken: `prune`, `prune-1`, `prune-2`.
    mutating func take(_ name: String) -> String {
        var anchor = name
        var number = 0
        while !taken.insert(anchor).inserted {
            number += 1
            anchor = "\(name)-\(number)"
        }
        return anchor
    }

    /// The name for a heading: its letters and digits in lower case, with a hyphen for each space.
    ///
    /// What most sites that show Markdown do, so that a link written for one of them holds here.
    static func name(forHeading text: String) -> String {
        var name = ""
        for character in text.lowercased() {
            if character.isLetter || character.isNumber || character == "-" || character == "_" {
                name.append(character)
            } else if character.isWhitespace {
                name.append("-")
            }
        }
        return name.isEmpty ? "section" : name
    }
}
