/// The header of a safetensors file, checked: every range lies in the file, fits its shape and overlaps no other.
struct SafetensorsHeader {
    struct Entry {
        let name: String
        let type: ElementType
        let shape: [Int]
        /// In bytes from the beginning of the file.
        let range: Range<Int>
    }

    struct Failure: Error {
        let offset: Int
        let problem: SafetensorsError.Problem
    }

    private(set) var entries: [Entry] = []
    private(set) var metadata: [SafetensorsFile.Note] = []

    init(of bytes: [UInt8]) throws(Failure) {
        guard bytes.count >= 8 else {
            throw Failure(offset: 0, problem: .truncated(expectedBytes: 8, foundBytes: bytes.count))
        }
        let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) }
        guard length <= UInt64(bytes.count - 8) else {
            let expected = Int(clamping: length).addingReportingOverflow(8)
            throw Failure(
                offset: 0,
                problem: .truncated(
                    expectedBytes: expected.overflow ? .max : expected.partialValue, foundBytes: bytes.count))
        }
        let dataStart = 8 + Int(length)
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
                try readEntry(key, &json, data: dataStart..<bytes.count)
            }
        }
        try json.readPadding()
        try checkThatEntriesFill(dataStart..<bytes.count)
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
