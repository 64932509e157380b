import CourseModel

/// Reads the words of an exercise's comment, and says what is wrong with them.
struct ExerciseWords {
    private static let known = ["id", "points", "timeout", "imports"]

    /// The exercise; nil if it has no usable name.
    private(set) var exercise: Exercise?
    private(set) var findings: [Finding] = []

    /// Reads the words after `exercise`.
    ///
    /// - Parameter position: where the comment opens.
    init(_ words: [Cell.Word], at position: SourcePosition, in file: String) {
        var result = Exercise(name: "", position: position)
        func report(_ rule: Rule, at position: SourcePosition, _ message: String) {
            findings.append(Finding(file: file, position: position, rule: rule, message: message))
        }
        for word in words {
            let (name, value) = word.parts
            guard Self.known.contains(name) else {
                let advice =
                    nearestWord(to: name, among: Self.known).map { "did you mean `\($0)=`?" }
                    ?? "an exercise takes id=NAME, points=N, timeout=SECONDS and imports=A,B"
                report(.unknownWord, at: word.position, "unknown word `\(word.text)`: \(advice)")
                continue
            }
            switch (name, value ?? "") {
            case ("id", let value) where isExerciseName(value): result.name = value
            case ("id", _): report(.badValue, at: word.position, "an exercise's name is made of a-z, 0-9 and -")
            case ("points", let value):
                if let points = Int(value), (1...1000).contains(points) {
                    result.points = points
                } else {
                    report(.badValue, at: word.position, "`points=` takes a whole number from 1 to 1000")
                }
            case ("timeout", let value):
                if let seconds = plainDecimal(value), seconds > 0, seconds <= 3600 {
                    result.timeout = seconds
                } else {
                    report(.badValue, at: word.position, "`timeout=` takes seconds, such as timeout=10")
                }
            default:
                let modules = (value ?? "").split(separator: ",").map(String.init)
                if !modules.isEmpty, modules.allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber } }) {
                    result.imports = modules
                } else {
                    report(.badValue, at: word.position, "`imports=` takes module names, such as imports=EntropyCoding")
                }
            }
        }
        if result.name.isEmpty {
            if !words.contains(where: { $0.parts.name == "id" }) {
                report(.badValue, at: position, "an exercise needs a name: <!-- exercise id=NAME points=N -->")
            }
        } else {
            exercise = result
        }
    }
}
