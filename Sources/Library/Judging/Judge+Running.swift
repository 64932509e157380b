import AnswerFrames
import Glibc

extension Judge {
    /// Does what a judge program is asked for on its command line, with frames in files.
    ///
    ///     describe OUT                         its description
    ///     inputs GROUP SEED COUNT OUT          inputs of a group; COUNT 0 is the group's own
    ///     judge INPUTS ANSWERS OUT             a judgement for each answer, up to the first that is not right
    ///     smaller INPUT LIMIT OUT              smaller inputs than the one in a file
    ///     itself SEED COUNT OUT                holds the reference against property and plain way on inputs of all groups
    ///
    /// - Parameter reference: the answer that is right.
    /// - Returns: the program's exit status.
    public func run(arguments: [String] = CommandLine.arguments, reference: (Input) throws -> Answer) -> Int32 {
        do {
            let words = arguments.dropFirst()
            guard let mode = words.first, let out = words.last, words.count > 1 else { throw Misuse() }
            let output = try OutputFile(out)
            try perform(mode, Array(words.dropFirst().dropLast()), output, reference)
            return 0
        } catch {
            let words = Array("the judge stopped: \(error)\n".utf8)
            _ = Glibc.write(2, words, words.count)
            return 70
        }
    }

    private func perform(
        _ mode: String, _ words: [String], _ output: OutputFile, _ reference: (Input) throws -> Answer
    ) throws {
        switch (mode, words.count) {
        case ("describe", 0): output.write(try FrameValue(encoding: description).frame())
        case ("inputs", 3):
            guard let group = Int(words[0]), groups.indices.contains(group), let seed = UInt64(words[1]),
                let count = Int(words[2])
            else { throw Misuse() }
            output.write(try inputs(ofGroup: group, seed: seed, count: count > 0 ? count : nil))
        case ("judge", 2): try judge(inputs: try read(words[0]), answers: try read(words[1]), output, reference)
        case ("smaller", 2):
            let frames = try Frames.split(try read(words[0]), atMost: 1).frames
            guard let frame = frames.first, let limit = Int(words[1]) else { throw Misuse() }
            for candidate in smaller(than: try FrameValue(bytes: frame), atMost: limit) {
                output.write(candidate.frame())
            }
        case ("itself", 2):
            guard let seed = UInt64(words[0]), let count = Int(words[1]) else { throw Misuse() }
            try judgeItself(seed: seed, count: count, output, reference)
        default: throw Misuse()
        }
    }

    private func judge(
        inputs: [UInt8], answers: [UInt8], _ output: OutputFile, _ reference: (Input) throws -> Answer
    ) throws {
        let inputs = try Frames.split(inputs, atMost: .max).frames
        for (input, answer) in zip(inputs, try Frames.split(answers, atMost: inputs.count).frames) {
            let judgement = try judgement(
                input: try FrameValue(bytes: input), answer: answer, reference: reference)
            // Each at once, so that it is known on which answer a judge stopped that stops.
            output.write(try FrameValue(encoding: judgement).frame())
            if judgement.kind != .right { return }
        }
    }

    private func judgeItself(
        seed: UInt64, count: Int, _ output: OutputFile, _ reference: (Input) throws -> Answer
    ) throws {
        for number in groups.indices {
            let inputs = try Frames.split(
                try inputs(ofGroup: number, seed: seed, count: groups[number].make == nil ? nil : count), atMost: .max)
            for frame in inputs.frames {
                let value = try FrameValue(bytes: frame).decode(Input.self)
                var judgement = try selfJudgement(input: value, reference: reference)
                if judgement.kind == .right, !isValid(value) {
                    judgement = Judgement(
                        .wrong, reason: "group \(groups[number].name) makes an input that `where:` refuses",
                        input: try FrameValue(bytes: frame).text())
                }
                guard judgement.kind == .right else {
                    output.write(try FrameValue(encoding: judgement).frame())
                    return
                }
            }
        }
        output.write(try FrameValue(encoding: Judgement(.right)).frame())
    }
}

/// A judge program was asked for something that it does not do.
private struct Misuse: Error, CustomStringConvertible {
    var description: String { "usage: describe | inputs | judge | smaller | itself … OUT" }
}

/// A file that is written piece by piece.
private final class OutputFile {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw FileFailure(path: path) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            start += max(0, count)
        }
    }
}

private struct FileFailure: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) cannot be opened" }
}

private func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw FileFailure(path: path) }
    defer { fclose(file) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { return result }
        result += buffer[..<count]
    }
}
