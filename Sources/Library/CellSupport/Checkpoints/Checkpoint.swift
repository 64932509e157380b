internal import FoundationEssentials

/// The result of a long computation, which is taken from an earlier run where nothing changed that it depends on.
///
///     let dense = try checkpoint("dense LeNet") { try train(…) }
///
/// The runner keeps the result in `.winnow-cache/` under all that the cell depends on: its own code, the cells before it,
/// the library, the compiler and the data files that they need. What comes after the cell does not count, so that
/// editing a later cell does not train again. Outside the runner, and with `--no-cache`, it simply computes.
///
/// Only the result is kept. Whatever else `compute` changes, such as a generator of random numbers, stays unchanged
/// where the result was there already: make what it draws from inside of it.
///
/// - Parameter name: what is computed, in a few words; a cell may use a name several times.
/// - Throws: what `compute` throws, or `EncodingError` for a value that cannot be written down.
/// - Complexity: that of `compute`, or O(bytes) where the result was there.
public func checkpoint<Value: Codable>(_ name: String, _ compute: () throws -> Value) throws -> Value {
    try checkpoint(
        name,
        save: { value in
            let encoder = PropertyListEncoder()
            encoder.outputFormat = .binary
            // A list, since a number by itself is no property list.
            return Array(try encoder.encode([value]))
        },
        load: { bytes in
            let values = try PropertyListDecoder().decode([Value].self, from: Data(bytes))
            guard values.count == 1 else { throw CocoaError(.propertyListReadCorrupt) }
            return values[0]
        },
        compute)
}

/// The result of a long computation, as above, for values that have a file format of their own.
///
/// - Parameters:
///   - save: writes a value down; what it throws, `checkpoint` throws.
///   - load: reads what `save` wrote; if it throws, the value is computed again.
public func checkpoint<Value>(
    _ name: String, save: (Value) throws -> [UInt8], load: ([UInt8]) throws -> Value, _ compute: () throws -> Value
) throws -> Value {
    guard let file = CheckpointFile.next(named: name, of: "\(Value.self)") else {
        return try compute()
    }
    if let bytes = file.content, let value = try? load(bytes) { return value }
    let value = try compute()
    file.write(try save(value))
    return value
}
