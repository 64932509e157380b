/// The tensors and the metadata of a file in the safetensors format, in the order of its header.
///
///     let file = try SafetensorsFile(path: "model.safetensors")
///     file.tensors.map(\.name)
///     file["fc1.weight"]?.tensor
///
/// The format: the length of a JSON header as 8 little-endian bytes, the header, then the tensors' bytes without gaps.
public struct SafetensorsFile: Sendable, Equatable {
    /// A note that a file carries beside its tensors.
    public struct Note: Sendable, Equatable {
        /// What the note is about, unique in its file.
        public let key: String

        /// What it says.
        public let value: String

        /// The note `value` under `key`.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// The tensors, in the order of the header.
    public let tensors: [StoredTensor]

    /// The notes of `__metadata__`, in the order of the header.
    public let metadata: [Note]

    /// A file of these tensors, whose names must differ; so must the keys of `metadata`.
    public init(tensors: [StoredTensor], metadata: [Note] = []) {
        precondition(Set(tensors.map { Array($0.name.utf8) }).count == tensors.count, "two tensors share a name")
        precondition(Set(metadata.map { Array($0.key.utf8) }).count == metadata.count, "two notes share a key")
        precondition(!tensors.contains { $0.name == "__metadata__" }, "__metadata__ is no name for a tensor")
        self.tensors = tensors
        self.metadata = metadata
    }

    /// Reads the file at `path`, of at most `limit` bytes.
    ///
    /// - Throws: `SafetensorsError`.
    /// - Complexity: O(bytes); memory at most the data and 32 times the header, 32 MiB at most, whatever the header claims.
    public init(path: String, limit: Int = 1 << 36) throws(SafetensorsError) {
        let bytes: [UInt8]
        do throws(FileBytesError) {
            bytes = try fileBytes(path, limit: limit)
        } catch {
            let problem: SafetensorsError.Problem =
                switch error {
                case .absent: .absent
                case .unreadable(let reason): .unreadable(reason: reason)
                case .tooLarge: .tooLarge(limit: limit)
                }
            throw SafetensorsError(file: path, offset: 0, problem: problem)
        }
        try self.init(bytes: bytes, name: path)
    }

    /// Reads the content of a file, `bytes`, which the tensors share; `name` stands for it in errors.
    ///
    /// - Throws: `SafetensorsError`.
    public init(bytes: [UInt8], name: String) throws(SafetensorsError) {
        do throws(SafetensorsHeader.Failure) {
            let header = try SafetensorsHeader(of: bytes)
            tensors = header.entries.map { entry in
                StoredTensor(name: entry.name, type: entry.type, shape: entry.shape, bytes: bytes[entry.range])
            }
            metadata = header.metadata
        } catch {
            throw SafetensorsError(file: name, offset: error.offset, problem: error.problem)
        }
    }

    /// The tensor called `name`, if there is one.
    public subscript(name: String) -> StoredTensor? {
        tensors.first { $0.name == name }
    }

    /// The file's bytes: the header, padded with spaces to a multiple of 8 bytes, then the tensors in their order.
    public var encoded: [UInt8] {
        var header = "{"
        if !metadata.isEmpty {
            let notes = metadata.map { "\(jsonString($0.key)):\(jsonString($0.value))" }
            header += "\"__metadata__\":{\(notes.joined(separator: ","))}"
        }
        var offset = 0
        for tensor in tensors {
            if header.utf8.count > 1 { header += "," }
            let extents = tensor.shape.map(String.init).joined(separator: ",")
            header += "\(jsonString(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(extents)],"
            header += "\"data_offsets\":[\(offset),\(offset + tensor.bytes.count)]}"
            offset += tensor.bytes.count
        }
        header += "}"
        header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.utf8.count + offset)
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: header.utf8)
        for tensor in tensors { bytes.append(contentsOf: tensor.bytes) }
        return bytes
    }
}

/// `text` as JSON writes it, in quotes.
private func jsonString(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\u{0}"..<"\u{20}":
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
