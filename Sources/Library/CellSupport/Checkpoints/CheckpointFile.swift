internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// The file of one checkpoint: a line that says so, its label, and its content with a checksum.
///
/// It is written under another name and renamed, so that two runs at once, or one that is killed, leave only whole files;
/// one that is damaged, or belongs to another checkpoint, counts as absent.
package struct CheckpointFile {
    private static let magic = "winnow checkpoint 1\n"
    /// How often each label was asked for, since a cell may use a name several times.
    private static let uses = Mutex<[String: Int]>([:])

    private let path: String
    private let label: String

    /// The file for the next use of a name; nil outside the runner.
    ///
    /// The environment variable `WINNOW_CHECKPOINT` is what the paths of all checkpoints of the running cell begin with.
    static func next(named name: String, of type: String) -> CheckpointFile? {
        guard let prefix = getenv("WINNOW_CHECKPOINT").map({ String(cString: $0) }), !prefix.isEmpty else { return nil }
        let number = uses.withLock { uses in
            uses["\(prefix)\0\(type)\0\(name)", default: 0] += 1
            return uses["\(prefix)\0\(type)\0\(name)"] ?? 1
        }
        let label = "\(number) \(type) \(name)"
        return CheckpointFile(path: "\(prefix)-\(hexadecimal(checksum(of: label.utf8)))", label: label)
    }

    /// Counts the uses of names from the beginning, as in a program that was started again.
    package static func startAgain() {
        uses.withLock { $0 = [:] }
    }

    /// What was kept; nil if nothing was, or not all of it is there.
    var content: [UInt8]? {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        let head = Array(Self.magic.utf8) + Self.lengthBytes(label.utf8.count) + label.utf8
        let start = head.count + 16
        guard bytes.count >= start, bytes.starts(with: head) else { return nil }
        let content = bytes[(bytes.startIndex + start)...]
        let seal = Self.lengthBytes(content.count) + Self.lengthBytes(Int(bitPattern: UInt(Self.checksum(of: content))))
        guard bytes[(bytes.startIndex + head.count)..<(bytes.startIndex + start)].elementsEqual(seal) else {
            return nil
        }
        // So that what is used often is deleted last.
        utimensat(AT_FDCWD, path, nil, 0)
        return Array(content)
    }

    /// Keeps a content; a file that cannot be written is no reason to fail, since the next run computes again.
    func write(_ content: [UInt8]) {
        var bytes = Data(Self.magic.utf8)
        bytes.append(contentsOf: Self.lengthBytes(label.utf8.count))
        bytes.append(contentsOf: label.utf8)
        bytes.append(contentsOf: Self.lengthBytes(content.count))
        bytes.append(contentsOf: Self.lengthBytes(Int(bitPattern: UInt(Self.checksum(of: content)))))
        bytes.append(contentsOf: content)
        try? bytes.write(to: URL(filePath: path), options: .atomic)
    }

    /// 8 bytes, the lowest first.
    private static func lengthBytes(_ number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// FNV-1a: enough to tell a whole file from a damaged one.
    private static func checksum(of bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
