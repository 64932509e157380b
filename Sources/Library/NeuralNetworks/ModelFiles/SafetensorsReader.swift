/// A safetensors file whose header was read and checked, and whose tensors are read one by one.
package struct SafetensorsReader: Sendable {
    /// The file, as it is named in errors.
    package let name: String

    /// What the header says.
    package let header: SafetensorsHeader

    /// The bytes before the data: the header's length and the header.
    package let headerBytes: [UInt8]

    package let source: ByteSource

    /// Opens the file at `path` and reads its header.
    ///
    /// - Throws: `SafetensorsError`.
    /// - Complexity: memory for 32 times the header, 32 MiB at most.
    package init(path: String) throws(SafetensorsError) {
        try self.init(Self.open(path), name: path)
    }

    /// The bytes of the file at `path`.
    ///
    /// - Throws: `SafetensorsError`.
    package static func open(_ path: String) throws(SafetensorsError) -> ByteSource {
        do throws(ByteSource.Failure) {
            return try ByteSource(path: path)
        } catch {
            throw SafetensorsError(error, file: path)
        }
    }

    /// Reads the header of a file of these bytes.
    package init(_ source: ByteSource, name: String) throws(SafetensorsError) {
        self.name = name
        self.source = source
        do throws(ByteSource.Failure) {
            let length = try SafetensorsHeader.byteCount(in: source.read(0..<min(8, source.count)))
            // The header's own reading tells what is wrong with a length; so many bytes are enough for that.
            let isReadable = length <= min(source.count, 8 + SafetensorsHeader.largestTextCount)
            headerBytes = try source.read(0..<(isReadable ? length : min(8, source.count)))
        } catch {
            throw SafetensorsError(error, file: name)
        }
        do throws(SafetensorsHeader.Failure) {
            header = try SafetensorsHeader(of: headerBytes, fileSize: source.count)
        } catch {
            throw SafetensorsError(file: name, offset: error.offset, problem: error.problem)
        }
    }

    /// The bytes of a tensor.
    ///
    /// - Throws: `SafetensorsError` if the file changed since it was opened, or cannot be read.
    package func bytes(of entry: SafetensorsHeader.Entry) throws(SafetensorsError) -> [UInt8] {
        do throws(ByteSource.Failure) {
            return try source.read(entry.range)
        } catch {
            throw SafetensorsError(error, file: name)
        }
    }
}

extension SafetensorsError {
    /// The error for what kept bytes of `file` from being read.
    package init(_ failure: ByteSource.Failure, file: String) {
        switch failure {
        case .absent: self.init(file: file, offset: 0, problem: .absent)
        case .unreadable(let reason): self.init(file: file, offset: 0, problem: .unreadable(reason: reason))
        case .irregular:
            self.init(
                file: file, offset: 0, problem: .unreadable(reason: "it is not a file, of which pieces can be read"))
        case .ended(let offset):
            self.init(
                file: file, offset: offset, problem: .unreadable(reason: "it has become shorter since it was opened"))
        }
    }
}
