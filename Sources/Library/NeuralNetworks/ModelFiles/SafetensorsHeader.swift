/// The header of a safetensors file, checked: every range lies in the file, fits its shape and overlaps no other.
package struct SafetensorsHeader: Sendable {
    /// A tensor as the header describes it.
    package struct Entry: Sendable {
        package let name: String
        package let type: ElementType
        package let shape: [Int]
        /// In bytes from the beginning of the file.
        package let range: Range<Int>

        /// The number of elements.
        package var count: Int { range.count / type.size }
    }

    /// What is wrong, at which byte of the file.
    package struct Failure: Error {
        package let offset: Int
        package let problem: SafetensorsError.Problem
    }

    /// The most bytes of a header's text, 2²⁰: some ten thousand tensors. What a reader makes of a header may take 32
    /// times its size.
    package static let largestTextCount = 1 << 20

    package private(set) var entries: [Entry] = []
    package private(set) var metadata: [SafetensorsFile.Note] = []

    /// How many bytes the header and its length take, as the first eight bytes of a file say.
    package static func byteCount(in beginning: [UInt8]) -> Int {
        let length = zip(0..<8, beginning).reduce(UInt64(0)) { $0 | UInt64($1.1) << (8 * UInt64($1.0)) }
        let (sum, isTooLarge) = Int(clamping: length).addingReportingOverflow(8)
        return isTooLarge ? .max : sum
    }

    /// The header of a file that begins with these bytes.
    ///
    /// - Parameters:
    ///   - bytes: the whole file, or as much of it as ``byteCount(in:)`` says.
    ///   - fileSize: how many bytes the file has, if they are not all here.
    package init(of bytes: [UInt8], fileSize: Int? = nil) throws(Failure) {
        let fileSize = fileSize ?? bytes.count
        guard bytes.count >= 8 else {
            throw Failure(offset: 0, problem: .truncated(expectedBytes: 8, foundBytes: bytes.count))
        }
        let dataStart = Self.byteCount(in: bytes)
        guard dataStart <= fileSize else {
            throw Failure(offset: 0, problem: .truncated(expectedBytes: dataStart, foundBytes: fileSize))
        }
        guard dataStart - 8 <= Self.largestTextCount else {
            throw Failure(
                offset: 0, problem: .headerTooLong(bytes: dataStart - 8, limit: Self.largestTextCount))
        }
        guard dataStart <= bytes.count else {
            throw Failure(offset: 0, problem: .truncated(expectedBytes: dataStart, foundBytes: bytes.count))
        }
        var json = HeaderScanner(bytes: bytes, position: 8, end: dataStart)
        var names: Set<[UInt8]> = []
        try json.readObject { json, key throws(Failure) in
            let offset = json.position
            guard names.insert(Array(key.utf8)).inserted else {
                throw Failure(offset: offset, problem: .duplicateName(key))
            }
            if key == "__metadata__" {
                try readMetadata(&json)
            } else {
                try readEntry(key, &json, data: dataStart..<fileSize)
            }
        }
        try json.readPadding()
        try checkThatEntriesFill(dataStart..<fileSize)
    }

    private mutating func readMetadata(_ json: inout HeaderScanner) throws(Failure) {
        var keys: Set<[UInt8]> = []
        var notes: [SafetensorsFile.Note] = []
        try json.readObject { json, key throws(Failure) in
            let offset = json.position
            guard keys.insert(Array(key.utf8)).inserted else {
                throw Failure(offset: offset, problem: .duplicateName(key))
            }
            notes.append(SafetensorsFile.Note(key: key, value: try json.readString()))
        }
        metadata = notes
    }

    private mutating func readEntry(_ name: String, _ json: inout HeaderScanner, data: Range<Int>) throws(Failure) {
        json.skipSpace()
        let start = json.position
        var (type, shape, offsets): (ElementType?, [Int]?, [Int]?)
        try json.readObject { json, key throws(Failure) in
            json.skipSpace()
            let offset = json.position
            switch key {
            case "dtype" where type == nil:
                let word = try json.readString()
                type = ElementType(rawValue: word)
                if type == nil { throw Failure(offset: offset, problem: .unknownType(tensor: name, type: word)) }
            case "shape" where shape == nil: shape = try json.readIntegers()
            case "data_offsets" where offsets == nil: offsets = try json.readIntegers()
            case "dtype", "shape", "data_offsets": throw Failure(offset: offset, problem: .duplicateName(key))
            default:
                throw Failure(
                    offset: offset, problem: .malformedHeader(expected: "\"dtype\", \"shape\" or \"data_offsets\""))
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw Failure(
                offset: start,
                problem: .malformedHeader(expected: "\"dtype\", \"shape\" and two numbers as \"data_offsets\""))
        }
        guard offsets[0] <= offsets[1], offsets[1] <= data.count else {
            throw Failure(offset: start, problem: .misplacedData(tensor: name))
        }
        let found = offsets[1] - offsets[0]
        let expected = shape.reduce(Optional(type.size)) { size, extent in
            guard let product = size?.multipliedReportingOverflow(by: extent), !product.overflow else { return nil }
            return product.partialValue
        }
        guard expected == found else {
            throw Failure(
                offset: start, problem: .wrongSize(tensor: name, expectedBytes: expected, foundBytes: found))
        }
        entries.append(
            Entry(
                name: name, type: type, shape: shape,
                range: data.lowerBound + offsets[0]..<data.lowerBound + offsets[1]))
    }

    /// Every byte of the data belongs to exactly one tensor.
    private func checkThatEntriesFill(_ data: Range<Int>) throws(Failure) {
        var end = data.lowerBound
        for entry in entries.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }) {
            guard entry.range.lowerBound == end else {
                throw Failure(offset: entry.range.lowerBound, problem: .misplacedData(tensor: entry.name))
            }
            end = entry.range.upperBound
        }
        guard end == data.upperBound else {
            throw Failure(offset: end, problem: .misplacedData(tensor: entries.last?.name ?? ""))
        }
    }
}
