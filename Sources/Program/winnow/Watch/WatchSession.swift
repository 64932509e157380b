import CellRunning
import Dispatch
import FileWatching
import Foundation
import StudentWorkspace

/// `winnow check --watch`: checks what is saved, shows how it went, and goes on to the next exercise.
struct WatchSession {
    /// Something that happens while the screen is shown.
    private enum Event {
        case key(Character)
        case saved(FileChange)
        case checked(ExerciseSheet, AnswerFile, ExerciseCheck)
        case failed(any Error)
        case resized
        case idle
    }

    private let student: StudentCourse
    private let checker: ExerciseChecker
    private var screen: WatchScreen
    private var checking: Task<Void, Never>?
    private var shown: [String] = []

    /// A session that begins with an exercise, else with the first that does not pass.
    init(_ student: StudentCourse, _ checker: ExerciseChecker, first: ExerciseSheet?) {
        self.student = student
        self.checker = checker
        let current = first.flatMap { sheet in student.sheets.firstIndex { $0.name == sheet.name } }
        screen = WatchScreen(student: student, current: current ?? 0)
        for sheet in student.sheets {
            let answer = student.workspace.answer(to: sheet)
            screen.answers[sheet.name] = answer
            if let known = checker.known(answer, to: sheet) { screen.take(known, of: sheet, answer) }
        }
        if current == nil { screen.current = screen.nextOpen(after: student.sheets.count - 1) ?? 0 }
    }

    /// Runs until the reader quits.
    ///
    /// - Throws: `UsageError` if nobody sits at a terminal, and whatever checking throws.
    mutating func run() async throws {
        guard TakenTerminal.isThere else {
            throw UsageError(description: "--watch needs a terminal: leave it out to check once")
        }
        let watcher = try FileWatcher(folders: [student.workspace.path(of: "Exercises")])
        let (events, feed) = AsyncStream.makeStream(of: Event.self)
        TakenTerminal.take()
        defer { TakenTerminal.giveBack() }
        let sources = Self.listen(feed)
        defer { sources.forEach { $0.cancel() } }
        let watching = Task { for await change in watcher.changes { feed.yield(.saved(change)) } }
        defer { watching.cancel() }
        start(allFrom(screen.current), feed)
        draw()
        for await event in events {
            if case .key("q") = event { break }
            try take(event, feed)
            draw()
        }
        checking?.cancel()
        await checking?.value
        try Task.checkCancellation()
        TakenTerminal.giveBack()
        Terminal.say(CourseProgress(student.sheets, screen.checks).text)
    }

    private mutating func take(_ event: Event, _ feed: AsyncStream<Event>.Continuation) throws {
        switch event {
        case .key(let key): press(key, feed)
        case .saved(let change): look(at: change, feed)
        case .checked(let sheet, let answer, let check): note(check, of: sheet, answer)
        case .failed(let error): throw error
        case .idle: screen.running = []
        case .resized: shown = []
        }
    }

    // Keys

    private mutating func press(_ key: Character, _ feed: AsyncStream<Event>.Continuation) {
        let sheet = screen.sheet
        switch key {
        case "h":
            do {
                let next = try student.workspace.takeHint(of: sheet)
                screen.hints[sheet.name] = try next ?? student.workspace.hintsShown(of: sheet)
                screen.notice = next == nil ? "there are no more hints" : ""
            } catch {
                screen.notice = "\(error)"
            }
        case "n":
            screen.current = screen.nextOpen(after: screen.current) ?? (screen.current + 1) % student.sheets.count
            screen.notice = ""
            start(allFrom(screen.current), feed)
        case "r":
            screen.notice = ""
            start([sheet], feed, anew: true)
        default: break
        }
    }

    // Files

    /// Checks the files that changed; a save without a change is none.
    private mutating func look(at change: FileChange, _ feed: AsyncStream<Event>.Continuation) {
        var changed: [Int] = []
        for (number, sheet) in student.sheets.enumerated()
        where change.concerns(student.workspace.path(of: sheet.file))
            || change.concerns(student.workspace.path(of: "Exercises/\(sheet.chapter.slug)"))
        {
            let answer = student.workspace.answer(to: sheet)
            guard answer != screen.answers[sheet.name] else { continue }
            screen.answers[sheet.name] = answer
            changed.append(number)
        }
        guard let first = changed.first else { return }
        if !changed.contains(screen.current) { screen.current = first }
        screen.notice = ""
        start(allFrom(screen.current), feed)
    }

    /// The exercises that are not known, beginning with one.
    private func allFrom(_ first: Int) -> [ExerciseSheet] {
        let order = (0..<student.sheets.count).map { student.sheets[(first + $0) % student.sheets.count] }
        return order.filter { sheet in
            let answer = screen.answers[sheet.name] ?? .missing
            return screen.checks[sheet.name] == nil || checker.known(answer, to: sheet) == nil
        }
    }

    /// Checks exercises one after the other, in place of whatever is being checked.
    private mutating func start(
        _ sheets: [ExerciseSheet], _ feed: AsyncStream<Event>.Continuation, anew: Bool = false
    ) {
        let earlier = checking
        earlier?.cancel()
        // What is known is shown at once.
        for sheet in student.sheets {
            let answer = screen.answers[sheet.name] ?? .missing
            if let known = checker.known(answer, to: sheet) { note(known, of: sheet, answer) }
        }
        screen.running = Set(sheets.map(\.name))
        checking = Task { [student, checker] in
            await earlier?.value
            do {
                for sheet in sheets {
                    try Task.checkCancellation()
                    let answer = student.workspace.answer(to: sheet)
                    let check = try await checker.check(answer, to: sheet, anew: anew)
                    feed.yield(.checked(sheet, answer, check))
                }
                feed.yield(.idle)
            } catch {
                if !Task.isCancelled { feed.yield(.failed(error)) }
            }
        }
    }

    /// Takes in how an exercise went; one that passes now makes room for the next.
    private mutating func note(_ check: ExerciseCheck, of sheet: ExerciseSheet, _ answer: AnswerFile) {
        let before = screen.checks[sheet.name]?.verdict
        screen.take(check, of: sheet, answer)
        screen.running.remove(sheet.name)
        guard check.verdict == .correct, before != .correct, sheet.name == screen.sheet.name else { return }
        screen.notice = screen.headline(of: sheet)
        if let next = screen.nextOpen(after: screen.current) {
            screen.current = next
        } else {
            screen.notice += " · all exercises pass: `winnow submit` writes what you hand in"
        }
    }

    // The terminal

    private mutating func draw() {
        let (columns, rows) = TakenTerminal.size
        let lines = screen.lines(columns: columns, rows: rows)
        guard lines != shown else { return }
        shown = lines
        TakenTerminal.show(lines)
    }

    /// Feeds keys, changes of size, and the return from a pause.
    private static func listen(_ feed: AsyncStream<Event>.Continuation) -> [any DispatchSourceProtocol] {
        let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .global())
        keys.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            guard count > 0 else {
                feed.yield(.key("q"))
                return keys.cancel()
            }
            for character in String(decoding: bytes[..<count], as: UTF8.self) { feed.yield(.key(character)) }
        }
        signal(SIGWINCH, SIG_IGN)
        let size = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .global())
        size.setEventHandler { feed.yield(.resized) }
        signal(SIGTSTP, SIG_IGN)
        let pause = DispatchSource.makeSignalSource(signal: SIGTSTP, queue: .global())
        pause.setEventHandler {
            TakenTerminal.giveBack()
            kill(getpid(), SIGSTOP)
            TakenTerminal.take()
            feed.yield(.resized)
        }
        let sources: [any DispatchSourceProtocol] = [keys, size, pause]
        sources.forEach { $0.resume() }
        return sources
    }
}
