/// Finds out whether a printed line is what a pattern says.
///
/// Text and numbers are followed straight on; wildcards are tried shortest first, with what is known to lead nowhere
/// remembered, so that a line without captures costs at most pattern length times line length.
struct LineMatcher {
    /// What a pattern was matched with.
    struct Match {
        /// All captures, the ones from before included.
        var captures: [String: String]
    }

    /// How far a line that does not match goes along with its pattern.
    struct Progress {
        /// The elements that matched.
        var elements = 0
        /// The bytes of the printed line that they matched.
        var bytes = 0
        /// The pattern with the wildcards that matched filled in.
        var filledIn = ""
    }

    /// Steps after which a pattern with many captures counts as not matching, far above what a real chapter needs.
    private static let mostSteps = 1_000_000

    let pattern: LinePattern
    let line: [UInt8]
    let tolerance: Tolerance
    private let tokenEnds: [Int: Int]
    private(set) var progress = Progress()
    private var furthest: Trail?

    init(_ pattern: LinePattern, _ line: String, tolerance: Tolerance) {
        self.pattern = pattern
        self.line = Array(line.utf8)
        self.tolerance = tolerance
        tokenEnds = Dictionary(
            uniqueKeysWithValues: numberTokens(in: self.line).map { ($0.lowerBound, $0.upperBound) })
    }

    /// Where the search stands, and how it came there.
    private struct State {
        var element: Int
        var position: Int
        var captures: [String: String]
        /// Whether this line has captured anything yet; if not, the place alone says what can follow.
        var hasCaptured: Bool
        /// For a wildcard: the first end that is still to be tried.
        var nextEnd: Int?
        var trail: Trail?
    }

    /// The wildcards matched so far, the latest first.
    private final class Trail {
        let element: Int
        let text: Range<Int>
        let before: Trail?

        init(element: Int, text: Range<Int>, before: Trail?) {
            self.element = element
            self.text = text
            self.before = before
        }
    }

    /// The match, or nil; then ``progress`` says how far it went.
    mutating func match(_ captures: [String: String]) -> Match? {
        var stack = [State(element: 0, position: 0, captures: captures, hasCaptured: false)]
        var seen: Set<Int> = []
        var steps = 0
        while var state = stack.popLast() {
            if !state.hasCaptured, state.nextEnd == nil,
                !seen.insert(state.element * (line.count + 1) + state.position).inserted
            {
                continue
            }
            while steps < Self.mostSteps {
                steps += 1
                note(state)
                if state.element == pattern.elements.count {
                    if state.position == line.count { return Match(captures: state.captures) }
                    break
                }
                guard let next = advance(state, &stack) else { break }
                state = next
            }
        }
        progress.filledIn = filledIn()
        return nil
    }

    private mutating func note(_ state: State) {
        guard (state.element, state.position) > (progress.elements, progress.bytes) else { return }
        progress.elements = state.element
        progress.bytes = state.position
        furthest = state.trail
    }

    /// The state behind the next element; what else could be tried goes onto the stack.
    private func advance(_ state: State, _ stack: inout [State]) -> State? {
        var next = state
        next.element += 1
        next.nextEnd = nil
        switch pattern.elements[state.element] {
        case .text(let text):
            guard line[state.position...].starts(with: text) else { return nil }
            next.position += text.count
            return next
        case .number(let expected):
            let asText = line[state.position...].starts(with: expected.utf8)
            if let end = tokenEnds[state.position],
                tolerance.admits(String(decoding: line[state.position..<end], as: UTF8.self), for: expected)
            {
                if asText, end != state.position + expected.utf8.count {
                    var other = next
                    other.position += expected.utf8.count
                    stack.append(other)
                }
                next.position = end
                return next
            }
            guard asText else { return nil }
            next.position += expected.utf8.count
            return next
        case .any: return wildcard(state, from: state.position, name: nil, &stack)
        case .capture(let name):
            if let known = state.captures[name] {
                guard line[state.position...].starts(with: known.utf8) else { return nil }
                return matched(state, to: state.position + known.utf8.count, name: nil)
            }
            return wildcard(state, from: state.position + 1, name: name, &stack)
        case .typed(let name, let constraint):
            guard let end = typedEnd(state.position) else { return nil }
            let token = String(decoding: line[state.position..<end], as: UTF8.self)
            guard constraint.admits(token), state.captures[name].map({ $0 == token }) ?? true else { return nil }
            return matched(state, to: end, name: name)
        }
    }

    /// The end of a number that begins here; units may touch its end, since the pattern names what follows.
    private func typedEnd(_ start: Int) -> Int? {
        if let end = tokenEnds[start] { return end }
        guard start < line.count, start == 0 || !isWordByte(line[start - 1]) else { return nil }
        return numberEnd(in: line, at: start)
    }

    /// Tries the shortest text that is left to try, and leaves the longer ones for later.
    private func wildcard(_ state: State, from first: Int, name: String?, _ stack: inout [State]) -> State? {
        let end = nextEnd(after: state, from: max(first, state.nextEnd ?? first))
        guard let end, end <= line.count else { return nil }
        if end < line.count {
            var later = state
            later.nextEnd = end + 1
            stack.append(later)
        }
        return matched(state, to: end, name: name)
    }

    /// The next end at which what follows a wildcard can begin.
    private func nextEnd(after state: State, from start: Int) -> Int? {
        guard start <= line.count else { return nil }
        let following = state.element + 1
        if following == pattern.elements.count { return line.count }
        guard case .text(let text) = pattern.elements[following], let first = text.first else {
            // A wildcard takes in whole characters, never a part of their bytes.
            return line[start...].firstIndex { $0 & 0xC0 != 0x80 } ?? line.count
        }
        return line[start...].firstIndex(of: first)
    }

    private func matched(_ state: State, to end: Int, name: String?) -> State {
        var next = state
        next.element += 1
        next.position = end
        next.nextEnd = nil
        next.trail = Trail(element: state.element, text: state.position..<end, before: state.trail)
        if let name, next.captures[name] == nil {
            next.captures[name] = String(decoding: line[state.position..<end], as: UTF8.self)
            next.hasCaptured = true
        }
        return next
    }

    /// The pattern as written, with the text that its wildcards matched on the furthest way.
    private func filledIn() -> String {
        var texts = pattern.spellings
        var step = furthest
        while let current = step {
            texts[current.element] = String(decoding: line[current.text], as: UTF8.self)
            step = current.before
        }
        return texts.joined()
    }
}
